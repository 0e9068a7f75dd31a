"""What a cluster's folder says of the server that runs in it: `postmaster.pid`."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

PORT, STATUS = 3, 7
"""Lines of the file."""
LINUX = Path("/proc/self").parent


@dataclass(frozen=True)
class Server:
    process: int
    port: int
    status: str


def server_in(cluster: Path) -> Server | None:
    """The living server of this folder; None if there is none, or it has not said its port yet."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        process = int(lines[0])
        if not _is_postgres(process, cluster):
            return None
        return Server(process, int(lines[PORT]), lines[STATUS].strip())
    except (FileNotFoundError, IndexError, ValueError):
        return None


def forget_the_dead(cluster: Path) -> None:
    """Removes a `postmaster.pid` that names no living server of this folder.

    PostgreSQL sees for itself that nothing has the number any more. It does not see that
    another program was given it since, or that the dead server waits for a parent that
    never asks after it, as in many containers. That no process of the dead server still
    holds its memory PostgreSQL checks by the folder too.
    """
    file = cluster / "postmaster.pid"
    try:
        process = int(file.read_text().splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return
    if not _is_postgres(process, cluster):
        file.unlink(missing_ok=True)


def _is_postgres(process: int, cluster: Path) -> bool:
    command = _command(process)
    return "postgres" in command and str(cluster) in command


def _command(process: int) -> str:
    """The command line of a living process; empty if there is none, or it has ended."""
    if LINUX.exists():
        try:
            return (LINUX / str(process) / "cmdline").read_text().replace("\0", " ")
        except OSError:
            return ""
    ran = subprocess.run(
        ["/bin/ps", "-ww", "-o", "command=", "-p", str(process)], capture_output=True, text=True
    )
    return ran.stdout
