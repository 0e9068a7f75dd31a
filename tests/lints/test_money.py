import ast
from pathlib import Path

import pytest

from lints import money

ANYWHERE = Path("src/yellowcart/sweep/creators.py")


def found(source: str, path: Path = ANYWHERE) -> list[str]:
    return [
        finding.message.partition(" near money")[0]
        for finding in money.check(ast.parse(source), path)
    ]


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("price_fen = 12.5", "a float"),
        ("price_fen = price * 100.0", "a float"),
        ("self.price_fen = total / count", "true division"),
        ("price_fen = round(total * 1.06)", "a float"),
        ("price_fen: float = 0", "a float type"),
        ("price_fen: int | float", "a float type"),
        ("price_fen /= 2", "true division"),
        ("total += price_fen * 0.5", "a float"),
        ("share = price_fen / total", "true division"),
        ("share = part / total_fen", "true division"),
        ("yuan = float(price_fen)", "float()"),
        ("yuan = np.float64(row['price_fen'])", "float()"),
        ("mean = sum(price_fen for row in rows) / n", "true division"),
        ("(price_fen := 0.1)", "a float"),
        ("pay(price_fen=0.5)", "a float"),
        ("row = {'price_fen': 1.5, 'share': 0.2}", "a float"),
        ("schema = {'price_fen': pl.Float64}", "a float type"),
        ("field = pa.field('price_fen', pa.float64())", "a float type"),
        ("cast(price_fen, to='double')", "a float type"),
        ("dear = price_fen > 99.9", "a float"),
        ("dear = max(price_fen, floor) * 1.1", "a float"),
        ("f'{price_fen / 100:.2f}'", "true division"),
        ("def pay(price_fen: float): ...", "a float type"),
        ("def pay(*, price_fen=0.0): ...", "a float"),
        ("def price_fen(row) -> float: ...", "a float type"),
        ("async def price_fen(row) -> Decimal | float: ...", "a float type"),
        ("key = lambda fen=0.5: fen", "a float"),
        ("less = (-price_fen if refunded else price_fen) * 0.9", "a float"),
        ("pairs = [price_fen, tax_fen] * 1.5", "a float"),
        ("price_fen += 0.5", "a float"),
    ],
)
def test_a_float_near_money_is_found(source: str, what: str) -> None:
    assert found(source) == [what]


@pytest.mark.parametrize(
    "source",
    [
        "price_fen = 12_50",
        "price_fen: int",
        "price_fen += tax_fen",
        "share_ppm = 1_000_000 * price_fen // total_fen",
        "price_fen = rows.quantile(0.5)",
        "price_fen = -(total_fen * rate_ppm // 1_000_000)",
        "ratio = withdrawn / entries",
        "seconds: float = 0.5",
        "def wait(seconds: float = 0.5, *, price_fen: int = 0) -> float: ...",
        "row = {'price_fen': 150, 'share': 0.2, **rest}",
        "lambda price: price * 0.5",
        "fence = 0.5",
        "the_text = 'price_fen'",
        "price_fen > 0 and share > 0.5",
    ],
)
def test_whole_fen_and_floats_elsewhere_are_left_alone(source: str) -> None:
    assert found(source) == []


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("part = 0.5", "a float"),
        ("part = whole / 2", "true division"),
        ("part /= 2", "true division"),
        ("def share(part: float) -> int: ...", "a float type"),
    ],
)
def test_in_a_room_of_money_every_float_is_near_money(source: str, what: str) -> None:
    assert found(source) == []
    assert found(source, Path("src/yellowcart/split/remainder.py")) == [what]
    assert found(source, Path("src/yellowcart/kit/money.py")) == [what]
