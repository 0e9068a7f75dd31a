"""`yellowcart explain`: the answer in a sentence."""

from yellowcart.cli.language import language_of, said
from yellowcart.cli.options import Agreements, Json, KnownAt, Language
from yellowcart.cli.output import print_json, wants_json
from yellowcart.cli.question import questions
from yellowcart.cli.question_options import (
    Category,
    CreatorGroup,
    Kind,
    Link,
    Partner,
    QuestionAt,
    Questions,
    Surface,
)

HELP = said(
    "用一句话说明同一结论。\n\n说明依据的条款；不再允许时，说明原先的允许何时终止。",
    "Say the same in a sentence.\n\n"
    "With the clause, and with what ended where nothing grants it any more.",
)
EXAMPLES = """\
  yellowcart explain --agreements agreements.toml --surface live_cart \\
    --link https://item.jd.com/100012043978.html --at 2022-03-01
  yellowcart explain --agreements agreements.toml --surface live_cart \\
    --partner taobao-alliance --at 2022-03-01 --language zh"""


def run(
    agreements: Agreements,
    link: Link = None,
    partner: Partner = None,
    surface: Surface = None,
    kind: Kind = "goods",
    at: QuestionAt = None,
    known_at: KnownAt = None,
    category: Category = None,
    creator_group: CreatorGroup = None,
    file: Questions = None,
    language: Language = None,
    json: Json = None,
) -> None:
    from yellowcart.terms import read_terms

    spoken = language_of(language)
    terms = read_terms(agreements)
    options = {
        "link": link,
        "partner": partner,
        "surface": surface,
        "kind": kind,
        "at": at,
        "known_at": known_at,
        "category": category,
        "creator_group": creator_group,
    }
    as_json = wants_json(json)
    for question in questions(options, file, terms):
        text = question.explain(spoken)
        if as_json:
            decision = question.decide().to_json(terms.zone)
            print_json({**decision, "language": spoken, "explanation": text})
        else:
            print(text)
