"""Output appears under its final name whole, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from yellowcart.kit.errors import BadInput

FINDER = ".DS_Store"
"""What macOS leaves in a folder that somebody looked into."""


@contextmanager
def placed_file(output: Path) -> Iterator[Path]:
    """A path to write to, beside `output`, that becomes `output` when the block ends well."""
    if output.is_dir():
        raise BadInput("a folder is in the way", source=output, expected="the name of a file")
    with _workshop(output) as workshop:
        yield workshop / output.name
        (workshop / output.name).replace(output)


@contextmanager
def placed_folder(output: Path, ours: Sequence[str]) -> Iterator[Path]:
    """A folder to write to, beside `output`, that becomes `output` when the block ends well.

    An earlier output is replaced only then; whatever else ends the block, an interrupt too,
    leaves it as it was and removes what was written. `ours` are the patterns of the names that
    such an output holds: a folder with anything else in it is refused with BadInput, so that
    nobody's files are lost, and before anything is written.
    """
    output = output.resolve()
    if output.exists() and not output.is_dir():
        raise BadInput("a file is in the way", source=output, expected="the name of a folder")
    there = sorted(output.iterdir()) if output.exists() else []
    for path in there:
        if path.is_dir() or not any(path.match(pattern) for pattern in (*ours, FINDER)):
            raise BadInput(
                f"the folder holds {path.name}, which is no output of this command",
                source=output,
                expected="a new or an empty folder, or an earlier output",
            )
    with _workshop(output) as workshop:
        unfinished = workshop / output.name
        unfinished.mkdir()
        yield unfinished
        _swap(unfinished, output, workshop / "earlier")


@contextmanager
def _workshop(output: Path) -> Iterator[Path]:
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        workshop = Path(mkdtemp(prefix=f".{output.name}-", dir=output.parent))
    except OSError as error:
        raise BadInput(
            f"{output} cannot be made ({error.strerror})",
            field="output",
            expected="a name in a folder that can be written to",
        ) from None
    try:
        yield workshop
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _swap(unfinished: Path, output: Path, earlier: Path) -> None:
    if not output.exists():
        unfinished.rename(output)
        return
    try:
        output.rename(earlier)
        unfinished.rename(output)
    except BaseException:  # an interrupt between the two, too
        if not output.exists():
            earlier.rename(output)
        raise
