"""Prepares the database, serves, and stops everything that it started."""

import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from yellowcart.kit.errors import BadInput, YellowcartError
from yellowcart.site.database import Cluster
from yellowcart.site.environment import read_environment
from yellowcart.site.fitness import refuse_demo_accounts, refuse_unsafe_environment
from yellowcart.site.installation import installation
from yellowcart.site.worker import working

MIGRATION_LOCK = 0x79_63_6D_69  # "ycmi": any number that nobody else takes
APPLICATION = "yellowcart.site.asgi:app"
ENDS_WITHIN = 10
"""Seconds that answers under way are given when the server is told to stop."""


class PortTaken(BadInput):
    """Somebody else listens there, or we may not."""

    code = "port-taken"
    status = 409


def serve(
    host: str, port: int, workers: int, *, prepared: Callable[[], None] | None = None
) -> None:
    """Serves until a signal ends it. `prepared` is called once the database is ready."""
    import uvicorn

    environment = read_environment()
    if not environment.development:
        refuse_unsafe_environment(environment)
    refuse_taken_port(host, port)
    with stops_in_good_order(), installation() as cluster:
        prepare()
        if not environment.development:
            refuse_demo_accounts()
        if prepared is not None:
            prepared()
        with watched(cluster), working():
            uvicorn.run(
                APPLICATION, host=host, port=port, workers=workers,
                loop="uvloop", http="httptools", ws="none", lifespan="on",
                log_level="warning", access_log=False, server_header=False,
                timeout_graceful_shutdown=ENDS_WITHIN,
            )  # fmt: skip


def refuse_taken_port(host: str, port: int) -> None:
    """Before anything is started; uvicorn would find it out last."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"cannot listen on {host}, port {port}: {(error.strerror or '').lower()}",
                expected="a free one, by --port",
            ) from None


def prepare() -> None:
    """Brings the tables and the assets up to date. Several servers may start at once."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            call_command("migrate", interactive=False, verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
    connection.close()


@contextmanager
def watched(cluster: Cluster | None) -> Iterator[None]:
    """Starts the embedded database again should somebody kill it."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.5):
            try:
                if cluster is not None:
                    cluster.restart_if_dead()
            except YellowcartError as error:  # a full disk may have room again in a moment
                print(f"yellowcart: {error}", file=sys.stderr, flush=True)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


@contextmanager
def stops_in_good_order() -> Iterator[None]:
    """One signal stops the server; more of them do not keep it from stopping its database."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
