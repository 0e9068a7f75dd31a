"""`yellowcart notice`: the public notice of what changes, as a draft."""

from yellowcart.cli.between import diff_between
from yellowcart.cli.language import language_of, said
from yellowcart.cli.options import After, Agreements, Before, Json, KnownAt, Language
from yellowcart.cli.output import print_json, wants_json

HELP = said(
    "起草对外公告。\n\n按两个时刻之间的变化。",
    "Draft the public notice of what changes.\n\nFrom the diff of two instants.",
)
EXAMPLES = """\
  yellowcart notice --agreements agreements.toml --language zh \\
    --before 2022-02-28T23:59:59+08:00 --after 2022-03-01T00:00:00+08:00
  yellowcart notice --agreements agreements.toml --language en --plain \\
    --before 2022-02-28 --after 2022-03-01 > notice.txt"""


def run(
    agreements: Agreements,
    before: Before,
    after: After,
    known_at: KnownAt = None,
    language: Language = None,
    json: Json = None,
) -> None:
    from yellowcart.terms import notice

    spoken = language_of(language)
    text = notice(diff_between(agreements, before, after, known_at), spoken)
    if wants_json(json):
        print_json({"language": spoken, "notice": text})
    else:
        print(text)
