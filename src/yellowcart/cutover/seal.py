"""Signing a proof, so that whoever is shown it can tell that it is ours and as it was.

Ed25519 (RFC 8032) over the canonical JSON of the content: keys in order, no blanks, UTF-8. The
key is derived from the installation's secret (HKDF, RFC 5869), so that there is nothing more to
keep; the public key goes with the proof, and `GET /api/v1/proofs/key` names it.
"""

import base64
import json
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from yellowcart.cutover.errors import BadProof, NotAProof

PURPOSE = b"yellowcart proof of a cut-over"


class Sealed(NamedTuple):
    """Both in Base64."""

    public_key: str
    signature: str


def seal(content: Mapping[str, Any]) -> Sealed:
    return Sealed(public_key(), _text(_key(settings.SECRET_KEY).sign(canonical(content))))


def public_key() -> str:
    """The key that this installation's proofs verify with."""
    raw = serialization.Encoding.Raw, serialization.PublicFormat.Raw
    return _text(_key(settings.SECRET_KEY).public_key().public_bytes(*raw))


def verify(exported: Mapping[str, Any], expected_key: str | None = None) -> None:
    """Refuses with `BadProof` an exported proof that was changed, or signed by another key; with
    `NotAProof` what is no exported proof at all."""
    try:
        content, key = canonical(exported["proof"]), exported["public_key"]
        signature = base64.b64decode(exported["signature"], validate=True)
        known = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
    except (KeyError, TypeError, ValueError):  # no UTF-8 and no number that JSON has, too
        raise NotAProof("not a proof: expected proof, public_key and signature") from None
    if expected_key is not None and key != expected_key:
        raise BadProof(f"signed by the key {key}, not by {expected_key}")
    try:
        known.verify(signature, content)
    except InvalidSignature:
        raise BadProof("the proof was changed after it was signed") from None


def canonical(content: Any) -> bytes:
    return json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


@cache
def _key(secret: str) -> Ed25519PrivateKey:
    derived = HKDF(hashes.SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(derived)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
