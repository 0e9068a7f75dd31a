"""Each thing that lint finds, with where it stands, and papers in which it finds nothing."""

import random
from dataclasses import replace
from itertools import product

import pytest

from tests.terms.papers import AGREEMENT, GRANT, PLATFORM, on, papers
from tests.terms.random_terms import CATEGORIES, CREATOR_GROUPS, random_terms
from yellowcart.kit.period import Period
from yellowcart.terms import (
    Agreement,
    Clause,
    Conditions,
    Effect,
    HouseRule,
    Partner,
    Surface,
    Terms,
    Wording,
    parse_terms,
)
from yellowcart.terms.lint import Finding, lint

RENEWAL = """\
[[agreement]]
code = "jd-2022"
partner = "jd-alliance"
version = 1
known = 2022-02-01T00:00:00+08:00
from = 2022-03-01T00:00:00+08:00
renews = "jd-2021"

[[agreement.clause]]
id = "1"
effect = "grant"
surfaces = ["*"]
"""
RULE = """\
[[house_rule]]
code = "quiet"
effect = "forbid"
partners = ["*"]
known = 2021-05-01T00:00:00+08:00
from = 2021-06-01T00:00:00+08:00
"""


JD = '[[partner]]\ncode = "jd"\nname = { zh = "京东", en = "JD" }\n'


def the_one(*added: str) -> Finding:
    (finding,) = lint(papers(*added))
    return finding


def line_of(finding: Finding, *added: str) -> str:
    """The line of the papers that the finding points to."""
    assert finding.line is not None
    return "\n".join((PLATFORM, *added)).split("\n")[finding.line - 1]


def test_nothing_is_found_in_papers_that_are_in_order() -> None:
    assert lint(papers(AGREEMENT, GRANT, RENEWAL, RULE + 'kinds = ["goods"]'), {"jd"}) == []
    assert lint(papers()) == []


def test_agreements_of_one_partner_that_overlap() -> None:
    early = RENEWAL.replace("from = 2022-03-01", "from = 2022-02-22")
    found = the_one(AGREEMENT, GRANT, early)
    assert (found.code, found.severity, found.agreement) == (
        "agreements-overlap",
        "error",
        "jd-2022",
    )
    assert line_of(found, AGREEMENT, GRANT, early) == "from = 2022-02-22T00:00:00+08:00"
    assert found.message == Wording(
        "京东联盟的协议 jd-2021 与 jd-2022 自 2022-02-22 00:00:00 起重叠",
        "jd-2021 and jd-2022, agreements of JD Alliance, overlap from 2022-02-22 00:00:00",
    )


def test_an_overlap_with_an_agreement_that_began_long_before() -> None:
    def agreement(code: str, start: str, until: str | None) -> Agreement:
        period = Period(on(start), None if until is None else on(until))
        return Agreement(code, "jd-alliance", on("2020-01-01"), period)

    terms = Terms(
        partners=(Partner("jd-alliance", Wording("京东联盟", "JD Alliance")),),
        agreements=(
            agreement("ten-years", "2021-01-01", "2031-01-01"),
            agreement("short", "2022-01-01", "2023-01-01"),
            agreement("late", "2024-01-01", None),
            agreement("later", "2032-01-01", "2033-01-01"),
        ),
    )
    assert [(one.code, one.agreement, one.line) for one in lint(terms)] == [
        ("agreements-overlap", "short", None),
        ("agreements-overlap", "late", None),
        ("agreements-overlap", "later", None),
    ]


def test_a_gap_before_a_renewal() -> None:
    late = RENEWAL.replace("from = 2022-03-01", "from = 2022-03-15")
    found = the_one(AGREEMENT, GRANT, late)
    assert (found.code, found.severity, found.agreement) == ("coverage-gap", "warning", "jd-2022")
    assert line_of(found, AGREEMENT, GRANT, late) == "from = 2022-03-15T00:00:00+08:00"
    assert "终止，续签的 jd-2022 到 2022-03-15 00:00:00 才开始" in found.message.zh
    assert "ends at 2022-03-01 00:00:00 and its renewal jd-2022 begins at" in found.message.en


