from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.api.conftest import CUT_OVER, asker
from yellowcart.api.decisions import MOST_TEXTS
from yellowcart.links.book import book
from yellowcart.links.recognise import Recogniser
from yellowcart.terms import Table

JD = "https://item.jd.com/100012043978.html"
TAOBAO = "https://item.taobao.com/item.htm?id=584076492620"
Ask = Callable[..., httpx.Response]


def test_a_link_is_recognised_and_decided(ask: Ask) -> None:
    answer = ask("POST", "/decisions", json={"link": JD, "surface": "live_cart"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {
        "verdict": "deny",
        "reason": "not_granted",
        "partner": "jd-alliance",
        "surface": "live_cart",
        "kind": "goods",
        "at": "2022-03-01T00:00:00+08:00",
        "agreement": "jd-2021",
        "version": 2,
        "clause": None,
        "valid_until": None,
        "link": {"marketplace": "jd", "form": "item", "item_id": "100012043978"},
    }


@pytest.mark.parametrize(
    ("link", "surface", "before", "from_then_on"),
    [
        (TAOBAO, "live_cart", "allow", "deny"),
        (TAOBAO, "product_page", "allow", "deny"),
        (JD, "live_cart", "allow", "deny"),
        (JD, "video_cart", "allow", "allow"),
    ],
)
def test_answers_change_at_the_very_instant(
    ask: Ask, link: str, surface: str, before: str, from_then_on: str
) -> None:
    microsecond = timedelta(microseconds=1)
    verdicts = [
        ask(
            "POST", "/decisions", json={"link": link, "surface": surface, "at": at.isoformat()}
        ).json()["verdict"]
        for at in (CUT_OVER - microsecond, CUT_OVER, CUT_OVER + microsecond)
    ]
    assert verdicts == [before, from_then_on, from_then_on]


def test_a_partner_may_be_asked_about_without_a_link(ask: Ask) -> None:
    question = {"partner": "jd-alliance", "surface": "video_cart", "kind": "services"}
    answer = ask("POST", "/decisions", json=question).json()
    assert (answer["verdict"], answer["partner"], answer["link"]) == ("allow", "jd-alliance", None)


def test_a_text_without_a_link_is_denied_as_unrecognised(ask: Ask) -> None:
    answer = ask("POST", "/decisions", json={"link": "hello", "surface": "live_cart"}).json()
    assert (answer["verdict"], answer["reason"]) == ("deny", "unrecognised")
    assert answer["link"] == {"marketplace": None, "form": None, "item_id": None}


def test_a_marketplace_that_nobody_brings_is_of_an_unknown_partner(ask: Ask) -> None:
    link = "https://product.suning.com/0000000000/12345678.html"
    answer = ask("POST", "/decisions", json={"link": link, "surface": "live_cart"}).json()
    assert (answer["reason"], answer["partner"]) == ("unknown_partner", None)
    assert answer["link"]["marketplace"] == "suning"


def test_get_answers_like_post(ask: Ask) -> None:
    question = {"link": TAOBAO, "surface": "live_cart"}
    assert (
        ask("GET", "/decisions", params=question).json()
        == ask("POST", "/decisions", json=question).json()
    )


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        (timedelta(days=1), "private, max-age=60"),
        (timedelta(seconds=30), "private, max-age=30"),
        (timedelta(seconds=1, microseconds=999_999), "private, max-age=1"),
        (timedelta(microseconds=1), "no-store"),
    ],
)
def test_an_answer_is_never_kept_beyond_the_instant_until_which_it_holds(
    table: Table, before: timedelta, kept: str
) -> None:
    ask = asker(table, CUT_OVER - before)
    answer = ask("GET", "/decisions", params={"link": TAOBAO, "surface": "live_cart"})
    assert answer.json()["valid_until"] == "2022-03-01T00:00:00+08:00"
    assert answer.headers["cache-control"] == kept


