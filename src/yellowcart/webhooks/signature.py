"""Signatures of messages: https://www.standardwebhooks.com, symmetric, version 1. No Django here.

A message is signed over `id.timestamp.body`, so that neither can be exchanged, nor sent again
much later.
"""

import hmac
from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from secrets import token_bytes

from yellowcart.kit.errors import YellowcartError

PREFIX = "whsec_"
SECRET_BYTES = 32
TOLERANCE = timedelta(minutes=5)


class BadSignature(YellowcartError):
    """The message is not signed by any of the secrets, or was signed long ago."""

    code = "bad-signature"
    status = 401


def new_secret() -> str:
    return PREFIX + b64encode(token_bytes(SECRET_BYTES)).decode()


def signed(key: str, at: datetime, body: bytes, secrets: Iterable[str]) -> dict[str, str]:
    """The three headers of a message, signed by each secret: two, while one replaces another."""
    timestamp = str(int(at.timestamp()))
    signatures = (f"v1,{_signature(key, timestamp, body, secret)}" for secret in secrets)
    return {
        "webhook-id": key,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(signatures),
    }


def verify(headers: Mapping[str, str], body: bytes, secret: str, at: datetime) -> None:
    """Refuses with `BadSignature` a message that `secret` did not sign, within five minutes."""
    given = {name.lower(): value for name, value in headers.items()}
    try:
        key, timestamp = given["webhook-id"], given["webhook-timestamp"]
        signatures = given["webhook-signature"].split(" ")
        sent = datetime.fromtimestamp(int(timestamp), UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        raise BadSignature("the headers of a signed message are missing or unreadable") from None
    if abs(at - sent) > TOLERANCE:
        raise BadSignature(f"signed at {sent:%Y-%m-%dT%H:%M:%SZ}, too long from now")
    expected = f"v1,{_signature(key, timestamp, body, secret)}".encode()
    if not any(hmac.compare_digest(expected, one.encode()) for one in signatures):
        raise BadSignature("no signature is of this secret")


def _signature(key: str, timestamp: str, body: bytes, secret: str) -> str:
    try:
        raw = b64decode(secret.removeprefix(PREFIX), validate=True)
    except NoBase64:
        raise BadSignature(f"a secret reads {PREFIX}, then base64") from None
    message = b".".join((key.encode(), timestamp.encode(), body))
    return b64encode(hmac.digest(raw, message, "sha256")).decode()
