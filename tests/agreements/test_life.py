from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction

from tests.agreements.conftest import CUT_OVER, example
from yellowcart.agreements.actions import (
    amend,
    approve,
    draft_agreement,
    draft_house_rule,
    drop,
    edit_draft,
    import_terms,
    reject,
    renew,
    submit,
    terminate_early,
)
from yellowcart.agreements.errors import (
    AgreementsOverlap,
    CodeTaken,
    DraftedAlready,
    EndsTooLate,
    NeedsSecondPerson,
    NoObjection,
    UnknownAgreement,
    WrongStep,
)
from yellowcart.agreements.models import AgreementVersion, Clause
from yellowcart.agreements.queries import preview, revision, terms_on_file
from yellowcart.kit.errors import YellowcartError
from yellowcart.kit.period import Period
from yellowcart.parties.actions import add_person
from yellowcart.parties.clock import database_now
from yellowcart.parties.errors import NotPermitted
from yellowcart.parties.models import AuditRecord, Person, Role
from yellowcart.terms import Agreement, Conditions, HouseRule, Terms, Verdict

SECOND = timedelta(seconds=1)


def taobao_2022(kuaishou: Terms) -> Agreement:
    before = next(one for one in kuaishou.agreements if one.code == "taobao-2021")
    return replace(before, code="taobao-2022", renews="taobao-2021", period=Period(CUT_OVER))


def jd(kuaishou: Terms) -> Agreement:
    agreement = kuaishou.table().agreement("jd-2021")
    assert agreement is not None
    return agreement


def brought_into_force(
    clerk: Person, counsel: Person, version: AgreementVersion
) -> AgreementVersion:
    submit(by=clerk, version=version)
    approve(by=counsel, version=version)
    version.refresh_from_db()
    return version


def test_an_amendment_holds_from_its_approval_on(
    kuaishou: Terms, clerk: Person, counsel: Person
) -> None:
    table = kuaishou.table()
    closed = "jd-alliance", "live_cart", "goods", CUT_OVER
    assert table.decide(*closed).verdict is Verdict.DENY
    first = next(one for one in kuaishou.agreements if one.code == "jd-2021")
    version = amend(by=clerk, value=replace(jd(kuaishou), clauses=first.clauses))
    assert terms_on_file() == kuaishou
    submit(by=clerk, version=version)
    assert terms_on_file() == kuaishou
    start = database_now()
    approve(by=counsel, version=version)
    on_file = terms_on_file()
    decision = on_file.table().decide(*closed)
    assert (decision.verdict, decision.version) == (Verdict.ALLOW, 3)
    known = on_file.agreements[-1].known
    assert start <= known <= database_now()
    just_before = known - timedelta(microseconds=1)
    assert on_file.table(just_before).decide(*closed).verdict is Verdict.DENY
    assert on_file.table(known).decide(*closed).verdict is Verdict.ALLOW


def test_every_step_is_on_record(kuaishou: Terms, clerk: Person, counsel: Person) -> None:
    records = AuditRecord.objects.count()
    brought_into_force(clerk, counsel, renew(by=clerk, value=taobao_2022(kuaishou)))
    steps = AuditRecord.objects.order_by("number")[records:]
    assert [(one.what, one.by, one.after and one.after["status"]) for one in steps] == [
        ("agreement.drafted", clerk, "draft"),
        ("agreement.submitted", clerk, "submitted"),
        ("agreement.in_force", counsel, "in_force"),
    ]


def test_an_early_end_ends_its_clauses_too(kuaishou: Terms, clerk: Person, counsel: Person) -> None:
    until = CUT_OVER + timedelta(days=30)
    version = terminate_early(by=clerk, code="jd-2021", until=until)
    brought_into_force(clerk, counsel, version)
    table = terms_on_file().table()
    cell = "jd-alliance", "video_cart", "goods"
    assert table.decide(*cell, until - SECOND).verdict is Verdict.ALLOW
    assert table.decide(*cell, until).verdict is Verdict.DENY


def test_a_house_rule_takes_the_same_steps(kuaishou: Terms, clerk: Person, counsel: Person) -> None:
    rule = HouseRule("no-outside-links", ("jd-alliance",), Conditions(surfaces=("video_cart",)))
    version = draft_house_rule(by=clerk, value=rule)
    submit(by=clerk, version=version)
    approve(by=counsel, version=version)
    (on_file,) = terms_on_file().house_rules
    assert on_file.known is not None
    assert on_file == replace(rule, known=on_file.known)
    with pytest.raises(DatabaseError), transaction.atomic():
        type(version).objects.filter(pk=version.pk).update(partners=["*"])


