"""The specification's own example, and messages that somebody meddled with."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from yellowcart.webhooks.signature import BadSignature, new_secret, signed, verify

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"test": 2432232314}'
AT = datetime.fromtimestamp(1614265330, UTC)
HEADERS = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
OTHER = "whsec_" + "A" * 43 + "="


def test_the_specifications_example_is_signed_as_it_says() -> None:
    assert signed("msg_p5jXN8AQM9LWM0D4loKWxJek", AT, BODY, [SECRET]) == HEADERS
    verify(HEADERS, BODY, SECRET, AT)


def test_while_a_secret_is_rotated_either_verifies() -> None:
    both = signed("evt_1", AT, BODY, [OTHER, SECRET])
    for secret in (OTHER, SECRET):
        verify(both, BODY, secret, AT)
    assert len(both["webhook-signature"].split(" ")) == 2


def test_header_names_are_read_in_any_case() -> None:
    verify({name.title(): value for name, value in HEADERS.items()}, BODY, SECRET, AT)


@pytest.mark.parametrize("away", [timedelta(minutes=5), -timedelta(minutes=5)])
def test_five_minutes_are_tolerated_and_no_more(away: timedelta) -> None:
    verify(HEADERS, BODY, SECRET, AT + away)
    further = timedelta(microseconds=1 if away > timedelta() else -1)
    with pytest.raises(BadSignature, match="signed at 2021-02-25T15:02:10Z, too long from now"):
        verify(HEADERS, BODY, SECRET, AT + away + further)


@pytest.mark.parametrize(
    ("changed", "body", "secret"),
    [
        ({"webhook-id": "msg_other"}, BODY, SECRET),
        ({"webhook-timestamp": "1614265331"}, BODY, SECRET),
        ({}, BODY + b" ", SECRET),
        ({}, BODY, OTHER),
        ({"webhook-signature": ""}, BODY, SECRET),
        ({"webhook-signature": "v1a," + HEADERS["webhook-signature"][3:]}, BODY, SECRET),
        ({"webhook-signature": "v1,签名"}, BODY, SECRET),
    ],
)
def test_what_somebody_meddled_with_is_refused(
    changed: dict[str, str], body: bytes, secret: str
) -> None:
    with pytest.raises(BadSignature, match="no signature is of this secret"):
        verify({**HEADERS, **changed}, body, secret, AT)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {**HEADERS, "webhook-timestamp": "soon"},
        {**HEADERS, "webhook-timestamp": "9" * 30},
    ],
)
def test_headers_that_cannot_be_read_are_refused(headers: dict[str, str]) -> None:
    with pytest.raises(BadSignature, match="missing or unreadable"):
        verify(headers, BODY, SECRET, AT)


def test_a_secret_that_is_none_is_refused() -> None:
    with pytest.raises(BadSignature, match="a secret reads whsec_, then base64"):
        verify(HEADERS, BODY, "whsec_not base64", AT)


def test_secrets_differ_and_have_256_bits() -> None:
    made = {new_secret() for _ in range(100)}
    assert len(made) == 100
    assert {len(secret) for secret in made} == {len("whsec_") + 44}


def test_a_receiver_needs_no_django() -> None:
    code = "import sys, yellowcart.webhooks.signature; print('django' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"
