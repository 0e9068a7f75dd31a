"""A picture of the agreements: partners by time, and what is granted on each surface."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from yellowcart.console.language import said, worded
from yellowcart.console.named import Names
from yellowcart.console.templatetags.console import instant
from yellowcart.terms import Table, Verdict

WIDTH, LABEL, ROW, HEAD, GAP = 1000, 190, 18, 34, 22
BEFORE, AFTER = timedelta(days=3 * 365), timedelta(days=365)
KINDS = ("goods", "services")
MARGIN, YEAR, DAY = timedelta(days=45), timedelta(days=365), timedelta(days=1)


@dataclass(frozen=True)
class Bar:
    """A stretch of time in which a surface is open to a partner's links."""

    x: float
    width: float
    y: float
    height: float
    half: bool
    """Only goods, or only services."""
    says: str


@dataclass(frozen=True)
class Line:
    y: float
    name: str


@dataclass(frozen=True)
class Tick:
    x: float
    name: str


@dataclass(frozen=True)
class Picture:
    width: int
    height: float
    label: int
    row: int
    partners: list[Line]
    surfaces: list[Line]
    bars: list[Bar]
    ticks: list[Tick]
    now: float
    now_says: str


def picture(table: Table, at: datetime) -> Picture:
    """Three years back and one ahead, or as far as something changes within that."""
    start, until = _window(table, at)
    span = (until - start).total_seconds()
    names = Names(table.terms)

    def x(when: datetime) -> float:
        part = (min(max(when, start), until) - start).total_seconds() / span
        return round(LABEL + part * (WIDTH - LABEL - 8), 1)

    partners, surfaces, bars = [], [], []
    y: float = HEAD
    for partner in table.terms.partners:
        partners.append(Line(y + 13, worded(partner.name)))
        y += ROW + 2
        for surface in table.terms.surfaces:
            surfaces.append(Line(y + 13, names.surface(surface.code)))
            for first, last, kinds, clause in _open(table, partner.code, surface.code):
                if (last is not None and last <= start) or (first is not None and first >= until):
                    continue
                left, right = x(first or start), x(last or until)
                bars.append(
                    Bar(
                        left, max(right - left, 1.5), y + 3, ROW - 5, len(kinds) == 1,
                        _says(names.surface(surface.code), first, last, kinds, clause),
                    )
                )  # fmt: skip
            y += ROW
        y += GAP - ROW + 4
    return Picture(
        WIDTH, y + 6, LABEL, ROW, partners, surfaces, bars, list(_ticks(table, start, until, x)),
        x(at), instant(at),
    )  # fmt: skip


Stretch = tuple[datetime | None, datetime | None, tuple[str, ...], str]


def _open(table: Table, partner: str, surface: str) -> Iterator[Stretch]:
    """When links are granted there, goods and services together where they run alike."""
    by_kind = {kind: list(_stretches(table, partner, surface, kind)) for kind in KINDS}
    both = [one for one in by_kind["goods"] if one in by_kind["services"]]
    for first, last, clause in both:
        yield first, last, KINDS, clause
    for kind in KINDS:
        for first, last, clause in by_kind[kind]:
            if (first, last, clause) not in both:
                yield first, last, (kind,), clause


def _stretches(
    table: Table, partner: str, surface: str, kind: str
) -> Iterator[tuple[datetime | None, datetime | None, str]]:
    pieces = table.timeline(partner, surface, kind)
    ends = [piece.start for piece in pieces[1:]] + [None]
    for piece, end in zip(pieces, ends, strict=True):
        if piece.answer.verdict is Verdict.ALLOW:
            answer = piece.answer
            yield piece.start, end, f"{answer.agreement} {answer.version} · {answer.clause}"


def _says(
    surface: str, first: datetime | None, last: datetime | None, kinds: tuple[str, ...], clause: str
) -> str:
    from yellowcart.console.words import word

    what = "、".join(word("kind", kind) for kind in kinds)
    until = instant(last) if last else said("无期限", "no end")
    return f"{surface} · {what} · {instant(first)} – {until} · {clause}"


def _window(table: Table, at: datetime) -> tuple[datetime, datetime]:
    edges = [
        edge
        for agreement in table.agreements
        for edge in (agreement.period.start, agreement.period.until)
        if edge is not None
    ]
    from_, to = _moved(at, -BEFORE), _moved(at, AFTER)
    near = [edge for edge in edges if from_ <= edge <= to]
    past = [edge for edge in edges if edge < from_]
    # Where nothing happened for years, the last thing that did is shown, and the year before it.
    early = _moved(min([*near, at]), -MARGIN) if near or not past else _moved(max(past), -YEAR)
    return early, _moved(max([*near, at]), 3 * MARGIN)


def _moved(at: datetime, by: timedelta) -> datetime:
    """`at + by`, or the end of the calendar; a day inside it, so that every time zone has it."""
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    if by < timedelta(0):
        return at + by if at - first > -by + DAY else first + DAY
    return at + by if last - at > by + DAY else last - DAY


def _ticks(table: Table, start: datetime, until: datetime, x: object) -> Iterator[Tick]:
    zone = table.terms.zone
    months = (until - start).days / 30
    step = 1 if months <= 14 else 3 if months <= 40 else 12
    local = start.astimezone(zone)
    year, month = local.year, local.month
    while True:
        month += 1
        if month > 12:
            year, month = year + 1, 1
        if year > until.year:
            return
        when = datetime(year, month, 1, tzinfo=zone)
        if when >= until:
            return
        if (month - 1) % step == 0:
            name = f"{year}" if month == 1 else f"{year}-{month:02}"
            yield Tick(x(when), name)  # type: ignore[operator]
