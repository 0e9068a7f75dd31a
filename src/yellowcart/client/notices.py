"""Notices, and the inbox of whoever holds the key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from yellowcart.client import answers
from yellowcart.client.calls import Calls, given

Audience = Mapping[str, Sequence[str]]
"""`touched`, `roles`, `creators`, `organisations`, `people`: codes or usernames of each."""
Texts = Mapping[str, str]
"""By language: `zh` and `en`."""


class NoticeCalls(Calls):
    def notices(self, *, cutover: int | None = None) -> Iterator[answers.Notice]:
        return self._pages("/notices", answers.Notice, {"cutover": cutover})

    def notice(self, key: int) -> answers.OneNotice:
        return self._get(f"/notices/{key}", answers.OneNotice)

    def draft_notice(
        self,
        cutover: int,
        *,
        audience: Audience | None = None,
        reminders: Sequence[int] | None = None,
    ) -> answers.OneNotice:
        """Of a cut-over; reminders are seconds before its instant."""
        body = given({"audience": audience, "reminders": reminders})
        return self._send("POST", f"/cutovers/{cutover}/notices", answers.OneNotice, body)

    def draft_free_notice(
        self, *, title: Texts, text: Texts, audience: Audience
    ) -> answers.OneNotice:
        body = {"title": title, "text": text, "audience": audience}
        return self._send("POST", "/notices", answers.OneNotice, body)

    def edit_notice(
        self,
        key: int,
        *,
        title: Texts | None = None,
        text: Texts | None = None,
        audience: Audience | None = None,
        reminders: Sequence[int] | None = None,
    ) -> answers.OneNotice:
        """What is not given stays."""
        body = given({"title": title, "text": text, "audience": audience, "reminders": reminders})
        return self._send("PATCH", f"/notices/{key}", answers.OneNotice, body)

    def redraft_notice(self, key: int) -> answers.OneNotice:
        return self._send("POST", f"/notices/{key}/redraft", answers.OneNotice)

    def send_notice(self, key: int, late_why: str = "") -> answers.OneNotice:
        """Too late, only with the reason why all the same."""
        body = {"late_why": late_why}
        return self._send("POST", f"/notices/{key}/send", answers.OneNotice, body)

    def end_notice(self, key: int) -> answers.OneNotice:
        """Calls it off."""
        return self._send("POST", f"/notices/{key}/end", answers.OneNotice)

    def inbox(self) -> Iterator[answers.Message]:
        """One's own messages, the newest first."""
        return self._pages("/inbox", answers.Message)

    def message(self, key: int) -> answers.OneMessage:
        return self._get(f"/inbox/{key}", answers.OneMessage)

    def message_entries(self, key: int) -> Iterator[answers.Going]:
        """The recipient's entries that go, and what becomes of each."""
        return self._pages(f"/inbox/{key}/entries", answers.Going)

    def read_message(self, key: int) -> answers.OneMessage:
        return self._send("POST", f"/inbox/{key}/read", answers.OneMessage)

    def acknowledge_message(self, key: int) -> answers.OneMessage:
        return self._send("POST", f"/inbox/{key}/acknowledge", answers.OneMessage)
