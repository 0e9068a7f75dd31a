"""The cut-over of 1 March 2022, whole: found in the agreements, rehearsed, announced, approved,
carried out, proved, and partly taken back when a renewal is signed late.

Every step is the action that the console's buttons and the API call. The platform's clock is
moved from one scene to the next, so that every instant on record is that of the event.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import sleep
from typing import Any

from yellowcart.agreements import actions as agreements
from yellowcart.agreements.held import held
from yellowcart.agreements.queries import terms_on_file
from yellowcart.cutover import actions as cutover
from yellowcart.cutover.actions.prove import exported
from yellowcart.cutover.models import Transition
from yellowcart.cutover.queries import counts, figures, progress
from yellowcart.cutover.seal import verify
from yellowcart.demo.platform import T, agreements_file
from yellowcart.kit.clock import ahead, now, set_ahead
from yellowcart.kit.instant import parse_instant
from yellowcart.kit.period import Period
from yellowcart.notices import actions as notices
from yellowcart.notices import delivering
from yellowcart.notices.models import Notice
from yellowcart.notices.queries import counts as receipts
from yellowcart.notices.queries import period
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Person
from yellowcart.publishing.actions import hang
from yellowcart.publishing.actions.restore import Back
from yellowcart.publishing.errors import NotGranted
from yellowcart.publishing.models import Cart
from yellowcart.publishing.queries import CartPage, cart_page
from yellowcart.terms import Agreement, Clause, Table, Wording, read_terms

ROOM = "live-cart-001-1"
"""The live room that the story watches."""
TAOBAO = "https://item.taobao.com/item.htm?id=600000000001"
SIGNED = "2022-02-21T18:00:00+08:00"
ANNOUNCED = "2022-02-22T10:00:00+08:00"
RENEWED = "2022-03-03T09:00:00+08:00"
LATE = Wording(
    "京东的修订 2 月 21 日晚才签署，距生效不足七日，须立即告知。",
    "JD's amendment was signed on the evening of 21 February; those concerned must hear at once.",
)
RENEWED_ON = ("video_cart", "product_page")
"""Where Taobao's links may hang again by the renewal that the story makes up."""


@dataclass(frozen=True)
class Scene:
    """What happened, when by the platform's clock, and its figures."""

    at: datetime
    step: str
    text: Wording
    figures: dict[str, Any]


def play(language: str) -> Iterator[Scene]:
    """Plays the story on a platform that `demo.platform.fill` filled; a scene at a time."""
    people = {person.username: person for person in Person.objects.all()}
    yield from _signed(people)
    one = Transition.objects.get(at=T, source="agreements")
    yield _rehearsed(one, people["operator"])
    yield from _announced(one, people["operator"], language)
    yield _approved(one, people["counsel"])
    yield from _reminded()
    yield from _across_the_instant()
    yield _swept(one)
    yield _proved(one, people["operator"])
    yield from _taken_back(one, people)
    yield _closed(one, people["operator"])


def before_the_amendment() -> Any:
    """The agreements of the event, as they were until JD's amendment was signed."""
    terms = read_terms(agreements_file())
    kept = tuple(one for one in terms.agreements if (one.code, one.version) != ("jd-2021", 2))
    return replace(terms, agreements=kept)


def to(at: str | datetime) -> None:
    """The platform's clock goes on from that instant."""
    at = parse_instant(at) if isinstance(at, str) else at
    set_ahead(ahead() + (at - now()))


def _signed(people: dict[str, Person]) -> Iterator[Scene]:
    to(SIGNED)
    cutover.find()
    one = Transition.objects.get(at=T, source="agreements")
    before = len(one.changes)
    yield _scene(
        "found",
        "淘宝联盟协议 3 月 1 日到期：系统已从协议中找到这次切换。",
        "Taobao Alliance's agreement ends on 1 March: the transition was found in the agreements.",
        changes=before,
    )
    amendment = next(
        one
        for one in read_terms(agreements_file()).agreements
        if (one.code, one.version) == ("jd-2021", 2)
    )
    version = agreements.amend(by=people["clerk"], value=amendment)
    agreements.submit(by=people["clerk"], version=version)
    agreements.approve(by=people["counsel"], version=version)
    cutover.find()
    one.refresh_from_db()
    touched = figures(one, _table(), database_now())
    yield _scene(
        "found",
        f"法务起草、另一人批准京东联盟的修订：切换变为 {len(one.changes)} 项，"
        f"涉及 {touched.entries:,} 个条目、{touched.creators:,} 位达人，"
        f"近 30 天 GMV {_yuan(touched.gmv_30d_fen)} 元。",
        f"A clerk drafted JD Alliance's amendment, a second person approved it: now "
        f"{len(one.changes)} changes, {touched.entries:,} entries of {touched.creators:,} "
        f"creators, {_yuan(touched.gmv_30d_fen)} yuan of 30-day GMV.",
        changes=len(one.changes),
        **vars(touched),
    )