@pytest.mark.parametrize(
    "instant",
    [
        "until = 2022-04-01T00:00:00+08:00",
        "from = 2021-02-28T00:00:00+08:00",
    ],
)
def test_a_clause_that_reaches_outside_its_agreement(instant: str) -> None:
    found = the_one(AGREEMENT, GRANT, instant)
    assert (found.code, found.severity) == ("clause-outside-agreement", "error")
    assert (found.agreement, found.clause) == ("jd-2021", "1")
    assert line_of(found, AGREEMENT, GRANT, instant) == instant
    assert "自 2021-03-01 00:00:00 起，至 2022-03-01 00:00:00 止" in found.message.zh
    assert "from 2021-03-01 00:00:00 until 2022-03-01 00:00:00" in found.message.en


@pytest.mark.parametrize(
    ("start", "until"), [("2022-03-01", "2022-06-01"), ("2021-01-01", "2021-03-01")]
)
def test_a_clause_wholly_outside_its_agreement_never_applies_either(start: str, until: str) -> None:
    period = f"from = {start}T00:00:00+08:00\nuntil = {until}T00:00:00+08:00"
    never, outside = lint(papers(AGREEMENT, GRANT, period))
    assert (never.code, outside.code) == ("clause-never-applies", "clause-outside-agreement")
    assert never.message == Wording(
        "第 1 条永远不会生效：其期限与协议期限没有交集",
        "clause 1 can never apply: its period shares no instant with its agreement's",
    )


def test_a_clause_that_ends_before_an_agreement_without_an_end_begins() -> None:
    open_ended = AGREEMENT.replace("until = 2022-03-01T00:00:00+08:00\n", "")
    findings = lint(papers(open_ended, GRANT, "until = 2021-03-01T00:00:00+08:00"))
    assert [one.code for one in findings] == ["clause-never-applies", "clause-outside-agreement"]
    assert findings[1].message.en.endswith("from 2021-03-01 00:00:00 without an end")


@pytest.mark.parametrize(
    ("conditions", "zh", "en"),
    [
        (
            Conditions(categories=("tobacco",), except_categories=("tobacco", "books")),
            "所列类目全部被排除",
            "every category it lists is excepted",
        ),
        (
            Conditions(creator_groups=("stars",), except_creator_groups=("stars",)),
            "所列达人分组全部被排除",
            "every creator group it lists is excepted",
        ),
    ],
)
def test_conditions_that_no_question_meets(conditions: Conditions, zh: str, en: str) -> None:
    terms = Terms(
        surfaces=(Surface("live_cart", Wording("直播间购物车", "live-room cart")),),
        partners=(Partner("jd-alliance", Wording("京东联盟", "JD Alliance")),),
        agreements=(
            Agreement(
                "jd-2021",
                "jd-alliance",
                on("2021-02-01"),
                Period(on("2021-03-01")),
                clauses=(Clause("1", Effect.GRANT, conditions),),
            ),
        ),
        house_rules=(HouseRule("quiet", conditions=conditions),),
    )
    clause, rule = lint(terms)
    assert (clause.code, clause.clause) == ("clause-never-applies", "1")
    assert clause.message == Wording(
        f"第 1 条永远不会生效：{zh}", f"clause 1 can never apply: {en}"
    )
    assert (rule.code, rule.agreement) == ("clause-never-applies", "quiet")
    assert rule.message.zh == f"平台规则 quiet 永远不会生效：{zh}"
    assert rule.message.en == f"house rule quiet can never apply: {en}"


def test_every_surface_of_none() -> None:
    clause, rule = lint(parse_terms(AGREEMENT.replace("jd-alliance", "jd") + GRANT + JD + RULE))
    assert clause.message.en == "clause 1 can never apply: no surface is left to it"
    assert rule.message.zh == "平台规则 quiet 永远不会生效：没有剩下任何发布位置"


FORBID = """\
[[agreement.clause]]
id = "9"
effect = "forbid"
surfaces = ["live_cart", "video_cart"]
"""


@pytest.mark.parametrize(
    ("grant", "forbid"),
    [
        ("", ""),
        ('kinds = ["goods"]', 'kinds = ["goods"]'),
        ('categories = ["books"]', ""),
        ('categories = ["books"]', 'categories = ["books", "maps"]'),
        ('categories = ["books"]', 'except_categories = ["maps"]'),
        ('except_categories = ["maps", "books"]', 'except_categories = ["maps"]'),
        ('creator_groups = ["stars"]', 'creator_groups = ["stars"]'),
        ("from = 2021-06-01T00:00:00+08:00", "from = 2021-06-01T00:00:00+08:00"),
    ],
)
def test_a_grant_that_a_forbid_covers_wholly(grant: str, forbid: str) -> None:
    found = the_one(AGREEMENT, GRANT + grant, FORBID + forbid)
    assert (found.code, found.severity, found.clause) == ("clause-never-applies", "error", "1")
    assert found.message == Wording(
        "第 1 条永远不会生效：它允许的一切都被协议 jd-2021 第 9 条禁止",
        "clause 1 can never apply: clause 9 of jd-2021 forbids all that it grants",
    )


