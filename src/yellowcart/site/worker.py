"""A process that does what was put off, kept running beside the server or alone."""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from yellowcart.site.environment import read_environment
from yellowcart.site.fitness import refuse_unsafe_environment
from yellowcart.site.installation import installation

PROCESS = "from yellowcart.site.worker_process import main; main({at_once})"
AT_ONCE = 8
"""Jobs at a time. They wait for others' servers most of the time."""
ENDS_WITHIN = 10
"""Seconds that jobs under way are given; what is cut off then is done again by the next worker."""
SECONDS_BEFORE_ANOTHER = 1.0
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def work(at_once: int, *, prepared: Callable[[], None] | None = None) -> None:
    """Works until a signal ends it. `prepared` is called once the database is ready."""
    from yellowcart.site.serve import prepare, stops_in_good_order, watched

    environment = read_environment()
    if not environment.development:
        refuse_unsafe_environment(environment)
    with stops_in_good_order(), installation() as cluster:
        prepare()
        with watched(cluster), working(at_once):
            if prepared is not None:
                prepared()
            threading.Event().wait()


@contextmanager
def working(at_once: int = AT_ONCE) -> Iterator[None]:
    """Meanwhile a process of its own works; should somebody kill it, another is started."""
    over = threading.Event()
    keeper = threading.Thread(target=_keep, args=(at_once, over), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep(at_once: int, over: threading.Event) -> None:
    # A process inherits what its parent's thread holds back. Until it can stop in good order,
    # no signal from a terminal, which goes to all of us, breaks off its start.
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    while not over.is_set():
        command = [sys.executable, "-P", "-c", PROCESS.format(at_once=at_once)]
        # It ends with us, however we end: our end of the pipe is closed then.
        with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
            while process.poll() is None and not over.wait(0.2):
                pass
            _end(process)
        over.wait(SECONDS_BEFORE_ANOTHER)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(ENDS_WITHIN)
    process.kill()
