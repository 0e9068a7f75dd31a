"""`yellowcart audit`: whether the record of every write is whole, and the record itself."""

import sys
from typing import Annotated

import typer

from yellowcart.cli.language import said
from yellowcart.cli.output import print_json
from yellowcart.kit.instant import parse_instant

HELP = said("查验和导出操作记录。", "Check and export the record of every write.")
VERIFY_HELP = said(
    "查验操作记录的哈希链。\n\n完好时退出码为 0；有删改时指出第一处，退出码为 1。",
    "Check the hash chain of the record of every write.\n\n"
    "Exit code 0 where it is whole; 1 where something was changed or cut, naming the first place.",
)
VERIFY_EXAMPLES = "  yellowcart audit verify"
EXPORT_HELP = said(
    "导出操作记录，每行一个 JSON。", "Print the record of every write, a JSON object a line."
)
EXPORT_EXAMPLES = "  yellowcart audit export --from 2022-02-01T00:00:00+08:00 > audit.jsonl"

From = Annotated[
    str | None, typer.Option("--from", help=said("从这一时刻起。", "From this instant on."))
]
Until = Annotated[
    str | None, typer.Option("--until", help=said("到这一时刻前。", "Before this instant."))
]


def verify() -> None:
    from yellowcart.site.installation import installation
    from yellowcart.site.serve import prepare

    with installation():
        prepare()
        from yellowcart.parties.audit import verify

        verified = verify()
    broken = verified.broken
    print_json(
        {
            "records": verified.records,
            "head": verified.head,
            "broken": None if broken is None else broken._asdict(),
        }
    )
    if broken is not None:
        raise typer.Exit(1)


def export(start: From = None, until: Until = None) -> None:
    bounds = [None if text is None else parse_instant(text) for text in (start, until)]
    from yellowcart.site.installation import installation
    from yellowcart.site.serve import prepare

    with installation():
        prepare()
        from yellowcart.parties.audit import export

        for line in export(*bounds):
            sys.stdout.write(line + "\n")
