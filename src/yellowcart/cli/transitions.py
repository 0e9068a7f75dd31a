"""`yellowcart transitions`: the instants at which anything opens or closes."""

from typing import Annotated

import typer

from yellowcart.cli.instants import instant, known_instant
from yellowcart.cli.language import language_of, said
from yellowcart.cli.options import INSTANT, Agreements, Json, KnownAt, Language
from yellowcart.cli.output import print_json, wants_json
from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import format_instant

HELP = said(
    "列出每一个发生开放或关闭的时刻。\n\n并列出当时的变化。",
    "List every instant at which anything opens or closes.\n\nWith what does.",
)
EXAMPLES = """\
  yellowcart transitions --agreements agreements.toml
  yellowcart transitions --agreements agreements.toml \\
    --from 2022-01-01 --until 2023-01-01 --language zh"""


def run(
    agreements: Agreements,
    start: Annotated[
        str | None,
        typer.Option(
            "--from", metavar=INSTANT, help=said("从此时刻起，含。", "From this instant on.")
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            "--until",
            metavar=INSTANT,
            help=said("到此时刻止，不含。", "Up to, and without, this one."),
        ),
    ] = None,
    known_at: KnownAt = None,
    language: Language = None,
    json: Json = None,
) -> None:
    from yellowcart.terms import read_terms, transitions

    spoken = language_of(language)
    terms = read_terms(agreements)
    first = None if start is None else instant(start, terms, "--from")
    end = None if until is None else instant(until, terms, "--until")
    if first is not None and end is not None and end < first:
        raise BadInput(
            "the window ends before it begins",
            field="--until",
            value=until,
            expected=f"an instant not before {format_instant(first, terms.zone)}",
        )
    found = transitions(terms.table(known_instant(known_at, terms)), first, end)
    if wants_json(json):
        print_json([transition.to_json() for transition in found])
        return
    from yellowcart.cli.changes import show_changes

    for transition in found:
        show_changes(transition.changes, terms, spoken, format_instant(transition.at, terms.zone))
    if not found:
        print(said("没有变化。", "Nothing changes.", spoken))
