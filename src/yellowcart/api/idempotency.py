"""`Idempotency-Key`: a write that is sent again is answered as it was, and not done again.

After the IETF's draft-ietf-httpapi-idempotency-key-header: the same key with another request is
refused with 422, one whose request is still being answered with 409. An answer is kept in the
write's own transaction, so that no crash can part them, for a day. What the server itself failed
at (5xx) is not kept.
"""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from yellowcart.api.models import KeptAnswer
from yellowcart.api.problems import Refusal
from yellowcart.parties.clock import database_now

KEPT = timedelta(days=1)
LONGEST_KEY = 255
LARGEST_BODY = 32 << 20


def once(
    key: str, person: int, request: HttpRequest, answer: Callable[[HttpRequest], HttpResponse]
) -> HttpResponse:
    """The answer to a write, or the one that was given to it before."""
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        raise Refusal(400, "bad-idempotency-key", f"a key has 1 to {LONGEST_KEY} printable letters")
    fingerprint = _fingerprint(request)
    with transaction.atomic():
        _refuse_under_way(person, key)
        at = database_now()
        KeptAnswer.objects.filter(person=person, key=key, at__lte=at - KEPT).delete()
        kept = KeptAnswer.objects.filter(person=person, key=key).first()
        if kept is not None:
            return _again(kept, fingerprint)
        given = answer(request)
        if given.status_code >= 500:
            transaction.set_rollback(True)
            return given
        KeptAnswer.objects.create(
            person_id=person,
            key=key,
            fingerprint=fingerprint,
            status=given.status_code,
            content_type=given.headers.get("Content-Type", ""),
            body=given.content,
            at=at,
        )
    return given


def forget_old_answers() -> int:
    """Ends answers that are older than a day; how many."""
    count, _ = KeptAnswer.objects.filter(at__lte=database_now() - KEPT).delete()
    return count


def _fingerprint(request: HttpRequest) -> bytes:
    parts = (request.method or "", request.get_full_path())
    return sha256("\n".join(parts).encode() + b"\n" + request.body).digest()


def _refuse_under_way(person: int, key: str) -> None:
    number = int.from_bytes(sha256(f"{person} {key}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        row = cursor.fetchone()
    if not row[0]:
        raise Refusal(409, "request-under-way", "a request with this key is being answered")


def _again(kept: KeptAnswer, fingerprint: bytes) -> HttpResponse:
    if bytes(kept.fingerprint) != fingerprint:
        raise Refusal(422, "idempotency-key-reused", "another request was sent with this key")
    response = HttpResponse(bytes(kept.body), status=kept.status, content_type=kept.content_type)
    response.headers["Idempotency-Replayed"] = "true"
    return response