@pytest.mark.parametrize(
    ("grant", "forbid", "rule"),
    [
        ("", 'kinds = ["goods"]', 'kinds = ["services"]'),
        ("", "until = 2021-06-01T00:00:00+08:00", ""),
        ('categories = ["books", "maps"]', 'categories = ["books"]', 'categories = ["maps"]'),
        ("", 'except_creator_groups = ["stars"]', 'creator_groups = ["stars"]'),
    ],
)
def test_a_grant_that_forbids_cover_together(grant: str, forbid: str, rule: str) -> None:
    known = RULE.replace("known = 2021-05-01", "known = 2021-01-01")
    if rule:
        known = known.replace("from = 2021-06-01T00:00:00+08:00\n", "")
    found = next(
        one
        for one in lint(papers(AGREEMENT, GRANT + grant, FORBID + forbid, known + rule))
        if one.code == "clause-never-applies"
    )
    assert (found.severity, found.clause) == ("error", "1")
    assert found.message.zh.endswith("共同禁止")
    assert found.message.en.startswith("clause 1 can never apply: ")
    assert "house rule quiet" in found.message.en
    assert "clause 9 of jd-2021" in found.message.en
    assert found.message.en.endswith(" together forbid all that it grants")


def test_what_lint_calls_shadowed_grants_nothing_and_nothing_else_does() -> None:
    """Against the answers of random terms in which that grant is the only one."""
    draw, shadowed = random.Random(2022), 0
    for _ in range(60):
        terms = random_terms(draw)
        table = terms.table()
        never = {
            (one.agreement, one.clause)
            for one in lint(terms)
            if one.code == "clause-never-applies" and one.message.en.endswith("all that it grants")
        }
        declared = {partner.code for partner in terms.partners}
        for agreement in table.agreements:
            for clause in agreement.clauses:
                if clause.effect is Effect.FORBID or agreement.partner not in declared:
                    continue
                alone = replace(
                    terms, agreements=_with_only(table.agreements, (agreement.code, clause.id))
                ).table()
                grants = any(
                    answer.verdict == "allow"
                    for cell in alone.cells()
                    for of in product((None, *CATEGORIES), (None, *CREATOR_GROUPS))
                    for _, answer in alone.timeline(*cell, *of)
                )
                if (agreement.code, clause.id) in never:
                    assert not grants
                    shadowed += 1
                else:
                    assert grants or _meets_nothing(terms, agreement.code, clause.id)
    assert shadowed > 20


def _with_only(agreements: tuple[Agreement, ...], grant: tuple[str, str]) -> tuple[Agreement, ...]:
    """The same agreements without any other grant."""
    return tuple(
        replace(
            one,
            clauses=tuple(
                clause
                for clause in one.clauses
                if clause.effect is Effect.FORBID or (one.code, clause.id) == grant
            ),
        )
        for one in agreements
    )


def _meets_nothing(terms: Terms, agreement: str, clause: str) -> bool:
    """Whether lint says so for another reason than a forbid."""
    return any(
        (one.code, one.agreement, one.clause) == ("clause-never-applies", agreement, clause)
        for one in lint(terms)
    )


@pytest.mark.parametrize(
    ("grant", "forbid"),
    [
        ("", 'kinds = ["goods"]'),
        ("", 'categories = ["books"]'),
        ("", 'except_categories = ["books"]'),
        ('categories = ["books", "maps"]', 'categories = ["books"]'),
        ('categories = ["books", "maps"]', 'except_categories = ["maps"]'),
        ("", 'creator_groups = ["stars"]'),
        ("", "from = 2021-06-01T00:00:00+08:00"),
        ("", "until = 2021-06-01T00:00:00+08:00"),
    ],
)
def test_a_grant_that_keeps_something_is_in_order(grant: str, forbid: str) -> None:
    assert lint(papers(AGREEMENT, GRANT + grant, FORBID + forbid)) == []


