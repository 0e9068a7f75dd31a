"""Runs something in a process of its own, and tells how much memory that took."""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]


class Ran(NamedTuple):
    seconds: list[float]
    peak_mib: float


def run(module: str, *arguments: object) -> Ran:
    """Runs `python -m module`, whose last line of output is what `tell` wrote."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.stderr.write(done.stderr)
        done.check_returncode()
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return Ran(told["seconds"], told["peak_mib"])


def tell(seconds: list[float]) -> None:
    print(json.dumps({"seconds": seconds, "peak_mib": peak_mib()}))


def peak_mib() -> float:
    """The most memory that this process has held at once."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage there also counts what the parent held when it forked
        line = next(line for line in status.read_text().splitlines() if "VmHWM" in line)
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
