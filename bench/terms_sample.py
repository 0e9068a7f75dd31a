"""Agreements as a platform has them after some years, of any size, and questions about them."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from yellowcart.kit.period import Period
from yellowcart.terms import (
    Agreement,
    Clause,
    Conditions,
    Effect,
    HouseRule,
    Hung,
    Partner,
    Surface,
    Terms,
    Wording,
)

SURFACES = ("live_cart", "video_cart", "product_page", "shop_window", "note")
FIRST = datetime(2018, 12, 31, 16, tzinfo=UTC)  # 1 January 2019 in Shanghai
YEAR = timedelta(days=365)
YEARS = 6
CATEGORIES = tuple(f"category-{number:04}" for number in range(1_000))
CREATOR_GROUPS = tuple(f"group-{number:05}" for number in range(10_000))

Question = tuple[str, str, str, datetime, str | None, str | None]


def many_clauses(n: int, seed: int) -> Terms:
    """Terms of `n` clauses: partners with a yearly agreement each, and a few house rules.

    A third of the clauses grant surfaces, some of them for a season; the rest are exceptions
    for categories and creator groups, which is how agreements grow long. More clauses are
    both more partners and longer agreements.
    """
    draw = random.Random(seed)
    partners = max(1, round(10 * (n / 240) ** 0.5))
    shares = [n // (partners * YEARS)] * (partners * YEARS)
    for index in range(n - sum(shares)):
        shares[index % len(shares)] += 1
    return Terms(
        surfaces=tuple(Surface(code, Wording(code, code)) for code in SURFACES),
        partners=tuple(
            Partner(partner_code(number), Wording(f"联盟 {number}", f"Alliance {number}"))
            for number in range(partners)
        ),
        agreements=tuple(
            _agreement(draw, index % partners, index // partners, clauses)
            for index, clauses in enumerate(shares)
        ),
        house_rules=tuple(_house_rules(draw)),
    )


def questions(terms: Terms, count: int, seed: int, narrowed: bool = False) -> list[Question]:
    """Questions about all partners, surfaces, kinds and instants of the terms.

    Partners come up by Zipf's law, as links do: few alliances have most of them. `narrowed`:
    with a category and a creator group, which come up so too; else without either.
    """
    draw = random.Random(seed)
    partners = by_zipf(draw, [partner.code for partner in terms.partners])
    categories, groups = by_zipf(draw, CATEGORIES), by_zipf(draw, CREATOR_GROUPS)
    span = int(YEARS * YEAR / timedelta(seconds=1))
    return [
        (
            next(partners),
            draw.choice(SURFACES),
            draw.choice(("goods", "services")),
            FIRST + timedelta(seconds=draw.randrange(span)),
            next(categories) if narrowed else None,
            next(groups) if narrowed else None,
        )
        for _ in range(count)
    ]


def by_zipf(draw: random.Random, codes: Sequence[str]) -> Iterator[str]:
    """Codes without end, the first most often, the n-th an n-th as often as the first."""
    weights = list(accumulate(1 / rank for rank in range(1, len(codes) + 1)))
    while True:
        yield draw.choices(codes, cum_weights=weights)[0]


def partner_code(number: int) -> str:
    return f"alliance-{number:04}"


def _agreement(draw: random.Random, partner: int, year: int, clauses: int) -> Agreement:
    start = FIRST + year * YEAR
    code = f"{partner_code(partner)}-{2019 + year}"
    return Agreement(
        code=code,
        partner=partner_code(partner),
        known=start - timedelta(days=draw.randint(8, 60)),
        period=Period(start, start + YEAR),
        clauses=tuple(_clause(draw, start, number) for number in range(clauses)),
        renews=f"{partner_code(partner)}-{2018 + year}" if year else None,
        notice_days=7,
    )


def _clause(draw: random.Random, start: datetime, number: int) -> Clause:
    surfaces = tuple(draw.sample(SURFACES, draw.randint(1, 3)))
    kinds = draw.choice((("goods", "services"), ("goods",), ("services",)))
    if number % 3 == 0:
        season = draw.random() < 0.3
        begins = start + timedelta(days=draw.randrange(300)) if season else None
        return Clause(
            id=f"{1 + number // 10}.{1 + number % 10}",
            effect=Effect.GRANT,
            conditions=Conditions(surfaces, kinds, except_categories=_some(draw, CATEGORIES, 3)),
            start=begins,
            until=begins + timedelta(days=draw.randint(3, 60)) if begins else None,
            hung=draw.choice(tuple(Hung)),
        )
    if draw.random() < 0.5:
        conditions = Conditions(surfaces, kinds, categories=_some(draw, CATEGORIES, 4))
    else:
        conditions = Conditions(surfaces, kinds, creator_groups=_some(draw, CREATOR_GROUPS, 4))
    return Clause(
        id=f"{1 + number // 10}.{1 + number % 10}",
        effect=draw.choice((Effect.GRANT, Effect.FORBID)),
        conditions=conditions,
    )


def _some(draw: random.Random, codes: tuple[str, ...], most: int) -> tuple[str, ...]:
    return tuple(draw.sample(codes, draw.randint(1, most)))


def _house_rules(draw: random.Random) -> Iterator[HouseRule]:
    for category in draw.sample(CATEGORIES, 5):
        yield HouseRule(code=f"no-{category}", conditions=Conditions(categories=(category,)))
    yield HouseRule(
        code="quiet-week",
        conditions=Conditions(surfaces=("note",)),
        start=FIRST + YEAR,
        until=FIRST + YEAR + timedelta(days=7),
    )