def test_a_grant_that_a_house_rule_covers_wholly() -> None:
    rule = RULE.replace("from = 2021-06-01T00:00:00+08:00\n", "").replace(
        "2021-05-01", "2020-01-01"
    )
    codes = {one.code: one for one in lint(papers(AGREEMENT, GRANT, rule))}
    assert codes["clause-never-applies"].message.zh.endswith("都被平台规则 quiet 禁止")
    elsewhere = rule.replace('partners = ["*"]', 'partners = ["taobao-alliance"]')
    assert {one.code for one in lint(papers(AGREEMENT, GRANT, elsewhere))} == {
        "retroactive",
        "unknown-code",
    }


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        (
            'partner = "jd-alliance"',
            'partner = "jd-alliances"',
            Wording(
                "没有登记合作方“jd-alliances”，是否指“jd-alliance”？",
                "no partner “jd-alliances” is known; did you mean “jd-alliance”?",
            ),
        ),
        (
            'surfaces = ["*"]',
            'surfaces = ["live_card"]',
            Wording(
                "没有登记发布位置“live_card”，是否指“live_cart”？",
                "no surface “live_card” is known; did you mean “live_cart”?",
            ),
        ),
        (
            'renews = "jd-2021"',
            'renews = "taobao"',
            Wording(
                "没有登记该合作方的协议“taobao”", "no agreement of this partner “taobao” is known"
            ),
        ),
    ],
)
def test_a_code_that_nobody_declares(right: str, wrong: str, message: Wording) -> None:
    renewal = RENEWAL.replace(right, wrong)
    found = the_one(AGREEMENT, GRANT, renewal)
    assert (found.code, found.severity, found.agreement) == ("unknown-code", "error", "jd-2022")
    assert line_of(found, AGREEMENT, GRANT, renewal) == wrong
    assert found.message == message


def test_a_house_rule_of_an_unknown_partner() -> None:
    rule = RULE.replace('partners = ["*"]', 'partners = ["jd-alliance", "vip"]')
    found = the_one(AGREEMENT, GRANT, rule)
    assert (found.code, found.agreement, found.clause) == ("unknown-code", "quiet", None)
    assert line_of(found, AGREEMENT, GRANT, rule) == 'partners = ["jd-alliance", "vip"]'


def test_a_marketplace_that_links_cannot_have() -> None:
    (found,) = lint(papers(AGREEMENT, GRANT), {"jdd", "taobao"})
    assert (found.code, found.agreement) == ("unknown-code", None)
    assert line_of(found) == 'marketplaces = ["jd"]'
    assert found.message.en == "no marketplace “jd” is known; did you mean “jdd”?"


def test_an_agreement_known_after_it_began() -> None:
    late = AGREEMENT.replace("known = 2021-02-01", "known = 2021-03-02")
    found = the_one(late, GRANT)
    assert (found.code, found.severity, found.agreement) == ("retroactive", "warning", "jd-2021")
    assert line_of(found, late, GRANT) == "known = 2021-03-02T00:00:00+08:00"
    assert found.message == Wording(
        "jd-2021（第 1 版）自 2021-03-01 00:00:00 起生效，却到 2021-03-02 00:00:00 才获知，"
        "对此前的发布有追溯力",
        "jd-2021 (version 1) has been in force from 2021-03-01 00:00:00 but was not known until"
        " 2021-03-02 00:00:00; it changes what held before",
    )


def amendment(known: str, clause_until: str) -> str:
    """Version 2 of the agreement, by which everything closes at an instant of its own."""
    changed = AGREEMENT.replace("version = 1", "version = 2").replace("2021-02-01", known)
    return f"{changed}\n{GRANT}until = {clause_until}T00:00:00+08:00\n"


def test_an_amendment_is_retroactive_only_if_it_changes_what_was() -> None:
    assert lint(papers(AGREEMENT, GRANT, amendment("2021-08-01", "2021-09-01"))) == []
    found = the_one(AGREEMENT, GRANT, amendment("2021-08-01", "2021-07-01"))
    assert (found.code, found.agreement) == ("retroactive", "jd-2021")
    assert found.message.en.startswith("jd-2021 (version 2) has been in force from 2021-03-01")


