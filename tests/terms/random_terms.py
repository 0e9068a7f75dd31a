"""Small terms at random, in which much happens at the same instants, and questions about them."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar

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

T = TypeVar("T")

MICROSECOND = timedelta(microseconds=1)
DAYS = tuple(datetime(2022, 2, day, 16, tzinfo=UTC) for day in range(1, 25))
LISTED = ("live_cart", "video_cart", "note")
NAMED = (*LISTED, "shop_window")  # one that clauses name and no list has
KINDS = ("goods", "services")
CATEGORIES = ("tobacco", "books", "phones")
CREATOR_GROUPS = ("stars", "new", "farm")
PARTNERS = ("taobao-alliance", "jd-alliance")


def random_terms(draw: random.Random) -> Terms:
    surfaces = draw.sample(LISTED, draw.randint(1, 3))
    return Terms(
        surfaces=tuple(Surface(code, Wording(code, code)) for code in surfaces),
        partners=tuple(
            Partner(code, Wording(code, code)) for code in PARTNERS[: draw.choice((1, 2, 2, 2))]
        ),
        agreements=tuple(_shuffled(draw, _agreements(draw))),
        house_rules=tuple(_shuffled(draw, _house_rules(draw))),
    )


def random_instant(draw: random.Random) -> datetime:
    """One of the days' instants, or the microsecond before or after it."""
    return draw.choice(DAYS) + draw.choice((-MICROSECOND, timedelta(), MICROSECOND))


def random_question(
    draw: random.Random,
) -> tuple[str | None, str | None, str | None, str | None, str | None]:
    """Partner, surface, kind, category, creator group; some of each are unknown to the terms."""
    return (
        _one_of(draw, PARTNERS, "nobody", None),
        _one_of(draw, NAMED, "banner", "*", None),
        _one_of(draw, KINDS, "lottery", "*", None),
        draw.choice((*CATEGORIES, None, None, "toys")),
        draw.choice((*CREATOR_GROUPS, None, None, "others")),
    )


def _one_of(draw: random.Random, codes: tuple[str, ...], *unknown: str | None) -> str | None:
    return draw.choice(codes if draw.random() < 0.95 else unknown)


def _agreements(draw: random.Random) -> Iterator[Agreement]:
    for code in draw.sample("abcd", draw.choice((0, 2, 3, 4))):
        for version in draw.sample((1, 2, 3), draw.choice((1, 1, 1, 2, 3))):
            start, until = draw.choice(DAYS[:8]), draw.choice((*DAYS[14:], None))
            yield Agreement(
                code=code,
                partner=draw.choice(PARTNERS),
                known=random_instant(draw),
                period=Period(start, until),
                version=version,
                clauses=tuple(_clause(draw, number) for number in range(draw.randint(0, 6))),
            )


def _clause(draw: random.Random, number: int) -> Clause:
    start, until = _span(draw) if draw.random() < 0.4 else (None, None)
    return Clause(
        id=f"{number + 1}",
        effect=draw.choice((Effect.GRANT, Effect.GRANT, Effect.FORBID)),
        conditions=_conditions(draw),
        start=start,
        until=until,
        hung=draw.choice(tuple(Hung)),
    )


def _house_rules(draw: random.Random) -> Iterator[HouseRule]:
    for code in draw.sample(("no-tobacco", "quiet", "minors"), draw.choice((0, 0, 1, 2))):
        for version in draw.sample((1, 2), draw.choice((1, 1, 2))):
            start, until = _span(draw)
            yield HouseRule(
                code=code,
                partners=draw.choice((("*",), PARTNERS[:1], PARTNERS)),
                conditions=_conditions(draw),
                version=version,
                known=draw.choice((None, random_instant(draw))),
                start=start,
                until=until,
            )


def _span(draw: random.Random) -> tuple[datetime | None, datetime | None]:
    start, until = sorted(draw.sample(DAYS, 2))
    return draw.choice((start, start, start, None)), draw.choice((until, until, None))


def _conditions(draw: random.Random) -> Conditions:
    return Conditions(
        surfaces=draw.choice((("*",), tuple(draw.sample(NAMED, 2)), ("note", "*"))),
        kinds=draw.choice((KINDS, ("*",), ("goods",), ("services",))),
        categories=_rarely(draw, CATEGORIES),
        except_categories=_rarely(draw, CATEGORIES),
        creator_groups=_rarely(draw, CREATOR_GROUPS),
        except_creator_groups=_rarely(draw, CREATOR_GROUPS),
    )


def _rarely(draw: random.Random, codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(draw.sample(codes, draw.randint(1, 2))) if draw.random() < 0.2 else ()


def _shuffled(draw: random.Random, entries: Iterator[T]) -> list[T]:
    found = list(entries)
    draw.shuffle(found)
    return found
