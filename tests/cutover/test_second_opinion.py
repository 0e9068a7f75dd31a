"""The count behind the proof reads the terms in SQL; the engine compiles them. They agree."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest

from tests.agreements.conftest import example
from tests.cutover.conftest import T, to
from yellowcart.agreements.actions import import_terms, name_own_marketplace
from yellowcart.agreements.models import Surface
from yellowcart.agreements.queries import terms_on_file
from yellowcart.cutover.counted import still_hanging
from yellowcart.kit.period import Period
from yellowcart.parties.actions import add_creator
from yellowcart.publishing.actions import open_cart
from yellowcart.publishing.decided import decide
from yellowcart.publishing.models import Entry, Status
from yellowcart.terms import Agreement, Clause, Conditions, Effect, HouseRule, Table, Verdict

pytestmark = pytest.mark.django_db
SEED, ROUNDS = 20220301, 12
CATEGORIES, GROUPS, KINDS = ("", "food", "tobacco", "toys"), ("", "new", "star"), (
    "goods", "services",
)  # fmt: skip
MARKETPLACES = ("taobao", "tmall", "jd", "kuaishou", "pdd")
INSTANTS = [T + timedelta(days=days) for days in (-400, -30, -1, 0, 1, 30)]


def conditions(draw: Random, surfaces: list[str]) -> Conditions:
    def some(codes: tuple[str, ...], most: int) -> tuple[str, ...]:
        return tuple(draw.sample(codes[1:], draw.randint(0, most)))

    return Conditions(
        surfaces=tuple(draw.sample(surfaces, draw.randint(0, 4))) or ("*",),
        kinds=draw.choice([("goods",), ("services",), ("goods", "services")]),
        categories=some(CATEGORIES, 2) if draw.random() < 0.4 else (),
        except_categories=some(CATEGORIES, 1) if draw.random() < 0.4 else (),
        creator_groups=some(GROUPS, 1) if draw.random() < 0.3 else (),
        except_creator_groups=some(GROUPS, 1) if draw.random() < 0.3 else (),
    )


def span(draw: Random) -> tuple[datetime | None, datetime | None]:
    start, until = sorted(draw.sample(INSTANTS, 2))
    return draw.choice([None, start]), draw.choice([None, until, T])


def clause(draw: Random, number: int, surfaces: list[str]) -> Clause:
    start, until = span(draw)
    if start is not None and until is not None and start >= until:
        start = None
    effect = Effect.FORBID if draw.random() < 0.25 else Effect.GRANT
    return Clause(str(number), effect, conditions(draw, surfaces), start=start, until=until)


def drawn(draw: Random) -> None:
    terms = example("kuaishou-2022")
    surfaces = [one.code for one in terms.surfaces]
    agreements = []
    for partner in terms.partners:
        cut = draw.choice([T, T + timedelta(days=1)])
        for number, period in enumerate((Period(INSTANTS[0], cut), Period(cut))):
            agreements.append(
                Agreement(
                    code=f"{partner.code}-{number}", partner=partner.code, known=INSTANTS[0],
                    period=period,
                    clauses=tuple(clause(draw, n, surfaces) for n in range(draw.randint(0, 3))),
                )
            )  # fmt: skip
    start, until = span(draw)
    if start is not None and until is not None and start >= until:
        start = None
    rule = HouseRule(
        "rule", draw.choice([("*",), ("jd-alliance", "taobao-alliance")]),
        conditions(draw, surfaces), known=INSTANTS[0], start=start, until=until,
    )  # fmt: skip
    import_terms(by=None, terms=replace(terms, agreements=tuple(agreements), house_rules=(rule,)))
    name_own_marketplace(by=None, marketplace="kuaishou")


def one_of_each_class() -> None:
    for group in GROUPS:
        creator = add_creator(by=None, code=f"of-{group}", name="某", group=group)
        for surface in Surface.objects.all():
            cart = open_cart(
                by=None, creator=creator, surface=surface.code, code=f"{group}-{surface.code}"
            )
            classes = [
                (marketplace, kind, category)
                for marketplace in MARKETPLACES for kind in KINDS for category in CATEGORIES
            ]  # fmt: skip
            Entry.objects.bulk_create(
                Entry(
                    cart=cart, surface=surface, position=place, status=Status.HUNG, text="x",
                    marketplace=marketplace, kind=kind, category=category, given_at=INSTANTS[1],
                    hung_at=INSTANTS[1], agreement="a", version=1, clause="1", stays="withdraw",
                )
                for place, (marketplace, kind, category) in enumerate(classes, start=1)
            )  # fmt: skip


def by_the_table(table: Table, now: datetime) -> int:
    """The entries whose class was open just before the instant, and is closed at it and now."""
    rows = Entry.objects.values_list(
        "surface__code", "cart__creator__group", "marketplace", "kind", "category"
    )
    instants = (T - timedelta(microseconds=1), T, now)
    wanted = (Verdict.ALLOW, Verdict.DENY, Verdict.DENY)
    return sum(tuple(decide(table, *row, at).verdict for at in instants) == wanted for row in rows)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_the_count_and_the_compiled_table_agree(number: int) -> None:
    to(T + timedelta(hours=1))
    drawn(Random(SEED + number))
    one_of_each_class()
    table = terms_on_file().table()
    for now in (T, T + timedelta(hours=1), T + timedelta(days=2)):
        cells = still_hanging(T, now, timedelta(hours=12))
        assert sum(cell["hanging"] for cell in cells) == by_the_table(table, now)


def test_some_of_these_have_something_to_count() -> None:
    to(T + timedelta(hours=1))
    drawn(Random(SEED))
    one_of_each_class()
    assert by_the_table(terms_on_file().table(), T) > 0
