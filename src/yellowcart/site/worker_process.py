"""The worker itself: a process that its parent starts, and starts again."""

import asyncio
import logging
import os
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import django
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

from yellowcart.site.worker import ENDS_WITHIN, SIGNALS

SECONDS_BEFORE_ANOTHER_TRY = 1.0
THREADS_BESIDES = 4
"""For what the worker itself does in threads."""

log = logging.getLogger(__name__)


def main(at_once: int) -> None:
    for number in (signal.SIGINT, signal.SIGHUP):  # the parent's to answer
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    django.setup()
    asyncio.run(_work(at_once))


def _end_with_the_parent() -> None:
    os.read(sys.stdin.fileno(), 1)  # nothing comes, until the parent is gone
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(ENDS_WITHIN)
    os._exit(1)


async def _work(at_once: int) -> None:
    """Works until SIGTERM; while the database is away, tries again and again."""
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(at_once + THREADS_BESIDES))
    ending = asyncio.Event()

    def told_to_end() -> None:
        # Connections still being opened are broken off, which its log would call a warning.
        logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
        ending.set()

    loop.add_signal_handler(signal.SIGTERM, told_to_end)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    end = asyncio.create_task(ending.wait())
    while not end.done():
        jobs = asyncio.create_task(_do_jobs(at_once))
        await asyncio.wait({jobs, end}, return_when=asyncio.FIRST_COMPLETED)
        jobs.cancel()  # it finishes what it began
        try:
            with suppress(asyncio.CancelledError):
                await jobs
        except ConnectorException as error:
            log.warning("the database is away: %s", error)
        await asyncio.wait({end}, timeout=SECONDS_BEFORE_ANOTHER_TRY)


def the_app() -> App:
    """The app that the worker runs, with every task."""
    from yellowcart.site import housekeeping  # noqa: F401 (its tasks are known from now on)

    # An app of its own: jobs that put others off do so by Django's connection, within their
    # transaction, which `replace_connector` would take from them.
    assert isinstance(app.connector, DjangoConnector)
    worker: App = app.with_connector(app.connector.get_worker_connector())
    return worker


async def _do_jobs(at_once: int) -> None:
    worker = the_app()
    async with worker.open_async():
        await worker.run_worker_async(
            concurrency=at_once,
            install_signal_handlers=False,
            shutdown_graceful_timeout=ENDS_WITHIN,
            delete_jobs="successful",
        )
