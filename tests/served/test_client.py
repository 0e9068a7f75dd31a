"""The client against a server: every method, and what happens when things go wrong."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import httpx
import pytest

from yellowcart.client import Client, Refused
from yellowcart.kit.clock import now
from yellowcart.terms import parse_terms

JD = "https://item.jd.com/100012043978.html"
TAOBAO = "https://item.taobao.com/item.htm?id=600000000001"
END = datetime.fromisoformat("2022-03-01T00:00:00+08:00")
MICROSECOND = timedelta(microseconds=1)


@pytest.fixture
def client(address: str, key: str) -> Iterator[Client]:
    with Client(address, key) as client:
        yield client


def test_decisions(client: Client) -> None:
    verdicts = [
        client.decide(link=TAOBAO, surface="live_cart", at=at).verdict
        for at in (END - MICROSECOND, END)
    ]
    assert verdicts == ["allow", "deny"]
    decided = client.decide(link=JD, surface="video_cart", at=END)
    assert decided.link is not None
    assert (decided.link.item_id, decided.clause) == ("100012043978", "3.1")
    batch = client.decide_batch([JD, TAOBAO, "x"], surface="note", at=END)
    told = [batch.decisions[link.decision].verdict for link in batch.links]
    assert told == ["allow", "deny", "deny"]


def test_what_was_agreed(client: Client) -> None:
    assert [one.code for one in client.surfaces()][:2] == ["live_cart", "video_cart"]
    assert [one.marketplaces for one in client.partners()][1] == ["jd"]
    assert {"taobao-2021", "jd-2021"} <= {one.code for one in client.agreements()}
    versions = client.agreement("jd-2021").versions
    assert [clause.id for clause in versions[1].clauses] == ["3.1", "3.2"]
    assert parse_terms(client.form()).time_zone == "Asia/Shanghai"
    (cut_over,) = client.coming(start=END, until=END + MICROSECOND)
    assert len(cut_over.changes) == 12
    explained = client.explanation(link=TAOBAO, surface="live_cart", as_of=END)
    assert "taobao-2021" in explained.explanation.zh


def test_a_cart_from_its_opening_to_its_last_entry(client: Client) -> None:
    client.open_creator(code="of-the-client", name="客户端")
    assert "of-the-client" in {one.code for one in client.creators()}
    client.open_cart(code="client-1", creator="of-the-client", surface="video_cart")
    assert [one.code for one in client.carts(creator="of-the-client")] == ["client-1"]
    client.start_session("client-1")
    jd = client.hang("client-1", text=JD, title="耳机")
    own = client.hang("client-1", product="KS-1")
    with pytest.raises(Refused) as refused:
        client.hang("client-1", text=TAOBAO)
    problem = refused.value.problem
    assert (problem.status, problem.code) == (409, "not-granted")
    assert problem.decision is not None
    assert problem.decision.reason == "no_agreement"
    client.reorder("client-1", [own.id, jd.id])
    client.pin("client-1", own.id)
    page = client.cart("client-1")
    assert [(one.id, one.pinned) for one in page.entries] == [(own.id, True), (jd.id, False)]
    assert page.on_air_since is not None
    client.pin("client-1", None)
    taken = client.take_down(jd.id, "卖完了")
    assert (client.entry(jd.id).status, taken.ended_why) == ("taken_down", "卖完了")
    assert taken.ended_at is not None
    past = client.cart("client-1", as_of=taken.ended_at - MICROSECOND)
    assert {one.id for one in past.entries} == {jd.id, own.id}
    loaded = client.load([{"cart": "client-1", "text": text} for text in (JD, TAOBAO, "？")])
    assert (loaded.hung, loaded.in_review, [one.row for one in loaded.refused]) == (1, 1, [1])
    waiting = next(one for one in client.review() if one.cart == "client-1")
    assert client.refuse(waiting.id, "不是链接").status == "refused"
    second = client.hang("client-1", text="还是看不懂")
    assert client.name_marketplace(second.id, "jd", "17").status == "hung"
    assert client.end_session("client-1").ended_at is not None
    assert page.at < now()


def test_limits(client: Client) -> None:
    client.set_limit("note", 20, creator_group="stars")
    assert [(one.surface, one.creator_group, one.most_entries) for one in client.limits()] == [
        ("note", "stars", 20)
    ]
    client.set_limit("note", None, creator_group="stars")
    assert client.limits() == []


def test_a_key_that_is_none_is_refused(address: str) -> None:
    with Client(address, "yc_none_none") as client, pytest.raises(Refused) as refused:
        client.surfaces()
    assert refused.value.problem.code == "key-unknown"


def test_a_write_whose_answer_was_lost_is_sent_again_and_done_once(address: str, key: str) -> None:
    sent = []

    class Losing(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            answer = super().handle_request(request)
            sent.append(request.headers["Idempotency-Key"])
            if len(sent) == 1:
                answer.read()
                raise httpx.ReadError("the connection is gone", request=request)
            return answer

    http = httpx.Client(base_url=address, transport=Losing())
    with Client(address, key, http=http) as client:
        assert client.open_creator(code="sent-twice", name="两次").code == "sent-twice"
    assert sent[0] == sent[1]


def test_the_pages_about_the_api_need_no_key(address: str) -> None:
    document = httpx.get(f"{address}/api/v1/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    page = httpx.get(f"{address}/api/v1/docs")
    assert page.status_code == 200
    assert "//cdn" not in page.text
