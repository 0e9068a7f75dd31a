"""The machine that figures were measured on, in a line."""

import os
import platform
from pathlib import Path


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores of {processor()}, {memory:.0f} GiB, {system()},"
        f" Python {platform.python_version()}"
    )


def processor() -> str:
    about = Path("/proc/cpuinfo")
    names = about.read_text().splitlines() if about.exists() else []
    models = [line.partition(":")[2].strip() for line in names if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.platform(terse=True)
