import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import AT, JD, JUST_BEFORE, PDD, TAOBAO, Ran, Run

ALLOWED = {
    "verdict": "allow",
    "reason": "granted",
    "partner": "taobao-alliance",
    "surface": "live_cart",
    "kind": "goods",
    "at": JUST_BEFORE,
    "agreement": "taobao-2021",
    "version": 1,
    "clause": "2.1",
    "valid_until": AT,
}
DENIED = {
    "verdict": "deny",
    "reason": "no_agreement",
    "partner": "taobao-alliance",
    "surface": "live_cart",
    "kind": "goods",
    "at": AT,
    "agreement": None,
    "version": None,
    "clause": None,
    "valid_until": None,
}


@pytest.fixture
def decide(yellowcart: Run, agreements: str) -> Run:
    def ask(*arguments: Any, **options: Any) -> Ran:
        return yellowcart("decide", "--agreements", agreements, *arguments, **options)

    return ask


def about(**given: Any) -> list[str]:
    """The options of a question, whose defaults are those of a question that is allowed."""
    given = {"link": TAOBAO, "surface": "live_cart", "at": JUST_BEFORE} | given
    return [f"--{key.replace('_', '-')}={value}" for key, value in given.items() if value]


def test_the_whole_answer_on_one_line(decide: Run) -> None:
    assert decide(*about(kind="goods"), "--json").answers == [ALLOWED]
    assert decide(*about(at=AT)).answers == [DENIED]


def test_a_partner_instead_of_a_link(decide: Run) -> None:
    partner = {"link": None, "partner": "taobao-alliance"}
    assert decide(*about(**partner)).answers == [ALLOWED]
    assert decide(*about(**partner, kind="services")).answers == [
        ALLOWED | {"verdict": "deny", "reason": "not_granted", "kind": "services", "clause": None}
    ]


@pytest.mark.parametrize(
    "at",
    ["2022-02-28T15:59:59.999999Z", "2022-02-28T23:59:59.999999", "2022-02-28 23:59:59.999999"],
)
def test_an_instant_in_any_offset_or_on_the_platforms_clocks(decide: Run, at: str) -> None:
    assert decide(*about(at=at)).answers == [ALLOWED]


@pytest.mark.parametrize(
    ("link", "reason", "partner"),
    [
        (PDD, "unknown_partner", None),
        ("好物", "unrecognised", None),
        ("￥AbCdEf12GhJk￥", "unrecognised", None),
        (f"{JD} {TAOBAO}", "not_granted", "jd-alliance"),
    ],
)
def test_the_first_link_of_a_text_counts(
    decide: Run, link: str, reason: str, partner: str | None
) -> None:
    (answer,) = decide(*about(link=link, at=AT)).answers
    assert (answer["verdict"], answer["reason"], answer["partner"]) == ("deny", reason, partner)


def test_a_partner_that_is_none(decide: Run) -> None:
    (answer,) = decide(*about(link=None, partner="nobody")).answers
    assert (answer["reason"], answer["partner"]) == ("unknown_partner", "nobody")


def test_by_what_was_known(decide: Run) -> None:
    (then,) = decide(*about(link=JD, at=AT, known_at="2022-02-20")).answers
    (now,) = decide(*about(link=JD, at=AT)).answers
    assert (then["verdict"], then["version"], then["clause"]) == ("allow", 1, "3.1")
    assert (now["verdict"], now["version"], now["clause"]) == ("deny", 2, None)


def test_of_a_category_and_a_creator_group(decide: Run) -> None:
    question = {"link": JD, "known_at": "2022-02-20"}
    (food,) = decide(*about(**question, category="food", creator_group="mcn")).answers
    (tobacco,) = decide(*about(**question, category="tobacco")).answers
    assert (food["verdict"], tobacco["verdict"]) == ("allow", "deny")


def lines(*questions: Any) -> bytes:
    return "\n".join(json.dumps(question, ensure_ascii=False) for question in questions).encode()


QUESTION = {"link": TAOBAO, "surface": "live_cart", "kind": "goods", "at": JUST_BEFORE}


def test_a_question_a_line(decide: Run, tmp_path: Path) -> None:
    by_partner = {"partner": "taobao-alliance", "surface": "live_cart", "at": AT, "known_at": None}
    content = lines(QUESTION, by_partner) + b"\n\n"
    (tmp_path / "questions.jsonl").write_bytes(content)
    assert decide("--input", "questions.jsonl").answers == [ALLOWED, DENIED]
    assert decide("--input", "-", stdin=content).answers == [ALLOWED, DENIED]


