"""Keys for programs: shown once, kept as a hash, within scopes, revocable.

A key reads `yc_<prefix>_<secret>`; the secret has 256 random bits, so a plain SHA-256 of it
can be kept: there is nothing to guess.
"""

import hmac
from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_hex, token_urlsafe
from typing import NamedTuple

from django.db import transaction

from yellowcart.kit.code import parse_line
from yellowcart.kit.errors import BadInput
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.parties.errors import BadScopes
from yellowcart.parties.models import ApiKey, Person
from yellowcart.parties.permission import Verb, require

SCOPES = ("decide", "read", "write")
REQUESTS_A_MINUTE, MOST_REQUESTS = 6_000, 1_000_000
REQUESTS = f"whole requests, from 1 to {MOST_REQUESTS:,}"
USE_IS_KEPT_TO = timedelta(minutes=1)


class Issued(NamedTuple):
    """A new key. `secret` is nowhere else: what is not noted now is lost."""

    key: ApiKey
    secret: str


@transaction.atomic
def issue_key(
    *,
    by: Person | None,
    person: Person,
    purpose: str,
    scopes: Collection[str],
    requests_a_minute: int = REQUESTS_A_MINUTE,
    expires_at: datetime | None = None,
) -> Issued:
    """Issues a key with which a program acts as `person`, within the scopes."""
    require(by, Verb.MANAGE_PEOPLE)
    if not scopes or not set(scopes) <= set(SCOPES):
        raise BadScopes(f"scopes {sorted(scopes)}; expected some of {', '.join(SCOPES)}")
    if not 1 <= requests_a_minute <= MOST_REQUESTS:
        raise BadInput(
            "not a limit", field="requests_a_minute", value=requests_a_minute, expected=REQUESTS
        )
    issued_at = database_now()
    if expires_at is not None and expires_at <= issued_at:
        raise BadInput("in the past", field="expires", expected="an instant to come")
    prefix = token_hex(6)
    secret = f"yc_{prefix}_{token_urlsafe(32)}"
    key = ApiKey.objects.create(
        prefix=prefix,
        hash=_hash(secret),
        person=person,
        purpose=parse_line(purpose, "purpose", 200),
        scopes=sorted(set(scopes)),
        requests_a_minute=requests_a_minute,
        issued_at=issued_at,
        expires_at=expires_at,
    )
    audit.record(by, "key.issued", key, None, _shown(key))
    return Issued(key, secret)


@transaction.atomic
def revoke_key(*, by: Person | None, key: ApiKey) -> ApiKey:
    """Ends a key, at once and for good. A key that has ended stays as it is."""
    require(by, Verb.MANAGE_PEOPLE)
    return revoke(by, key)


def revoke(by: Person | None, key: ApiKey) -> ApiKey:
    """Within another write's transaction: ends a key."""
    key = ApiKey.objects.select_for_update().get(pk=key.pk)
    if key.revoked_at is None:
        before = _shown(key)
        key.revoked_at = database_now()
        key.save(update_fields=["revoked_at"])
        audit.record(by, "key.revoked", key, before, _shown(key))
    return key


def key_holder(secret: str) -> ApiKey | None:
    """The key that a secret stands for, with its person; None: unknown, revoked, expired, or the
    person's access has ended. Notes that it was used, to the minute."""
    scheme, _, rest = secret.partition("_")
    prefix = rest.partition("_")[0]
    if scheme != "yc" or not prefix:
        return None
    key = ApiKey.objects.select_related("person").filter(prefix=prefix).first()
    if key is None or not hmac.compare_digest(bytes(key.hash), _hash(secret)):
        return None
    at = database_now()
    if key.revoked_at is not None or (key.expires_at is not None and key.expires_at <= at):
        return None
    if not key.person.is_active:
        return None
    if key.last_used_at is None or key.last_used_at + USE_IS_KEPT_TO <= at:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=at)
    return key


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def _shown(key: ApiKey) -> dict[str, object]:
    def text(at: datetime | None) -> str | None:
        return None if at is None else at.isoformat()

    return {
        "prefix": key.prefix,
        "person": key.person_id,
        "purpose": key.purpose,
        "scopes": list(key.scopes),
        "requests_a_minute": key.requests_a_minute,
        "expires_at": text(key.expires_at),
        "revoked_at": text(key.revoked_at),
    }
