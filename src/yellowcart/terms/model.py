"""What an agreement, a house rule and the platform's own lists say, as plain values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import as_utc
from yellowcart.kit.period import Period
from yellowcart.terms.wording import Wording

EVERY = "*"
KINDS = ("goods", "services")
CODES_ALONE = ("categories", "except_categories", "creator_groups", "except_creator_groups")
AT_LEAST_ONE = f'at least one code, or "{EVERY}"'
ANY_KIND = f'"goods", "services" or "{EVERY}"'


class Effect(StrEnum):
    GRANT = "grant"
    """Lets links hang, unless something forbids them."""
    FORBID = "forbid"
    """Keeps links down, whatever grants them."""


class Hung(StrEnum):
    """What becomes of entries already hung when the clause that granted them ends."""

    WITHDRAW = "withdraw"
    """They come down at that instant."""
    SESSION = "session"
    """They stay to the end of the live session they hang in."""
    KEEP = "keep"
    """They stay; only new ones are refused."""


@dataclass(frozen=True, slots=True)
class Surface:
    code: str
    name: Wording


@dataclass(frozen=True, slots=True)
class Partner:
    code: str
    name: Wording
    marketplaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a question must be about for a clause or a house rule to match it.

    `surfaces` and `kinds` hold codes, or "*" for every one that is listed. An empty tuple of
    categories or creator groups asks nothing. A question without a category (or creator
    group) matches no list of them and is caught by no `except_` list.
    """

    surfaces: tuple[str, ...] = (EVERY,)
    kinds: tuple[str, ...] = KINDS
    categories: tuple[str, ...] = ()
    except_categories: tuple[str, ...] = ()
    creator_groups: tuple[str, ...] = ()
    except_creator_groups: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("surfaces", "kinds"):
            if not getattr(self, name):
                raise BadInput("an empty list matches nothing", field=name, expected=AT_LEAST_ONE)
        for kind in self.kinds:
            if kind not in (*KINDS, EVERY):
                raise BadInput("no such kind", field="kinds", value=kind, expected=ANY_KIND)
        for name in CODES_ALONE:
            if EVERY in getattr(self, name):
                raise BadInput(
                    f'"{EVERY}" is no code here',
                    field=name,
                    expected="codes; without the key the clause asks nothing of it",
                )


EVERYTHING = Conditions()


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause. Without instants of its own it runs as long as its agreement."""

    id: str
    effect: Effect
    conditions: Conditions = EVERYTHING
    start: datetime | None = None
    until: datetime | None = None
    hung: Hung = Hung.WITHDRAW

    def __post_init__(self) -> None:
        _keep_in_utc(self, "start", "until")


@dataclass(frozen=True, slots=True)
class Agreement:
    """One version of an agreement. Once known, it replaces every lower version whole."""

    code: str
    partner: str
    known: datetime
    period: Period
    version: int = 1
    clauses: tuple[Clause, ...] = ()
    renews: str | None = None
    notice_days: int | None = None

    def __post_init__(self) -> None:
        _keep_in_utc(self, "known")


@dataclass(frozen=True, slots=True)
class HouseRule:
    """A restriction of the platform's own: what it matches is forbidden.

    Without `known` it was always known; without `start` it was always in force.
    """

    code: str
    partners: tuple[str, ...] = (EVERY,)
    conditions: Conditions = EVERYTHING
    version: int = 1
    known: datetime | None = None
    start: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        _keep_in_utc(self, "known", "start", "until")
        if not self.partners:
            raise BadInput("an empty list binds nobody", field="partners", expected=AT_LEAST_ONE)


def _keep_in_utc(value: Clause | Agreement | HouseRule, *names: str) -> None:
    start, until = getattr(value, "start", None), getattr(value, "until", None)
    if start is not None and until is not None:
        Period(start, until)  # refuses one that is empty, and shows the instants as given
    for name in names:
        at = getattr(value, name)
        if at is not None:
            object.__setattr__(value, name, as_utc(at))
