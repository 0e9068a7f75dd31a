"""Money is whole fen (分), in ints; a hundred to the yuan (元)."""

from typing import TypeAlias

Fen: TypeAlias = int


def format_yuan(fen: Fen) -> str:
    """The amount in yuan with both decimals: 123456 is "1,234.56"."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{rest:02}"
