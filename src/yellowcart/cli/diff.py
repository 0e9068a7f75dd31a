"""`yellowcart diff`: what opens and closes between two instants."""

from yellowcart.cli.between import diff_between
from yellowcart.cli.language import language_of, said
from yellowcart.cli.options import After, Agreements, Before, Json, KnownAt, Language
from yellowcart.cli.output import print_json, wants_json
from yellowcart.kit.instant import format_instant

HELP = said(
    "列出两个时刻之间的开放与关闭。\n\n按合作方、位置和链接种类，并注明依据的条款。",
    "List what opens and closes between two instants.\n\nWith the clause that each rests on.",
)
EXAMPLES = """\
  yellowcart diff --agreements agreements.toml \\
    --before 2022-02-28T23:59:59+08:00 --after 2022-03-01T00:00:00+08:00
  yellowcart diff --agreements agreements.toml \\
    --before 2022-02-28 --after 2022-03-01 --known-at 2022-02-20"""


def run(
    agreements: Agreements,
    before: Before,
    after: After,
    known_at: KnownAt = None,
    language: Language = None,
    json: Json = None,
) -> None:
    spoken = language_of(language)
    diff = diff_between(agreements, before, after, known_at)
    if wants_json(json):
        print_json(diff.to_json())
        return
    from yellowcart.cli.changes import show_changes

    terms = diff.table.terms
    ends = (format_instant(at, terms.zone) for at in (diff.before, diff.after))
    show_changes(diff.changes, terms, spoken, " → ".join(ends))
