import pytest

from yellowcart.kit.code import parse_code, parse_line
from yellowcart.kit.errors import BadInput


@pytest.mark.parametrize("code", ["jd-2021", "合字第12号", "a b", "?", "...", "x" * 64])
def test_a_code_is_kept_as_it_is(code: str) -> None:
    assert parse_code(f" {code} ") == code


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "code: missing; expected a code"),
        ("  ", "code: missing; expected a code"),
        ("x" * 65, "code: too long"),
        ("a/b", "code: not a code, got 'a/b'"),
        (".", "code: not a code"),
        ("..", "code: not a code"),
        ("a\nb", "code: not a code"),
        ("\0", "code: not a code"),
    ],
)
def test_what_no_address_could_name_is_refused(text: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_code(text)
    assert str(refused.value).startswith(said)


def test_a_line_is_one_line() -> None:
    assert (parse_line(" 林 ", "name", 3), parse_line("", "name", 3)) == ("林", "")
    for text, said in (("long", "too long"), ("a\nb", "not a text"), ("\0", "not a text")):
        with pytest.raises(BadInput, match=f"name: {said}"):
            parse_line(text, "name", 3)