def _rehearsed(one: Transition, operator: Person) -> Scene:
    to(ANNOUNCED)
    done = cutover.run_rehearsal(cutover.rehearse(by=operator, transition=one).pk)
    assert done.summary is not None, done.failed
    withdrawn, kept = done.summary["withdrawn"], done.summary["kept"]
    return _scene(
        "rehearsed",
        f"在真实购物车上演练：{withdrawn:,} 个条目将下架，{kept:,} 个保留；除报告外什么也没写。",
        f"Rehearsed on the real carts: {withdrawn:,} entries come down, {kept:,} stay; nothing "
        "was written but the report.",
        withdrawn=withdrawn,
        kept=kept,
    )


def _announced(one: Transition, operator: Person, language: str) -> Iterator[Scene]:
    notice = notices.draft(by=operator, at=one.at, source=one.source)
    days = period(notice, _table())
    assert days is not None
    yield _scene(
        "announced",
        f"公告由变化生成，由人过目：\n{notice.text_zh}",
        f"The notice, drafted from what changes, for people to read:\n{notice.text_en}",
    )
    cutover.announce(by=operator, transition=one, notice=notice, late_why=LATE.say(language))
    _deliver(notice)
    (first,) = (row for row in receipts(notice) if row.issue.kind == "first")
    yield _scene(
        "announced",
        f"公告期须 {days.days} 天，已不足：{operator} 写明理由后发出，记录在案。"
        f"送达 {first.delivered:,} / {first.recipients:,}。",
        f"The notice period is {days.days} days, which are not left: {operator} said why, on "
        f"record, and sent it. Delivered to {first.delivered:,} of {first.recipients:,}.",
        days=days.days,
        recipients=first.recipients,
        delivered=first.delivered,
    )


def _approved(one: Transition, counsel: Person) -> Scene:
    to("2022-02-22T15:00:00+08:00")
    cutover.approve(by=counsel, transition=one)
    return _scene(
        "approved",
        f"第二人 {counsel} 批准切换。",
        f"{counsel}, a second person, approved the cut-over.",
    )


def _reminded() -> Iterator[Scene]:
    notice = Notice.objects.get(at=T, source="agreements")
    for issue in notice.issues.filter(kind="reminder").order_by("due_at"):
        to(issue.due_at + timedelta(seconds=1))
        delivering.deliver(issue.pk)
    rows = [row for row in receipts(notice) if row.issue.kind == "reminder"]
    yield _scene(
        "reminded",
        f"按期提醒 {len(rows)} 次，每次每人一条：" + "、".join(f"{r.delivered:,}" for r in rows),
        f"Reminded {len(rows)} times, each once to each: "
        + ", ".join(f"{r.delivered:,}" for r in rows),
        delivered=[row.delivered for row in rows],
    )


def _across_the_instant() -> Iterator[Scene]:
    to(T - timedelta(seconds=1.5))
    cart = Cart.objects.select_related("creator", "surface").get(code=ROOM)
    entry = hang(by=None, cart=cart, text=TAOBAO)
    before = _page()
    yield _scene(
        "instant",
        f"零点前一秒，直播间购物车展示 {len(before.served)} 个条目，淘宝链接还能挂出"
        f"（条目 {entry.pk}）。",
        f"A second before midnight the live-room cart serves {len(before.served)} entries, and "
        f"a Taobao link may still be hung (entry {entry.pk}).",
        served=len(before.served),
    )
    while database_now() < T:
        sleep(0.05)
    after = _page()
    try:
        hang(by=None, cart=cart, text=TAOBAO)
    except NotGranted as error:
        why = error.explanation
    yield _scene(
        "instant",
        f"零点：没有任何任务运行，展示变为 {len(after.served)} 个，{len(after.stopped)} 个停止。"
        f"再挂淘宝链接被拒绝：{why.zh}",
        f"Midnight: no job has run, and {len(after.served)} are served, {len(after.stopped)} have "
        f"stopped. Another Taobao link is refused: {why.en}",
        served=len(after.served),
        stopped=len(after.stopped),
    )


