"""Runs commands as a person at a terminal would, in a folder of their own, without the network."""

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple

COLUMNS = "120"
OFFLINE = Path(__file__).parent / "offline"
STYLE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Ran(NamedTuple):
    code: int
    printed: str


def surroundings(language: str = "en") -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    return {
        **kept,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": str(OFFLINE),
        "LANG": "zh_CN.UTF-8" if language == "zh" else "C.UTF-8",
        "COLUMNS": COLUMNS,
        "TERM": "xterm",
    }


def run(command: str, folder: Path, language: str) -> Ran:
    """What the command prints on a terminal, errors after the rest."""
    ours, theirs = os.openpty()
    with TemporaryFile() as errors:
        with subprocess.Popen(
            ["bash", "-o", "pipefail", "-c", command],
            cwd=folder,
            env=surroundings(language),
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=errors,
        ) as process:
            os.close(theirs)
            printed = _all_of(ours)
        errors.seek(0)
        printed += errors.read()
    return Ran(process.returncode, STYLE.sub("", printed.decode()).replace("\r\n", "\n").strip())


def _all_of(terminal: int) -> bytes:
    printed = b""
    try:
        while more := os.read(terminal, 65_536):
            printed += more
    except OSError:  # Linux reports the far end's closing as an error
        pass
    finally:
        os.close(terminal)
    return printed
