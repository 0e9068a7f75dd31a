import json
from typing import Any

import pytest

from tests.cli.conftest import AT, JUST_BEFORE, PDD, TAOBAO, Ran, Run


@pytest.fixture
def explain(yellowcart: Run, agreements: str) -> Run:
    def explain(*arguments: Any, **options: Any) -> Ran:
        question = ["--agreements", agreements, "--surface", "live_cart"]
        return yellowcart("explain", *question, *arguments, **options)

    return explain


def test_the_answer_and_a_sentence(explain: Run) -> None:
    (answer,) = explain("--link", TAOBAO, "--at", AT, "--language", "en").answers
    sentence = answer.pop("explanation")
    assert answer == {
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
        "language": "en",
    }
    assert all(part in sentence for part in ("Taobao Alliance", "taobao-2021", "2.1"))
    plain = explain("--link", TAOBAO, "--at", AT, "--language", "en", "--plain")
    assert plain == (0, f"{sentence}\n", "")


def test_in_chinese(explain: Run) -> None:
    ran = explain("--partner", "jd-alliance", "--at", JUST_BEFORE, "--language", "zh", "--plain")
    assert (ran.code, ran.err) == (0, "")
    assert all(part in ran.out for part in ("京东联盟", "直播间购物车", "3.2"))


def test_a_marketplace_that_nobody_brings_has_its_name(explain: Run) -> None:
    (zh,) = explain("--link", PDD, "--at", AT, "--language", "zh").answers
    (en,) = explain("--link", PDD, "--at", AT, "--language", "en").answers
    assert (zh["reason"], zh["partner"]) == ("unknown_partner", None)
    assert "拼多多" in zh["explanation"]
    assert "Pinduoduo" in en["explanation"]


def test_what_was_not_recognised(explain: Run) -> None:
    (answer,) = explain("--link", "好物", "--at", AT).answers
    assert (answer["reason"], answer["partner"]) == ("unrecognised", None)


def test_a_question_a_line(explain: Run) -> None:
    questions = [{"link": TAOBAO, "at": at} for at in (JUST_BEFORE, AT)]
    stdin = "\n".join(map(json.dumps, [*questions, {}])).encode()
    ran = explain("--input", "-", stdin=stdin)
    assert ran.refusal == "standard input, line 3, link: missing; expected a link or a partner"
    assert [json.loads(line)["verdict"] for line in ran.out.splitlines()] == ["allow", "deny"]
