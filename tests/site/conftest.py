"""Folders that PostgreSQL's account can come to, and servers that no test leaves behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError

import pytest

from yellowcart.site.database import Cluster
from yellowcart.site.database.running import server_in

COMMAND = [sys.executable, "-c", "import sys; from yellowcart.cli import main; sys.exit(main())"]


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder; what still runs in it when the test is over is ended."""
    outer = Path(tempfile.mkdtemp(prefix="yellowcart-site-"))
    outer.chmod(0o755)
    folder = outer / "data"
    yield folder
    server = server_in(folder / "postgres")
    if server is not None:
        kill(server.process)
    shutil.rmtree(outer, ignore_errors=True)


@pytest.fixture
def cluster(data: Path) -> Iterator[Cluster]:
    one = Cluster(data)
    yield one
    one.stop()


class Served:
    """`yellowcart` as a process of its own, in a session of its own."""

    def __init__(self, *arguments: str, environment: dict[str, str]) -> None:
        inherited = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
        self.started = time.monotonic()
        # A pipe that nobody reads would fill up, and hold up whoever logs.
        self.errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - as long as the process
        self.process = subprocess.Popen(
            [*COMMAND, *arguments], env=inherited | environment, start_new_session=True,
            stdout=subprocess.PIPE, stderr=self.errors, text=True,
        )  # fmt: skip

    def end(self, number: int) -> tuple[int, str, str]:
        """Exit code, output and errors after a signal to it, and to all that it started."""
        os.killpg(self.process.pid, number)
        return self.said()

    def said(self, within: float = 30) -> tuple[int, str, str]:
        """Exit code, output and errors, once it has ended; to be asked once."""
        out, _ = self.process.communicate(timeout=within)
        with self.errors:
            self.errors.seek(0)
            return self.process.returncode, out, self.errors.read()


class Site:
    """A server on a port of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.environment = {"YELLOWCART_DATA": str(data), "YELLOWCART_DEVELOPMENT": "1"}
        self.served: list[Served] = []

    def serve(self, *options: str) -> Served:
        return self.start("serve", "--port", str(self.port), *options)

    def start(self, *arguments: str) -> Served:
        one = Served(*arguments, environment=self.environment)
        self.served.append(one)
        return one

    def wait_until_healthy(self, within: float = 60) -> None:
        until = time.monotonic() + within
        while self.health() != 200:
            ended = self.served[-1].process.poll()
            assert ended is None, self.served[-1].said()
            assert time.monotonic() < until, f"not healthy within {within} s"
            time.sleep(0.1)

    def health(self) -> int | None:
        return self.get("/healthz")[0]

    def get(self, path: str) -> tuple[int | None, dict[str, str]]:
        """Status and headers; None where nobody answers."""
        try:
            with urllib.request.urlopen(self.url(path), timeout=5) as answer:
                return answer.status, {k.lower(): v for k, v in answer.headers.items()}
        except urllib.error.HTTPError as error:
            with error:
                return error.code, {k.lower(): v for k, v in error.headers.items()}
        except (URLError, OSError):
            return None, {}

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        served = Served(*arguments, environment=self.environment)
        self.served.insert(0, served)
        return subprocess.CompletedProcess(arguments, *served.said(within=60))


@pytest.fixture
def site(data: Path) -> Iterator[Site]:
    one = Site(data)
    yield one
    for served in one.served:
        if served.process.poll() is None:
            os.killpg(served.process.pid, signal.SIGKILL)
        if not served.errors.closed:
            served.said()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def kill(process: int) -> None:
    """Kills it, and waits until it is gone."""
    os.kill(process, signal.SIGKILL)
    while command_of(process):
        time.sleep(0.01)


def command_of(process: int) -> str:
    """Empty once it has ended, though its parent has not asked after it."""
    ran = subprocess.run(
        ["ps", "-ww", "-o", "stat=,command=", "-p", str(process)], capture_output=True, text=True
    )
    return "" if ran.stdout.startswith("Z") else ran.stdout.strip()


def processes_about(folder: Path) -> list[str]:
    """The living processes whose command names the folder, or that run for its server."""
    ran = subprocess.run(
        ["ps", "-ww", "-e", "-o", "stat=,command="], capture_output=True, text=True, check=True
    )
    lines = [line for line in ran.stdout.splitlines() if not line.startswith("Z")]
    return [line for line in lines if str(folder) in line]


def wait_for(true: Callable[[], object], within: float = 30) -> None:
    until = time.monotonic() + within
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)
