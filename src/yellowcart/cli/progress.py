"""A progress bar on standard error, for people at a terminal only."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

OnRows = Callable[[int, int | None], None]


@contextmanager
def progress_bar(label: str) -> Iterator[OnRows | None]:
    """Gives a function that takes the rows done and, where known, all of them; else None."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
        task = progress.add_task(label, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