def test_a_rejected_version_says_why_and_another_may_follow(
    kuaishou: Terms, clerk: Person, counsel: Person
) -> None:
    version = amend(by=clerk, value=jd(kuaishou))
    submit(by=clerk, version=version)
    reject(by=counsel, version=version, objection=" 日期有误 ")
    version.refresh_from_db()
    assert (version.status, version.objection, version.decided_by) == (
        "rejected", "日期有误", counsel,
    )  # fmt: skip
    assert terms_on_file() == kuaishou
    assert amend(by=clerk, value=jd(kuaishou)).number == 4


def test_the_preview_of_a_house_rule_says_what_it_closes(kuaishou: Terms, clerk: Person) -> None:
    rule = HouseRule("no-jd", ("jd-alliance",), Conditions(surfaces=("video_cart",)))
    shown = preview(draft_house_rule(by=clerk, value=rule), CUT_OVER)
    closed = [(turn.partner, turn.surface, turn.kind, turn.after) for turn in shown.at_once]
    assert closed == [
        ("jd-alliance", "video_cart", kind, Verdict.DENY) for kind in ("goods", "services")
    ]
    assert (shown.coming, shown.no_longer) == ([], [])
    assert terms_on_file() == kuaishou


def test_the_preview_says_which_cells_change_and_when(kuaishou: Terms, clerk: Person) -> None:
    at = CUT_OVER - timedelta(days=5)
    shown = preview(renew(by=clerk, value=taobao_2022(kuaishou)), at)
    assert shown.at_once == []
    assert shown.coming == [
        one for one in shown.coming if one.at == CUT_OVER
    ]  # what ends at the cut-over besides Taobao's
    (no_longer,) = shown.no_longer
    assert no_longer.at == CUT_OVER
    taobao = {change.surface for change in no_longer.changes if change.partner.startswith("taobao")}
    assert taobao == {"live_cart", "video_cart", "product_page", "shop_window", "note"}
    assert {one.partner for change in shown.coming for one in change.changes} == {"jd-alliance"}
    assert "retroactive" not in {finding.code for finding in shown.findings}


def test_the_preview_says_what_changes_at_once(kuaishou: Terms, clerk: Person) -> None:
    version = amend(by=clerk, value=replace(jd(kuaishou), clauses=()))
    shown = preview(version, CUT_OVER)
    assert {(one.partner, one.before, one.after) for one in shown.at_once} == {
        ("jd-alliance", Verdict.ALLOW, Verdict.DENY)
    }
    assert {one.surface for one in shown.at_once} == {
        "video_cart", "product_page", "shop_window", "note",
    }  # fmt: skip


