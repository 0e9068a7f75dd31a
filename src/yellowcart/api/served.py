"""The decisions that `yellowcart serve` answers, by what is on file."""

import atexit
import logging
import subprocess
import sys
from threading import Thread

from django.db import DatabaseError, connection

from yellowcart.agreements.held import held
from yellowcart.api.held_keys import callers
from yellowcart.api.hot import Decisions
from yellowcart.api.problems import Refusal
from yellowcart.links.column import warm
from yellowcart.terms import Table

MOST_SECONDS = 10.0
WARM = "from yellowcart.links.column import warm; warm()"
log = logging.getLogger(__name__)


def _table() -> Table:
    """In the event loop, so that it may not wait for the database."""
    table = held.loaded
    if table is None:
        raise Refusal(503, "not-ready", "the agreements are not loaded yet")
    return table


def _load() -> None:
    try:
        held.current()
    except DatabaseError as error:
        log.warning("the agreements are not loaded yet: %s", error)
        held.keep_trying()
    finally:
        connection.close()


def _warm() -> None:
    """First in a process of its own: what was never compiled takes a minute, and would hold up
    every answer here. It is kept on disk, and loaded in a moment."""
    compiling = subprocess.Popen(
        [sys.executable, "-P", "-c", WARM], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    atexit.register(compiling.kill)
    compiling.wait()
    warm()


def make_application() -> Decisions:
    """With the agreements loaded, if the database answers; links are read compiled soon after."""
    loading = Thread(target=_load, name="load-terms", daemon=True)
    loading.start()  # in a thread: the server calls this within its event loop
    loading.join(MOST_SECONDS)
    Thread(target=_warm, name="warm-recogniser", daemon=True).start()
    return Decisions(_table, callers)
