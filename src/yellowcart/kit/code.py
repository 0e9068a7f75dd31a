"""Codes: what programs, and people in addresses, name things by."""

from yellowcart.kit.errors import BadInput

LONGEST = 64
EXPECTED = f"at most {LONGEST} letters on one line, no slash among them"


def parse_code(text: str, field: str = "code") -> str:
    """The code without blanks around it; `BadInput` for what no address could name."""
    code = text.strip()
    if not code:
        raise BadInput("missing", field=field, expected="a code")
    if len(code) > LONGEST:
        raise BadInput("too long", field=field, value=code, expected=EXPECTED)
    if not code.isprintable() or "/" in code or code in (".", ".."):
        raise BadInput("not a code", field=field, value=code, expected=EXPECTED)
    return code


def parse_line(text: str, field: str, most: int) -> str:
    """One line of text without blanks around it, empty or not; `BadInput` for what is none."""
    if len(text) > most:
        raise BadInput("too long", field=field, expected=f"at most {most} letters")
    line = text.strip()
    if not line.isprintable():
        raise BadInput("not a text", field=field, value=line, expected="letters on one line")
    return line