REFUSALS: dict[str, type[YellowcartError]] = {
    "approved by who drafted it": NeedsSecondPerson,
    "approved by who submitted it": NeedsSecondPerson,
    "rejected by who drafted it": NeedsSecondPerson,
    "approved as a draft": WrongStep,
    "submitted twice": WrongStep,
    "edited once submitted": WrongStep,
    "dropped once in force": WrongStep,
    "approved twice": WrongStep,
    "rejected without a reason": NoObjection,
    "drafted twice": DraftedAlready,
    "drafted under a code that is taken": CodeTaken,
    "amended without being there": UnknownAgreement,
    "renewed from nothing": UnknownAgreement,
    "renewed from another partner's": UnknownAgreement,
    "ended later than it ends": EndsTooLate,
    "drafted by operations": NotPermitted,
    "approved by finance": NotPermitted,
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_is_refused_writes_nothing(
    kuaishou: Terms, clerk: Person, counsel: Person, case: str
) -> None:
    other = add_person(
        by=None, username="other", password="orange-kettle-27",
        role=Role.FINANCE if "finance" in case else Role.OPERATIONS,
    )  # fmt: skip
    value = taobao_2022(kuaishou)
    version = renew(by=clerk, value=value)
    if "draft" not in case.split(" as a ")[-1] or "approved by who" in case or "rejected" in case:
        submit(by=counsel if "who submitted" in case else clerk, version=version)
    if case in ("dropped once in force", "approved twice"):
        approve(by=counsel, version=version)
    ended = datetime(2022, 3, 1, tzinfo=CUT_OVER.tzinfo)
    attempts: dict[str, Callable[[], object]] = {
        "approved by who drafted it": lambda: approve(by=clerk, version=version),
        "approved by who submitted it": lambda: approve(by=counsel, version=version),
        "rejected by who drafted it": lambda: reject(by=clerk, version=version, objection="x"),
        "approved as a draft": lambda: approve(by=counsel, version=version),
        "submitted twice": lambda: submit(by=clerk, version=version),
        "edited once submitted": lambda: edit_draft(by=clerk, version=version, value=value),
        "dropped once in force": lambda: drop(by=clerk, version=version),
        "approved twice": lambda: approve(by=counsel, version=version),
        "rejected without a reason": lambda: reject(by=counsel, version=version, objection=" "),
        "drafted twice": lambda: [amend(by=clerk, value=jd(kuaishou)) for _ in range(2)],
        "drafted under a code that is taken": lambda: draft_agreement(by=clerk, value=jd(kuaishou)),
        "amended without being there": lambda: amend(by=clerk, value=replace(value, code="x")),
        "renewed from nothing": lambda: renew(by=clerk, value=replace(value, renews=None)),
        "renewed from another partner's": lambda: renew(
            by=clerk, value=replace(value, code="x", renews="jd-2021")
        ),
        "ended later than it ends": lambda: terminate_early(
            by=clerk, code="taobao-2021", until=ended
        ),
        "drafted by operations": lambda: amend(by=other, value=jd(kuaishou)),
        "approved by finance": lambda: approve(by=other, version=version),
    }
    before = everything()
    with pytest.raises(REFUSALS[case]), transaction.atomic():
        attempts[case]()
    assert everything() == before


def everything() -> tuple[object, ...]:
    return (
        list(AgreementVersion.objects.order_by("pk").values()),
        list(Clause.objects.order_by("pk").values()),
        AuditRecord.objects.count(),
        revision(),
    )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE agreements_agreementversion SET notice_days = 1 WHERE status = 'in_force'",
        "UPDATE agreements_agreementversion SET status = 'draft' WHERE status = 'in_force'",
        "DELETE FROM agreements_agreementversion",
        "UPDATE agreements_clause SET hung = 'keep'",
        "DELETE FROM agreements_clause",
        "INSERT INTO agreements_clause (version_id, position, name, effect, hung, surfaces, kinds,"
        " categories, except_categories, creator_groups, except_creator_groups)"
        " SELECT id, 99, 'x', 'grant', 'keep', '{*}', '{*}', '{}', '{}', '{}', '{}'"
        " FROM agreements_agreementversion LIMIT 1",
        "UPDATE agreements_agreement SET partner_id = (SELECT max(id) FROM agreements_partner)",
        "UPDATE agreements_agreementversion SET status = 'in_force', known = now()"
        " WHERE status = 'draft'",
        "UPDATE agreements_agreementversion SET status = 'in_force', known = now(),"
        " imported = true, decided_by_id = submitted_by_id WHERE status = 'submitted'",
        "UPDATE agreements_agreementversion SET status = 'in_force', known = now(),"
        " decided_at = now(), decided_by_id = submitted_by_id WHERE status = 'submitted'",
        "UPDATE agreements_agreementversion SET status = 'rejected', decided_at = now(),"
        " decided_by_id = NULL, objection = 'x' WHERE status = 'submitted'",
        "UPDATE agreements_agreementversion SET notice_days = 1 WHERE status = 'submitted'",
        "UPDATE agreements_agreementversion SET counts = true",
    ],
)
def test_the_database_holds_what_was_decided(kuaishou: Terms, clerk: Person, change: str) -> None:
    amend(by=clerk, value=jd(kuaishou))
    submit(by=clerk, version=renew(by=clerk, value=taobao_2022(kuaishou)))
    before = everything()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_of_two_overlapping_agreements_approved_at_once_one_comes_into_force() -> None:
    kuaishou = example("kuaishou-2022")
    import_terms(by=None, terms=kuaishou)
    people = [
        add_person(by=None, username=name, password="orange-kettle-27", role=Role.LEGAL)
        for name in ("clerk", "counsel")
    ]
    clerk, counsel = people
    versions = []
    for code in ("one", "two"):
        version = renew(by=clerk, value=replace(taobao_2022(kuaishou), code=code))
        submit(by=clerk, version=version)
        versions.append(version)
    at_once = Barrier(2)

    def approved(version: AgreementVersion) -> str:
        at_once.wait()
        try:
            approve(by=counsel, version=version)
        except AgreementsOverlap as refused:
            return refused.code
        finally:
            connection.close()
        return "approved"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(approved, versions)) == ["agreements-overlap", "approved"]
    in_force = AgreementVersion.objects.filter(agreement__code__in=("one", "two"), counts=True)
    assert in_force.count() == 1
    assert AuditRecord.objects.filter(what="agreement.in_force").count() == 1
