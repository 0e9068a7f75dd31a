from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.agreements.conftest import NAMES, example
from yellowcart.agreements.actions import import_terms
from yellowcart.agreements.errors import (
    AgreementsOverlap,
    CodeTaken,
    ListChanged,
    PartnerChanged,
    UnknownPartner,
)
from yellowcart.agreements.models import AgreementVersion, Partner, Platform, Surface
from yellowcart.agreements.queries import revision, terms_on_file
from yellowcart.kit.clock import now
from yellowcart.kit.errors import YellowcartError
from yellowcart.kit.period import Period
from yellowcart.parties.errors import NotPermitted
from yellowcart.parties.models import AuditRecord, Person
from yellowcart.terms import Terms, Wording, parse_terms, write_terms


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_form_comes_back_as_it_was(name: str) -> None:
    terms = example(name)
    import_terms(by=None, terms=terms)
    on_file = terms_on_file()
    assert on_file == terms
    assert write_terms(on_file) == write_terms(terms)


@pytest.mark.django_db
def test_every_key_of_the_form_comes_back() -> None:
    terms = parse_terms(
        """
        time_zone = "Asia/Tokyo"
        [[surface]]
        code = "live_cart"
        name = { zh = "直播间", en = "live" }
        [[partner]]
        code = "p"
        name = { zh = "甲", en = "A" }
        marketplaces = ["vip", "jd"]
        [[agreement]]
        code = "a-1"
        partner = "p"
        version = 3
        known = 2021-02-20T10:00:00.000001+08:00
        from = 2021-03-01T00:00:00+08:00
        until = 2022-03-01T00:00:00+08:00
        notice_days = 9
        [[agreement.clause]]
        id = "b"
        effect = "grant"
        surfaces = ["live_cart"]
        kinds = ["services"]
        from = 2021-04-01T00:00:00+08:00
        until = 2021-05-01T00:00:00+08:00
        categories = ["food", "books"]
        except_creator_groups = ["new"]
        hung = "session"
        [[agreement.clause]]
        id = "a"
        effect = "forbid"
        surfaces = ["*"]
        except_categories = ["tea"]
        creator_groups = ["x"]
        hung = "keep"
        [[agreement]]
        code = "a-2"
        partner = "p"
        version = 1
        known = 2021-02-20T10:00:00+08:00
        from = 2022-03-01T00:00:00+08:00
        renews = "a-1"
        [[house_rule]]
        code = "r"
        effect = "forbid"
        partners = ["p"]
        version = 2
        from = 2021-03-01T00:00:00+08:00
        surfaces = ["live_cart"]
        kinds = ["goods"]
        categories = ["tobacco"]
        """
    )
    import_terms(by=None, terms=terms)
    assert terms_on_file() == terms


def test_a_form_taken_over_twice_is_on_file_once(kuaishou: Terms) -> None:
    versions, before = AgreementVersion.objects.count(), revision()
    import_terms(by=None, terms=kuaishou)
    assert (AgreementVersion.objects.count(), revision()) == (versions, before)
    assert AuditRecord.objects.order_by("-number")[0].after["versions"] == 0  # type: ignore[index]


def changed(terms: Terms, **changes: object) -> Terms:
    return replace(terms, **changes, source=None)  # type: ignore[arg-type]


def with_first(terms: Terms, **changes: object) -> Terms:
    first, *others = terms.agreements
    return changed(terms, agreements=(replace(first, **changes), *others))  # type: ignore[arg-type]


REFUSALS: dict[str, tuple[type[YellowcartError], Callable[[Terms], Terms]]] = {
    "another time zone": (ListChanged, lambda terms: changed(terms, time_zone="Asia/Tokyo")),
    "another name of a surface": (
        ListChanged,
        lambda terms: changed(
            terms,
            surfaces=(replace(terms.surfaces[0], name=Wording("x", "x")), *terms.surfaces[1:]),
        ),
    ),
    "another marketplace of a partner": (
        ListChanged,
        lambda terms: changed(
            terms,
            partners=(replace(terms.partners[0], marketplaces=("vip",)), *terms.partners[1:]),
        ),
    ),
    "a version that says otherwise": (CodeTaken, lambda terms: with_first(terms, notice_days=99)),
    "a version with another partner": (
        PartnerChanged,
        lambda terms: with_first(terms, version=9, partner="jd-alliance"),
    ),
    "a partner that there is not": (
        UnknownPartner,
        lambda terms: with_first(terms, code="new", partner="nobody"),
    ),
    "what becomes known in the future": (
        CodeTaken,
        lambda terms: with_first(terms, version=9, known=now() + timedelta(days=1)),
    ),
    "two agreements of one partner at once": (
        AgreementsOverlap,
        lambda terms: with_first(terms, code="taobao-again"),
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_is_refused_writes_nothing(kuaishou: Terms, case: str) -> None:
    error, change = REFUSALS[case]
    before = terms_on_file(), AuditRecord.objects.count(), revision()
    with pytest.raises(error):
        import_terms(by=None, terms=change(kuaishou))
    assert (terms_on_file(), AuditRecord.objects.count(), revision()) == before
    assert (Surface.objects.count(), Partner.objects.count()) == (
        len(kuaishou.surfaces),
        len(kuaishou.partners),
    )


def test_who_may_not_draft_may_not_take_over(counsel: Person) -> None:
    Person.objects.filter(pk=counsel.pk).update(role="auditor")
    counsel.refresh_from_db()
    records = AuditRecord.objects.count()
    with pytest.raises(NotPermitted):
        import_terms(by=counsel, terms=example("kuaishou-2022"))
    assert (Platform.objects.count(), AuditRecord.objects.count()) == (0, records)


def test_agreements_that_meet_do_not_overlap(kuaishou: Terms) -> None:
    first = next(one for one in kuaishou.agreements if one.code == "taobao-2021")
    assert first.period.until is not None
    following = replace(
        first, code="taobao-2022", known=datetime(2022, 2, 1, tzinfo=UTC),
        period=Period(first.period.until), clauses=(), renews="taobao-2021",
    )  # fmt: skip
    import_terms(by=None, terms=changed(kuaishou, agreements=(*kuaishou.agreements, following)))
    assert terms_on_file().agreements[-1] == following
