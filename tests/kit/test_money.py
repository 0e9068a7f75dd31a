import pytest

from yellowcart.kit.money import format_yuan


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "0.00"),
        (7, "0.07"),
        (-5, "-0.05"),
        (123456, "1,234.56"),
        (-10000, "-100.00"),
        (2**63 - 1, "92,233,720,368,547,758.07"),
    ],
)
def test_fen_are_shown_as_yuan(fen: int, text: str) -> None:
    assert format_yuan(fen) == text