def _swept(one: Transition) -> Scene:
    started = database_now()
    withdrawn = cutover.sweep(one.pk)
    seconds = (database_now() - started).total_seconds()
    return _scene(
        "swept",
        f"清理：{withdrawn:,} 个条目下架，{seconds:.1f} 秒；各留原位、理由和条款。",
        f"Swept: {withdrawn:,} entries withdrawn in {seconds:.1f} s; each keeps its place, its "
        "reason and its clause.",
        withdrawn=withdrawn,
    )


def _proved(one: Transition, operator: Person) -> Scene:
    proof = cutover.prove(by=operator, transition=one)
    verify(json.loads(json.dumps(exported(proof))), proof.public_key)
    lag = proof.content["lag_milliseconds"]
    return _scene(
        "proved",
        f"另行清点：关闭处仍挂着 {proof.hanging} 个。下架距零点中位 {lag['p50']:,} 毫秒，"
        f"最长 {lag['max']:,} 毫秒。证明已签名。",
        f"Counted independently: {proof.hanging} still hang where it closed. From midnight to "
        f"withdrawn: {lag['p50']:,} ms in the median, {lag['max']:,} ms at most. Signed.",
        hanging=proof.hanging,
        lag_milliseconds=lag,
    )


def _taken_back(one: Transition, people: dict[str, Person]) -> Iterator[Scene]:
    to(RENEWED)
    before = _table().agreement("taobao-2021")
    assert before is not None
    version = agreements.renew(by=people["clerk"], value=renewal(before))
    agreements.submit(by=people["clerk"], version=version)
    agreements.approve(by=people["counsel"], version=version)
    cutover.find()
    one.refresh_from_db()
    can = counts(one, _table())
    yield _scene(
        "renewed",
        f"3 月 3 日补签淘宝续约（短视频购物车、商详页）：{can.get(Back.BACK, 0):,} 个条目可放回"
        f"原位，{can.get(Back.NOT_GRANTED, 0):,} 个仍无依据，"
        f"{can.get(Back.CART_CHANGED, 0):,} 个的购物车已由达人改动。",
        f"On 3 March a renewal with Taobao is signed, for short-video carts and product pages: "
        f"{can.get(Back.BACK, 0):,} entries can go back in their places, "
        f"{can.get(Back.NOT_GRANTED, 0):,} still have no grant, of "
        f"{can.get(Back.CART_CHANGED, 0):,} the creator has changed the cart.",
        **{str(back): number for back, number in can.items()},
    )
    restored = cutover.restore(by=people["operator"], transition=one)
    yield _scene(
        "restored",
        f"放回 {restored:,} 个条目。",
        f"Put back: {restored:,} entries.",
        restored=restored,
    )


def renewal(before: Agreement) -> Agreement:
    """Signed on 3 March, in force since the 1st: the story's own, not the event's."""
    clause: Clause = before.clauses[0]
    return replace(
        before,
        code="taobao-2022",
        version=1,
        renews=before.code,
        period=Period(T, T + timedelta(days=365)),
        clauses=(replace(clause, conditions=replace(clause.conditions, surfaces=RENEWED_ON)),),
    )


def _closed(one: Transition, operator: Person) -> Scene:
    cutover.prove(by=operator, transition=one)
    cutover.close(by=operator, transition=one)
    done = progress(one, _table(), database_now())
    return _scene(
        "closed",
        f"再清点一次后结束：共下架 {done.withdrawn:,}，放回 {done.restored:,}。",
        f"Counted once more, and closed: {done.withdrawn:,} withdrawn, {done.restored:,} put back.",
        withdrawn=done.withdrawn,
        restored=done.restored,
    )


def _deliver(notice: Notice) -> None:
    for issue in notice.issues.filter(kind="first"):
        delivering.deliver(issue.pk)


def _page() -> CartPage:
    return cart_page(ROOM, _table())


def _table() -> Table:
    held.refresh()
    return terms_on_file().table()


def _scene(step: str, zh: str, en: str, **found: Any) -> Scene:
    return Scene(database_now(), step, Wording(zh, en), found)


def _yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02}"
