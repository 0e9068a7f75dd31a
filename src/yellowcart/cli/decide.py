"""`yellowcart decide`: may this hang there, then?"""

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
    "判断链接能不能挂在某个位置。\n\n给出结论、原因、依据的条款，以及有效到何时。",
    "Say whether a link may hang on a surface.\n\n"
    "With the reason, the clause that it rests on, and until when it holds.",
)
EXAMPLES = """\
  yellowcart decide --agreements agreements.toml --surface live_cart \\
    --link https://item.jd.com/100012043978.html --at 2022-03-01T00:00:00+08:00
  yellowcart decide --agreements agreements.toml --surface live_cart \\
    --partner jd-alliance --at 2022-03-01 --known-at 2022-02-20
  yellowcart decide --agreements agreements.toml --input questions.jsonl"""


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
        decision = question.decide()
        if as_json:
            print_json(decision.to_json(terms.zone))
        else:
            from yellowcart.cli.verdict import show_decision

            show_decision(decision, terms, spoken)