def test_an_amendment_that_begins_on_the_day_of_the_change_takes_the_past_away() -> None:
    """Version 2 as people type it: `from` is the day from which less is granted."""
    first = AGREEMENT.replace("until = 2022-03-01T00:00:00+08:00\n", "")
    second = first.replace("version = 1", "version = 2").replace("2021-02-01", "2022-02-21")
    less = GRANT.replace('"*"', '"video_cart"')
    typed = second.replace("from = 2021-03-01", "from = 2022-03-01")
    found = the_one(first, GRANT, typed, less)
    assert (found.code, found.severity, found.agreement) == ("retroactive", "error", "jd-2021")
    assert line_of(found, first, GRANT, typed, less) == "from = 2022-03-01T00:00:00+08:00"
    assert found.message == Wording(
        "jd-2021 第 2 版自 2022-03-01 00:00:00 起，第 1 版对此前的约定因此全部失效；"
        "from 应沿用第 1 版的",
        "version 2 of jd-2021 begins at 2022-03-01 00:00:00, so what version 1 said of the time"
        " before is gone; keep version 1's `from`",
    )
    ending = GRANT.replace('id = "1"', 'id = "2"') + "until = 2022-03-01T00:00:00+08:00\n"
    assert lint(papers(first, GRANT, second, less, ending)) == []


def test_of_two_versions_that_came_together_the_one_that_counts_takes_the_past_away() -> None:
    second = AGREEMENT.replace("version = 1", "version = 2").replace("2021-02-01", "2021-08-01")
    second = second.replace("from = 2021-03-01", "from = 2021-09-01")
    third = second.replace("version = 2", "version = 3")
    findings = lint(papers(AGREEMENT, GRANT, second, GRANT, third, GRANT))
    assert [one.code for one in findings] == ["version-never-counts", "retroactive"]
    assert findings[1].message.en.startswith("version 3 of jd-2021 begins at")
    assert "what version 1 said" in findings[1].message.en


def test_an_amendment_that_puts_off_what_has_not_begun_is_in_order() -> None:
    later = AGREEMENT.replace("version = 1", "version = 2")
    later = later.replace("known = 2021-02-01", "known = 2021-02-10")
    later = later.replace("from = 2021-03-01", "from = 2021-04-01")
    assert lint(papers(AGREEMENT, GRANT, later, GRANT)) == []


def test_a_house_rule_whose_amendment_forgets_what_was_forbidden() -> None:
    later = RULE.replace("effect", "version = 2\neffect", 1).replace("2021-05-01", "2021-08-01")
    later = later.replace("from = 2021-06-01", "from = 2021-09-01")
    found = the_one(AGREEMENT, GRANT, RULE, later)
    assert (found.code, found.severity, found.agreement) == ("retroactive", "error", "quiet")


def test_an_amendment_is_not_blamed_for_what_became_known_with_it() -> None:
    """A late agreement of the same partner, filed at the instant of a harmless amendment."""
    terms = papers(
        AGREEMENT, GRANT.replace("*", "video_cart"), AGREEMENT.replace("jd-2021", "jd-live"), GRANT
    )
    old, late = terms.agreements
    known = on("2021-08-01")
    both = (old, replace(old, version=2, known=known), replace(late, known=known))
    findings = lint(replace(terms, agreements=both))
    assert [(one.code, one.agreement) for one in findings] == [
        ("agreements-overlap", "jd-live"),
        ("retroactive", "jd-live"),
    ]


def test_an_amendment_that_takes_an_agreement_from_its_partner() -> None:
    taobao = '[[partner]]\ncode = "taobao"\nname = { zh = "淘宝", en = "Taobao" }\n'
    moved = AGREEMENT.replace("version = 1", "version = 2").replace("2021-02-01", "2021-08-01")
    moved = moved.replace('partner = "jd-alliance"', 'partner = "taobao"')
    found = lint(parse_terms("\n".join((PLATFORM, taobao, AGREEMENT, GRANT, moved))))
    assert [(one.code, one.agreement) for one in found] == [("retroactive", "jd-2021")]


@pytest.mark.parametrize(
    ("known", "said"),
    [("2021-01-01", "2021-01-01 00:00:00"), ("2021-02-01", "2021-02-01 00:00:00")],
)
def test_a_version_that_came_no_earlier_than_a_higher_one(known: str, said: str) -> None:
    second = AGREEMENT.replace("version = 1", "version = 2").replace("2021-02-01", known)
    found = the_one(AGREEMENT, GRANT, second, GRANT)
    assert (found.code, found.severity, found.agreement) == (
        "version-never-counts",
        "error",
        "jd-2021",
    )
    assert line_of(found, AGREEMENT, GRANT) == "known = 2021-02-01T00:00:00+08:00"
    assert found.message == Wording(
        f"jd-2021 第 1 版从不适用：第 2 版自 {said} 起已获知，不比它晚",
        f"version 1 of jd-2021 never counts: version 2 was known from {said}, no later than it",
    )


