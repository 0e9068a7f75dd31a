"""Background work: finding out what a short link leads to."""

from functools import cache

from django.conf import settings
from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from yellowcart.links import recognise
from yellowcart.links.link import Link
from yellowcart.links.resolver import Reason, Resolver, resolved
from yellowcart.parties import audit
from yellowcart.publishing.locks import lock_entry
from yellowcart.publishing.models import Entry
from yellowcart.publishing.rows import shown

FORMS = ("short", "click")
"""Those that say whose they are and not what they lead to."""
PASSING = (Reason.DNS_FAILURE, Reason.UNREACHABLE, Reason.TIMEOUT)
TRIES = RetryStrategy(max_attempts=5, exponential_wait=10)  # seconds: the last after some hours


class NotReached(Exception):
    """The network did not answer; the job is tried again."""


@cache
def resolver() -> Resolver:
    """This process's, which remembers what it asked."""
    return Resolver()


def resolve_later(entry: Entry) -> None:
    """Within the entry's own transaction: a job, if the resolver is on and the link is short."""
    if settings.SHORT_LINKS and entry.form in FORMS and not entry.item_id:
        resolve.defer(entry=entry.pk)


@app.task(name="publishing.resolve", queue="links", retry=TRIES)
def resolve(entry: int) -> None:
    """Notes what an entry's short link leads to. Done already, or ended: nothing is done."""
    found = Entry.objects.filter(pk=entry, ended_at=None, item_id="", form__in=FORMS).first()
    if found is None:
        return
    link = recognise(found.text)[0]
    answer = resolver().resolve(link)
    if answer.reason in PASSING:
        raise NotReached(f"{link.url}: {answer.reason}")
    _note(entry, resolved(link, answer))


@transaction.atomic
def _note(key: int, link: Link) -> None:
    entry = lock_entry(key)
    if entry.ended_at is not None or entry.item_id or not link.item_id:
        return
    before = shown(entry)
    entry.marketplace, entry.form = link.marketplace or entry.marketplace, link.form
    entry.item_id, entry.url = link.item_id, link.url or ""
    entry.save(update_fields=["marketplace", "form", "item_id", "url"])
    audit.record(None, "entry.resolved", entry, before, shown(entry))
