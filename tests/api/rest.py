"""A platform with people and keys, asked over HTTP."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client

from tests.parties.conftest import PASSWORD
from tests.publishing.conftest import JD, NOBODY, TAOBAO, cut_over_at
from yellowcart.api.held_keys import callers
from yellowcart.kit.clock import now
from yellowcart.parties.actions import add_creator, add_organisation, add_person
from yellowcart.parties.keys import issue_key
from yellowcart.parties.models import Person, Role
from yellowcart.publishing.actions import hang, open_cart
from yellowcart.webhooks.actions import add_endpoint

OUTSIDE = {
    "member": "creator", "stranger": "creator", "merchant": "merchant", "provider": "provider",
}  # fmt: skip
"""Who sees only what is theirs, by role: the cart is the member's, and nothing is the others'."""
PLATFORMS = ("operations", "legal", "finance", "supply", "provider_manager", "auditor")
PEOPLE = (*OUTSIDE, *PLATFORMS)


@dataclass
class Platform:
    """The agreements of 2022, two creators, a cart with two entries and one in review."""

    people: dict[str, Person] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    taobao: int = 0
    jd: int = 0
    unknown: int = 0
    endpoint: int = 0

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        by: str | None = "operations",
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        sent = dict(headers or {})
        if by is not None:
            sent["Authorization"] = f"Bearer {self.keys[by]}"
        content = None if body is None else json.dumps(body)
        return Client().generic(
            method,
            f"/api/v1{path}",
            content or "",
            content_type="application/json",
            headers=sent,
        )


def platform(issue: Callable[..., Any] = issue_key) -> Platform:
    callers.forget()
    made = Platform()
    cut_over_at(now() + timedelta(days=1))
    creators = {
        name: add_creator(by=None, code=code, name=code)
        for name, code in (("member", "aling"), ("stranger", "xiaobo"))
    }
    organisations = {
        kind: add_organisation(by=None, code=f"the-{kind}", name=kind, kind=kind)
        for kind in ("merchant", "provider")
    }
    for name in PEOPLE:
        person = add_person(
            by=None, username=name, password=PASSWORD, role=Role(OUTSIDE.get(name, name)),
            creator=creators.get(name), organisation=organisations.get(name),
        )  # fmt: skip
        made.people[name] = person
        scopes = ("decide", "read", "write")
        made.keys[name] = issue(by=None, person=person, purpose="tests", scopes=scopes).secret
    cart = open_cart(by=None, creator=creators["member"], surface="live_cart", code="room-1")
    entries = [hang(by=None, cart=cart, text=text) for text in (TAOBAO, JD, NOBODY)]
    made.taobao, made.jd, made.unknown = (entry.pk for entry in entries)
    made.endpoint = add_endpoint(
        by=None, url="https://example.com/hook", kinds=["entry.refused"]
    ).endpoint.pk
    return made
