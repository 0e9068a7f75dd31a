"""The compiled table that a process answers by: shared by its threads, never older than a second.

A change that is already known needs nothing: the table answers for every instant. What comes
into force is told by the database (LISTEN, NOTIFY); behind that its revision is asked for every
second, should a message or the connection be lost.
"""

from __future__ import annotations

import logging
from threading import Event, Lock, Thread

from django.db import DatabaseError, connection

from yellowcart.agreements.locks import hold_terms
from yellowcart.agreements.queries import revision, terms_on_file
from yellowcart.terms import Table

CHANNEL = "yellowcart_terms"
SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_BEFORE_ANOTHER_TRY = 0.2

log = logging.getLogger(__name__)


class HeldTerms:
    """The table of what is on file, kept up to date by a thread of its own from `start` on."""

    def __init__(self) -> None:
        self._table: Table | None = None
        self._revision = -1
        self._starting = Lock()
        self._thread: Thread | None = None
        self._ended = Event()

    def current(self) -> Table:
        """The table, at no cost: what was on file a moment ago. The first call loads it."""
        table = self._table
        return table if table is not None else self._start()

    @property
    def loaded(self) -> Table | None:
        """The table without waiting for the database; None: it was not loaded yet."""
        return self._table

    def keep_trying(self) -> None:
        """Starts the thread although nothing could be loaded: it loads as soon as it can."""
        with self._starting:
            self._run()

    def refresh(self) -> Table:
        """Loads what is on file now, if that has changed."""
        found = revision()
        table = self._table
        if table is None or found != self._revision:
            # Read before the terms: a change in between is loaded twice rather than missed.
            table = terms_on_file().table()
            self._table, self._revision = table, found
        return table

    def stop(self) -> None:
        """Ends the thread and forgets the table; the next `current` starts anew."""
        with self._starting:
            self._ended.set()
            if self._thread is not None:
                self._thread.join()
            self._thread, self._table, self._revision = None, None, -1
            self._ended = Event()

    def _start(self) -> Table:
        with self._starting:
            table = self._table or self.refresh()
            self._run()
        return table

    def _run(self) -> None:
        if self._thread is None:
            self._thread = Thread(
                target=self._keep, args=(self._ended,), name="held-terms", daemon=True
            )
            self._thread.start()

    def _keep(self, ended: Event) -> None:
        while not ended.is_set():
            try:
                self._listen(ended)
            except DatabaseError as error:
                log.warning("the terms are as they were: %s", error)
                ended.wait(SECONDS_BEFORE_ANOTHER_TRY)
            finally:
                connection.close()

    def _listen(self, ended: Event) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        while not ended.is_set():
            self.refresh()
            with connection.wrap_database_errors:
                told = connection.connection.notifies(timeout=SECONDS_BETWEEN_LOOKS, stop_after=1)
                for _ in told:
                    pass


held = HeldTerms()
"""This process's."""
current = held.current


def decided_by() -> Table:
    """The table for a decision that is written down: within a transaction, by exactly what is in
    force, and nothing comes into force until it ends."""
    hold_terms()
    return held.refresh()