@pytest.mark.parametrize("warm", [False, True], ids=["row by row", "compiled"])
def test_a_batch_answers_each_text_in_order(
    warm: bool, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = Recogniser(book())
    if warm:
        by.warm()
    monkeypatch.setattr("yellowcart.api.decisions.recogniser", lambda: by)
    batch = {"texts": [JD, "hello", TAOBAO, JD], "surface": "video_cart"}
    answer = ask("POST", "/decisions/batch", json=batch).json()
    links, decisions = answer["links"], answer["decisions"]
    assert [(link["marketplace"], link["item_id"]) for link in links] == [
        ("jd", "100012043978"),
        (None, None),
        ("taobao", "584076492620"),
        ("jd", "100012043978"),
    ]
    assert [decisions[link["decision"]]["reason"] for link in links] == [
        "granted", "unrecognised", "no_agreement", "granted",
    ]  # fmt: skip
    alone = ask("POST", "/decisions", json={"link": TAOBAO, "surface": "video_cart"}).json()
    del alone["link"]
    assert decisions[links[2]["decision"]] == alone


def test_what_was_known_then_decides(ask: Ask) -> None:
    question = {"link": JD, "surface": "live_cart", "known_at": "2022-01-01T00:00:00+08:00"}
    assert ask("POST", "/decisions", json=question).json()["version"] == 1


@pytest.mark.parametrize(
    ("request_", "status", "code", "field"),
    [
        ({"content": b"{"}, 400, "not-json", None),
        ({"content": b"\xff"}, 400, "not-json", None),
        ({"json": {"surface": "live_cart"}}, 422, "bad-input", "link"),
        ({"json": {"link": JD, "partner": "x", "surface": "s"}}, 422, "bad-input", "link"),
        ({"json": {"link": JD}}, 422, "bad-input", None),
        ({"json": {"link": JD, "surface": 1}}, 422, "bad-input", "surface"),
        ({"json": {"link": JD, "surface": "s", "kind": "x"}}, 422, "bad-input", "kind"),
        ({"json": {"link": JD, "surface": "s", "colour": "x"}}, 422, "bad-input", None),
        ({"json": {"link": JD, "surface": "s", "at": "soon"}}, 422, "bad-input", "at"),
        (
            {"json": {"link": JD, "surface": "s", "at": "2022-03-01T00:00:00"}},
            422, "naive-instant", "at",
        ),
        ({"json": {"link": "x" * ((1 << 20) + 1), "surface": "s"}}, 422, "bad-input", "link"),
    ],
)  # fmt: skip
def test_bad_input_names_the_field(
    ask: Ask, request_: dict[str, object], status: int, code: str, field: str | None
) -> None:
    answer = ask("POST", "/decisions", **request_)
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, problem["status"]) == (status, status)
    assert (problem["code"], problem.get("field")) == (code, field)
    assert problem["type"] == f"urn:yellowcart:problem:{code}"


def test_a_batch_has_at_most_ten_thousand_texts(ask: Ask) -> None:
    texts = ["x"] * (MOST_TEXTS + 1)
    answer = ask("POST", "/decisions/batch", json={"texts": texts, "surface": "live_cart"})
    assert (answer.status_code, answer.json()["field"]) == (422, "texts")
    answer = ask("POST", "/decisions/batch", json={"texts": texts[1:], "surface": "live_cart"})
    assert (answer.status_code, len(answer.json()["links"])) == (200, MOST_TEXTS)


@pytest.mark.parametrize(
    ("key", "status", "code"),
    [
        (None, 401, "key-missing"),
        ("yc_three_secret", 401, "key-unknown"),
        ("yc_none_secret", 403, "scope-missing"),
    ],
)
def test_only_a_key_with_the_scope_is_answered(
    ask: Ask, key: str | None, status: int, code: str
) -> None:
    question = {"link": JD, "surface": "live_cart"}
    answer = ask("POST", "/decisions", json=question, key=key)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert ("www-authenticate" in answer.headers) == (status == 401)


def test_a_key_has_so_many_requests_a_minute(ask: Ask) -> None:
    question = {"link": JD, "surface": "live_cart"}
    answers = [ask("POST", "/decisions", json=question, key="yc_two_secret") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["1", "0", "0"]
    assert answers[2].json()["code"] == "too-many-requests"
    assert 1 <= int(answers[2].headers["retry-after"]) <= 31


def test_every_answer_has_an_id_of_its_own(ask: Ask) -> None:
    answers = [ask("POST", "/decisions", content=b""), ask("GET", "/decisions")]
    assert len({answer.headers["x-request-id"] for answer in answers}) == 2


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("PUT", "/decisions", 405, "GET, POST"),
        ("GET", "/decisions/batch", 405, "POST"),
        ("GET", "/decisions/more", 404, None),
    ],
)
def test_other_methods_and_addresses_are_refused(
    ask: Ask, method: str, path: str, status: int, allow: str | None
) -> None:
    answer = ask(method, path)
    assert (answer.status_code, answer.headers.get("allow")) == (status, allow)


def test_a_name_given_twice_in_a_query_is_refused(ask: Ask) -> None:
    answer = ask("GET", "/decisions?surface=a&surface=b&link=x")
    assert (answer.status_code, answer.json()["field"]) == (422, "surface")


def test_without_at_the_present_instant_decides(table: Table) -> None:
    ask = asker(table, datetime(2021, 6, 1, tzinfo=UTC))
    answer = ask("POST", "/decisions", json={"link": TAOBAO, "surface": "live_cart"}).json()
    assert (answer["verdict"], answer["at"]) == ("allow", "2021-06-01T08:00:00+08:00")
