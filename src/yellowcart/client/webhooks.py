"""Who is told of what happens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from yellowcart.client import answers
from yellowcart.client.calls import Calls, in_path

DAY = timedelta(days=1)


class WebhookCalls(Calls):
    def endpoints(self) -> Iterator[answers.Endpoint]:
        return self._pages("/webhooks", answers.Endpoint)

    def add_endpoint(
        self, url: str, *, kinds: Sequence[str], description: str = ""
    ) -> answers.EndpointAdded:
        """The answer shows the secret that signs, this once."""
        body = {"url": url, "kinds": list(kinds), "description": description}
        return self._send("POST", "/webhooks", answers.EndpointAdded, body)

    def change_endpoint(
        self, key: int, url: str, *, kinds: Sequence[str], description: str = ""
    ) -> answers.Endpoint:
        body = {"url": url, "kinds": list(kinds), "description": description}
        return self._send("PUT", f"/webhooks/{key}", answers.Endpoint, body)

    def disable_endpoint(self, key: int, why: str = "") -> answers.Endpoint:
        return self._send("POST", f"/webhooks/{key}/disable", answers.Endpoint, {"why": why})

    def enable_endpoint(self, key: int) -> answers.Endpoint:
        return self._send("POST", f"/webhooks/{key}/enable", answers.Endpoint)

    def rotate_secret(self, key: int, overlap: timedelta = DAY) -> answers.EndpointAdded:
        """The answer shows the new secret, this once; the former one signs too for `overlap`."""
        body = {"overlap_seconds": int(overlap.total_seconds())}
        return self._send("POST", f"/webhooks/{key}/rotate-secret", answers.EndpointAdded, body)

    def replay(self, key: int, since: datetime, until: datetime | None = None) -> int:
        """Has an endpoint told again of what happened in `[since, until)`; answers how many."""
        body = {"since": since, "until": until}
        return self._send("POST", f"/webhooks/{key}/replay", answers.Replayed, body).events

    def replay_event(self, key: int, event: str) -> answers.Delivery:
        path = f"/webhooks/{key}/events/{in_path(event)}/replay"
        return self._send("POST", path, answers.Delivery)

    def deliveries(self, key: int) -> Iterator[answers.Delivery]:
        return self._pages(f"/webhooks/{key}/deliveries", answers.Delivery)