def test_a_house_rule_amended_without_saying_when_it_became_known() -> None:
    always = RULE.replace("known = 2021-05-01T00:00:00+08:00\n", "")
    second = always.replace("effect", "version = 2\neffect", 1)
    found = the_one(AGREEMENT, GRANT, always, second)
    assert found.code == "version-never-counts"
    assert found.message == Wording(
        "quiet 第 1 版从不适用：第 2 版一直已获知，不比它晚",
        "version 1 of quiet never counts: version 2 was always known, no later than it",
    )


def test_a_house_rule_without_a_beginning_is_retroactive_if_it_was_ever_unknown() -> None:
    rule = RULE.replace("from = 2021-06-01T00:00:00+08:00", "until = 2021-06-01T00:00:00+08:00")
    found = the_one(AGREEMENT, GRANT, rule)
    assert (found.code, found.agreement) == ("retroactive", "quiet")
    assert found.message.zh.startswith("quiet（第 1 版）一直生效，却到 2021-05-01")
    assert found.message.en.startswith("quiet (version 1) has been in force always but was")


@pytest.mark.parametrize(
    ("known", "zh", "en"),
    [
        ("2021-08-31", "1 天 0 小时", "1 day and 0 hours"),
        ("2021-08-25T00:00:01", "6 天 23 小时", "6 days and 23 hours"),
    ],
)
def test_a_closing_with_less_notice_than_the_law_asks(known: str, zh: str, en: str) -> None:
    late = amendment("2021-02-01", "2021-09-01").replace(
        "known = 2021-02-01T00:00:00", f"known = {known}" + ("" if "T" in known else "T00:00:00")
    )
    found = the_one(AGREEMENT, GRANT, late)
    assert (found.code, found.severity, found.agreement) == ("short-notice", "error", "jd-2021")
    assert found.clause == "1"
    assert line_of(found, AGREEMENT, GRANT, late).startswith(f"known = {known}")
    assert f"提前 {zh}，不足《电子商务法》第三十四条的 7 天" in found.message.zh
    assert f"{en} ahead, less than the 7 days of the E-Commerce Law, article 34" in found.message.en


def test_seven_days_are_enough_unless_more_were_agreed() -> None:
    on_time = amendment("2021-08-25", "2021-09-01")
    assert lint(papers(AGREEMENT, GRANT, on_time)) == []
    agreed = on_time.replace("version = 2", "version = 2\nnotice_days = 20")
    found = the_one(AGREEMENT, GRANT, agreed)
    assert (found.code, found.severity) == ("short-notice", "warning")
    assert found.message.zh.endswith("提前 7 天 0 小时，不足约定的 20 天")
    assert found.message.en.endswith("7 days and 0 hours ahead, less than the 20 days agreed")


def test_an_amendment_cannot_drop_the_notice_that_was_agreed() -> None:
    agreed = AGREEMENT.replace("version = 1", "version = 1\nnotice_days = 20")
    found = the_one(agreed, GRANT, amendment("2021-08-25", "2021-09-01"))
    assert (found.code, found.severity, found.agreement) == ("short-notice", "warning", "jd-2021")
    assert found.message.en.endswith("7 days and 0 hours ahead, less than the 20 days agreed")
    assert lint(papers(agreed, GRANT, amendment("2021-08-01", "2021-09-01"))) == []


def test_the_notice_agreed_later_binds_no_change_known_before() -> None:
    later = amendment("2021-08-26", "2021-09-01").replace("version = 2", "version = 3")
    later = later.replace("version = 3", "version = 3\nnotice_days = 60")
    assert lint(papers(AGREEMENT, GRANT, amendment("2021-08-20", "2021-09-01"), later)) == []