def test_options_stand_for_what_a_line_does_not_say(decide: Run) -> None:
    options = ["--input", "-", "--surface", "live_cart", "--at", JUST_BEFORE, "--link", JD]
    questions = lines({"partner": "taobao-alliance"}, QUESTION | {"at": AT}, {})
    answers = decide(*options, stdin=questions).answers
    assert answers[:2] == [ALLOWED, DENIED]
    assert (answers[2]["partner"], answers[2]["clause"]) == ("jd-alliance", "3.2")


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("{", "not JSON (Expecting property name enclosed in double quotes); expected a JSON"
         " object a line"),
        ('"JD"', "not a JSON object; expected a JSON object a line"),
        ({"surfce": "live_cart"}, ", surfce: no such key; expected surface"),
        ({"x": 1}, ", x: no such key; expected one of link, partner, surface, kind, at, known_at, "
         "category, creator_group"),
        ({"at": 20220301}, ", at: not a text, got 20220301; expected a string"),
        ({"at": "tomorrow"}, ", at: not an instant, got 'tomorrow'; expected an instant such as "
         "2022-03-01T00:00:00+08:00"),
        ({"known_at": "x"}, ", known_at: not an instant, got 'x'; expected an instant such as "
         "2022-03-01T00:00:00+08:00"),
        ({"partner": "jd-alliance"}, ", partner: a link and a partner at once; expected one of "
         "them"),
        ({"link": None}, ", link: missing; expected a link or a partner"),
        ({"surface": None}, ", surface: missing; expected a surface's code"),
        ({"at": None}, ", at: missing; expected an instant"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_ends_the_answers(decide: Run, line: Any, refusal: str) -> None:
    bad = line.encode() if isinstance(line, str) else lines(QUESTION | line)
    ran = decide("--input", "-", stdin=lines(QUESTION) + b"\n" + bad)
    separator = "" if refusal.startswith(",") else ": "
    assert ran.refusal == f"standard input, line 2{separator}{refusal}"
    assert [json.loads(answer) for answer in ran.out.splitlines()] == [ALLOWED]


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        ({"at": None}, "--at: missing; expected an instant"),
        ({"surface": None}, "--surface: missing; expected a surface's code"),
        ({"link": None}, "--link: missing; expected a link or a partner"),
        ({"partner": "p"}, "--partner: a link and a partner at once; expected one of them"),
        ({"at": "2022-02-30"}, "--at: not an instant (day is out of range for month), got "
         "'2022-02-30'; expected an instant such as 2022-03-01T00:00:00+08:00"),
        ({"known_at": "x"}, "--known-at: not an instant, got 'x'; expected an instant such as "
         "2022-03-01T00:00:00+08:00"),
        ({"language": "fr"}, "--language: no such language, got 'fr'; expected zh or en"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_answered(decide: Run, options: Any, refusal: str) -> None:
    ran = decide(*about(**options))
    assert (ran.refusal, ran.out) == (refusal, "")


def shown(ran: Ran) -> list[str]:
    assert (ran.code, ran.err) == (0, "")
    return [line.rstrip() for line in ran.out.splitlines()]


def test_for_people(decide: Run) -> None:
    assert shown(decide(*about(), "--plain")) == [
        "allowed: an agreement grants it",
        "  partner   Taobao Alliance",
        "  surface   live-room cart",
        "  kind      goods links",
        "  at        2022-02-28T23:59:59.999999+08:00",
        "  rests on  agreement taobao-2021, version 1, clause 2.1",
        "  until     2022-03-01T00:00:00+08:00",
    ]
    assert shown(decide(*about(at=AT), "--plain", "--language", "zh")) == [
        "不可挂：没有生效的协议",
        "  合作方  淘宝联盟",
        "  位置    直播间购物车",
        "  类型    商品链接",
        "  时刻    2022-03-01T00:00:00+08:00",
    ]


def test_on_a_terminal_in_the_language_of_the_locale(
    decide: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert decide(*about(at=AT), "--json").answers == [DENIED]
    assert "淘宝联盟" in decide(*about(at=AT)).out


@pytest.mark.parametrize("command", ["decide", "explain"])
def test_a_kind_that_is_none(yellowcart: Run, agreements: str, command: str) -> None:
    refusal = "--kind: no such kind, got 'good'; expected goods or services"
    options = ["--agreements", agreements]
    assert yellowcart(command, *options, *about(kind="good")).refusal == refusal
    ran = yellowcart(command, *options, "--kind", "good", "--input", "-", stdin=lines(QUESTION))
    assert (ran.out, ran.refusal) == ("", refusal)


def test_another_kind_on_a_line_is_answered_as_any_other_question(decide: Run) -> None:
    (answer,) = decide("--input", "-", stdin=lines(QUESTION | {"kind": "tickets"})).answers
    assert (answer["verdict"], answer["reason"]) == ("deny", "not_granted")
