"""What the examples' tests ask with: instants in China Standard Time, and yes or no."""

from datetime import datetime, timedelta
from pathlib import Path

from yellowcart.kit.instant import parse_instant, parse_time_zone
from yellowcart.terms import Table, Terms, read_terms

EXAMPLES = Path(__file__).parents[2] / "examples"
CHINA = parse_time_zone("Asia/Shanghai")
MICROSECOND = timedelta(microseconds=1)


def example(name: str) -> Terms:
    return read_terms(EXAMPLES / name / "agreements.toml")


def on(text: str) -> datetime:
    """That day's midnight, or that time, in China Standard Time."""
    return parse_instant(text, CHINA)


def open_places(
    table: Table, partner: str, at: datetime, kind: str = "goods", creator_group: str | None = None
) -> set[str]:
    """The surfaces on which the partner's links may be published."""
    return {
        surface.code
        for surface in table.terms.surfaces
        if table.decide(partner, surface.code, kind, at, creator_group=creator_group).verdict
        == "allow"
    }