def test_a_house_rule_keeps_the_notice_of_what_it_closes() -> None:
    agreed = AGREEMENT.replace("version = 1", "version = 1\nnotice_days = 40")
    assert lint(papers(AGREEMENT, GRANT, RULE)) == []
    found = the_one(agreed.replace("2021-02-01", "2021-01-01"), GRANT, RULE)
    assert (found.code, found.severity, found.agreement) == ("short-notice", "warning", "quiet")
    assert found.message.en.endswith("31 days and 0 hours ahead, less than the 40 days agreed")


def test_an_opening_on_short_notice_is_only_a_warning() -> None:
    late = AGREEMENT.replace("known = 2021-02-01", "known = 2021-02-28")
    found = the_one(late, GRANT)
    assert (found.code, found.severity, found.clause) == ("short-notice", "warning", "1")


def test_a_house_rule_on_short_notice() -> None:
    rule = RULE.replace("known = 2021-05-01", "known = 2021-05-30")
    found = the_one(AGREEMENT, GRANT, rule)
    assert (found.code, found.severity) == ("short-notice", "error")
    assert (found.agreement, found.clause) == ("quiet", None)


def test_an_end_that_was_known_from_the_beginning_needs_no_notice() -> None:
    forever = HouseRule("quiet", until=on("2021-06-01"))
    terms = papers(AGREEMENT, GRANT)
    assert lint(Terms(terms.surfaces, terms.partners, terms.agreements, (forever,))) == []


def test_what_is_known_is_asked_of_the_version_that_left_the_partner_too() -> None:
    taobao = '[[partner]]\ncode = "taobao"\nname = { zh = "淘宝", en = "Taobao" }\n'
    moved = AGREEMENT.replace("version = 1", "version = 2").replace("2021-02-01", "2021-08-01")
    moved = moved.replace('partner = "jd-alliance"', 'partner = "taobao"')
    found = lint(parse_terms("\n".join((PLATFORM, taobao, AGREEMENT, GRANT, moved, GRANT))))
    assert [(one.code, one.agreement) for one in found] == [("retroactive", "jd-2021")]


def test_short_notice_is_that_of_what_made_it_known_though_it_is_anothers() -> None:
    """A forbid of the one partner's agreement goes over to the other's, two days ahead."""
    taobao = '[[partner]]\ncode = "taobao"\nname = { zh = "淘宝", en = "Taobao" }\n'
    moved = AGREEMENT.replace("version = 1", "version = 2").replace("2021-02-01", "2021-05-30")
    moved = moved.replace('partner = "jd-alliance"', 'partner = "taobao"')
    grant = RENEWAL.replace("2022-02-01", "2021-02-01").replace("2022-03-01", "2021-06-01")
    grant = grant.replace('renews = "jd-2021"\n', "")
    text = (PLATFORM, taobao, AGREEMENT, FORBID, moved, FORBID, grant)
    (found,) = lint(parse_terms("\n".join(text)))
    assert (found.code, found.agreement, found.clause) == ("short-notice", "jd-2021", None)
    assert "links of JD Alliance change at 2021-06-01 00:00:00" in found.message.en


def test_what_was_known_at_the_beginning_of_the_calendar_was_always_known() -> None:
    first = RULE.replace("2021-05-01T00:00:00+08:00", "0001-01-01T00:00:00Z")
    second = first.replace("effect", "version = 2\neffect", 1) + 'kinds = ["goods"]'
    found = the_one(AGREEMENT, GRANT, first, second)
    assert (found.code, found.agreement) == ("version-never-counts", "quiet")


def test_notice_to_the_end_of_the_calendar() -> None:
    text = AGREEMENT.replace("2021-02-01T00:00:00+08:00", "9999-12-30T00:00:00Z")
    text = text.replace("2021-03-01T00:00:00+08:00", "9999-12-31T00:00:00Z")
    text = text.replace("until = 2022-03-01T00:00:00+08:00", f"notice_days = {10**12}")
    found = the_one(text, GRANT)
    assert (found.code, found.severity) == ("short-notice", "warning")
    assert found.message.en.endswith(
        "1 day and 0 hours ahead, less than the 1000000000000 days agreed"
    )


def test_a_finding_prints_itself() -> None:
    late = AGREEMENT.replace("known = 2021-02-01", "known = 2021-03-02")
    found = the_one(late, GRANT)
    assert found.to_json("zh") == {
        "code": "retroactive",
        "severity": "warning",
        "line": found.line,
        "agreement": "jd-2021",
        "clause": None,
        "message": found.message.zh,
    }
    assert found.to_json()["message"] == found.message.en
