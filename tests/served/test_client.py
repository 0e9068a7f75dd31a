"""The client against a server: every method, and what happens when things go wrong."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import httpx
import pytest

from tests.served.conftest import KeyOf
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


def until(is_so: Callable[[], bool]) -> None:
    """The worker does it in a moment."""
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_creators_and_whom_they_are_tied_to(client: Client) -> None:
    kinds = {one.code: one.kind for one in client.organisations()}
    assert {"merchant": "merchant", "mcn": "provider"}.items() <= kinds.items()
    client.open_creator(code="tied", name="某", merchant="merchant")
    tied = client.tie("tied", merchant=None, provider="mcn")
    assert (tied.merchant, tied.provider) == (None, "mcn")


def test_a_free_notice(client: Client) -> None:
    said = {"zh": "放假", "en": "Holidays"}
    drafted = client.draft_free_notice(title=said, text=said, audience={"people": ["operator"]})
    edited = client.edit_notice(drafted.id, text={"zh": "放假三天", "en": "Three days off"})
    assert (edited.title.zh, edited.text.en) == ("放假", "Three days off")
    sent = client.send_notice(drafted.id)
    assert sent.sent_by == "operator"
    until(lambda: client.notice(drafted.id).issues[0].delivered == 1)
    message = next(client.inbox())
    assert (message.notice, message.recipient.person) == (drafted.id, "operator")
    assert client.end_notice(drafted.id).ended_at is not None
    assert drafted.id in {one.id for one in client.notices()}


def test_a_cut_over_to_its_end(
    client: Client, address: str, key_of: KeyOf, ended: dict[str, int]
) -> None:
    key = ended["suning"]
    assert key in {one.id for one in client.cutovers(standing="in_force")}
    client.plan_cutover(key, longest_wait=timedelta(hours=1))
    found = client.cutover(key)
    assert (found.step, found.longest_wait_seconds, found.figures.entries) == ("found", 3600, 2)
    rehearsal = client.rehearse_cutover(key).id
    until(lambda: client.rehearsal(rehearsal).done_at is not None)
    assert [one.failed for one in client.rehearsals(key)] == [""]
    summary = client.rehearsal(rehearsal).summary
    assert summary is not None
    assert summary["withdrawn"] == 2
    assert client.rehearsed_withdrawals(rehearsal).startswith(b"PAR1")
    assert "<html" in client.rehearsal_report(rehearsal)

    notice = client.draft_notice(key, audience={"touched": ["creators"]}, reminders=[60])
    assert client.redraft_notice(notice.id).text == notice.text
    assert notice.period is not None
    client.announce_cutover(key, notice.id, "谈判昨夜才破裂")
    assert [one.id for one in client.notices(cutover=key)] == [notice.id]
    with Client(address, key_of("counsel")) as second:
        assert second.approve_cutover(key).step == "approved"
    until(lambda: client.cutover(key).step == "swept")
    progress = client.progress(key)
    assert (progress.withdrawn, progress.left.due) == (2, 0)
    first, last = client.restorable(key, creator="hexi")
    assert [(one.place, one.back) for one in (first, last)] == [
        (3, "not_granted"), (4, "not_granted"),
    ]  # fmt: skip
    assert client.restorable_counts(key).not_granted == 2
    assert client.restore_cutover(key) == 0

    suggested = client.suggest(first.entry, product="KS-0000001", title="同款").suggestion
    assert suggested is not None
    assert suggested.product == "KS-0000001"
    with Client(address, key_of("hexi")) as creator:
        came = creator.accept(first.entry)
        assert (came.position, came.restores) == (3, first.entry)
        withdrawal = creator.entry(first.entry).withdrawal
        assert withdrawal is not None
        assert (withdrawal.cutover, withdrawal.agreement) == (key, "suning-2025")
        until(lambda: any(one.notice == notice.id for one in creator.inbox()))
        message = next(one for one in creator.inbox() if one.notice == notice.id)
        assert creator.message(message.id).text == notice.text
        assert list(creator.message_entries(message.id)) == []  # all of it is out already
        assert creator.read_message(message.id).read_by == "hexi"
        assert creator.acknowledge_message(message.id).acknowledged_by == "hexi"

    proof = client.prove_cutover(key)
    assert [one.id for one in client.proofs(key)] == [proof.id]
    signed = client.proof(proof.id)
    assert (proof.hanging, signed.public_key) == (0, client.proof_key().public_key)
    assert client.close_cutover(key).steps.closed is not None


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
