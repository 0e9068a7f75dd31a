"""A PostgreSQL server of our own: started by the first who needs it, stopped by the last."""

import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from yellowcart.site.database.account import Account, account_for, can_reach
from yellowcart.site.database.binaries import Binaries, binaries_for
from yellowcart.site.database.errors import DatabaseWillNotStart, FolderNotReachable
from yellowcart.site.database.make import NAME, make_cluster, password_file, refuse_another_major
from yellowcart.site.database.running import Server, forget_the_dead, server_in

HOST = "127.0.0.1"
TRIES_FOR = 15.0
"""Seconds. After a kill -9 the dead server's children hold its memory for about two."""
RECOVERS_WITHIN = 600
"""Seconds a server is given to play back its log after a crash."""
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "%a.log",  # a week of them
    "log_rotation_age": "1d",
    "log_truncate_on_rotation": "on",
    "log_line_prefix": "'%m [%p] '",
    "log_min_error_statement": "panic",  # statements hold people's data
}
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
THROWAWAY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class Cluster:
    """The server in `<data>/postgres`.

    Whoever uses it holds a lock that ends with its process, however that ends. So a
    server left running by a client that was killed is found by the next and used, and
    the last to leave stops it.
    """

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self.data = data.resolve()
        self.folder = self.data / "postgres"
        self._durable = durable
        self._settings = SETTINGS | (DURABLE if durable else THROWAWAY)
        self._users: int | None = None

    def start(self) -> str:
        """Starts the server, or finds it running; answers its `DATABASE_URL`."""
        if not self.data.exists():
            self.data.mkdir(parents=True)
            self.data.chmod(0o755)
        account = account_for(self.folder)
        if not can_reach(account, self.data):
            raise FolderNotReachable(
                f"PostgreSQL will not run as root, and user {account.user}, under whom it runs "
                f"instead, cannot come to {self.data}: name a folder in YELLOWCART_DATA that "
                "others may pass to, for example /srv/yellowcart, or start Yellowcart as the "
                "user whom that folder belongs to"
            )
        with self._alone():
            self._enter()
            try:
                server = self._start(account)
                return self._url(server.port)
            except BaseException:
                self._leave()
                raise

    def stop(self) -> None:
        """Leaves the server; the last to leave stops it, cleanly."""
        if self._users is None:
            return
        with self._alone():
            if self._leave():
                self._stop()

    def running(self) -> str | None:
        """The `DATABASE_URL` of the server if it runs and answers."""
        server = server_in(self.folder)
        if server is None or not self._answers(server):
            return None
        return self._url(server.port)

    def restart_if_dead(self) -> None:
        """Starts the server again, at the port it had, if someone killed it."""
        if self._users is not None and server_in(self.folder) is None:
            with self._alone():
                self._start(account_for(self.folder))

    def _start(self, account: Account) -> Server:
        server = server_in(self.folder)
        binaries = binaries_for(account, self.data)
        if not self.folder.exists():
            make_cluster(self.folder, account, binaries, durable=self._durable)
        refuse_another_major(self.folder)
        until = time.monotonic() + TRIES_FOR
        while server is None:
            forget_the_dead(self.folder)
            said = self._launch(account, binaries)
            server = server_in(self.folder)
            if server is None and time.monotonic() > until:
                raise DatabaseWillNotStart(f"PostgreSQL did not start in {self.folder}: {said}")
            if server is None:
                time.sleep(0.2)
        return self._wait(server)

    def _launch(self, account: Account, binaries: Binaries) -> str:
        port = self._port()
        settings = self._settings | {"port": str(port)}
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        started = self.folder / "start.log"
        started.unlink(missing_ok=True)
        ran = account.run(
            [
                binaries["pg_ctl"], "start", "-D", self.folder, "-l", started, "-o", options,
                "-w", "-s", "-t", str(RECOVERS_WITHIN),
            ],
            timeout=RECOVERS_WITHIN + 10,
        )  # fmt: skip
        log = started.read_text(errors="replace") if started.exists() else ""
        return " ".join(f"{ran.stdout} {log}".split())

    def _wait(self, server: Server) -> Server:
        """One found while it starts or recovers is waited for."""
        until = time.monotonic() + RECOVERS_WITHIN
        while not self._answers(server):
            found = server_in(self.folder)
            if found is None or time.monotonic() > until:
                raise DatabaseWillNotStart(f"the server found in {self.folder} does not answer")
            server = found
            time.sleep(0.1)
        return server

    def _answers(self, server: Server) -> bool:
        if server.status != "ready":
            return False
        try:
            with psycopg.connect(self._url(server.port), connect_timeout=5):
                return True
        except psycopg.OperationalError:
            return False

    def _stop(self) -> None:
        if server_in(self.folder) is None:
            return
        account = account_for(self.folder)
        binaries = binaries_for(account, self.data)
        ran = account.run(
            [binaries["pg_ctl"], "stop", "-D", self.folder, "-m", "fast", "-w", "-s", "-t", "60"]
        )
        if server_in(self.folder) is not None:
            raise DatabaseWillNotStart(f"PostgreSQL does not stop: {ran.stdout.strip()}")

    def _url(self, port: int) -> str:
        password = quote(password_file(self.folder).read_text(), safe="")
        return f"postgresql://{NAME}:{password}@{HOST}:{port}/{NAME}"

    def _port(self) -> int:
        """The port it had before, so that whoever was connected finds it again; or a free one."""
        kept = self.data / "postgres.port"
        try:
            wanted = int(kept.read_text())
        except (FileNotFoundError, ValueError):
            wanted = 0
        port = free_port(wanted) or free_port(0)
        kept.write_text(str(port))
        return port

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else starts or stops the server meanwhile."""
        descriptor = os.open(self.data / "postgres.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _enter(self) -> None:
        if self._users is None:
            self._users = os.open(self.data / "postgres.users", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._users, fcntl.LOCK_SH)

    def _leave(self) -> bool:
        """Whether nobody is left."""
        if self._users is None:
            return False
        descriptor, self._users = self._users, None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(descriptor)
        return True


def free_port(wanted: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, wanted))
        except OSError:
            return 0
        return int(probe.getsockname()[1])
