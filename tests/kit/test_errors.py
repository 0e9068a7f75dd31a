import pytest

from yellowcart.kit.errors import BadInput, YellowcartError


def test_a_bad_input_names_source_line_field_value_and_expectation() -> None:
    error = BadInput(
        "no such effect",
        source="agreements.toml",
        line=12,
        field="agreement.clause.effect",
        value="permit",
        expected="grant or forbid",
    )
    assert str(error) == (
        "agreements.toml, line 12, agreement.clause.effect: "
        "no such effect, got 'permit'; expected grant or forbid"
    )


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (BadInput("nothing to read"), "nothing to read"),
        (BadInput("empty", source="a.csv"), "a.csv: empty"),
        (BadInput("empty", line=3), "line 3: empty"),
        (BadInput("broken\n  row"), "broken row"),
        (BadInput("not a count", value=0), "not a count, got 0"),
    ],
)
def test_it_says_what_is_known_in_one_line(error: BadInput, text: str) -> None:
    assert str(error) == text


def test_a_long_value_is_cut() -> None:
    assert str(BadInput("too long", value="x" * 500)) == "too long, got '" + "x" * 79 + "…"


def test_every_error_has_a_code_and_a_status() -> None:
    assert (YellowcartError.code, YellowcartError.status) == ("yellowcart-error", 500)
    assert (BadInput.code, BadInput.status) == ("bad-input", 422)
    assert issubclass(BadInput, YellowcartError)
