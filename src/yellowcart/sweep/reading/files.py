"""Which files an inventory is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from glob import glob, has_magic
from pathlib import Path
from typing import Literal

from yellowcart.kit.errors import BadInput

Format = Literal["parquet", "csv", "jsonl"]
FORMATS: dict[str, Format] = {
    ".parquet": "parquet",
    ".pq": "parquet",
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
EXPECTED = "Parquet, CSV or JSONL (.parquet, .csv, .jsonl, the last two also as .gz)"


def format_of(path: Path) -> Format | None:
    named = path.with_suffix("") if path.suffix == ".gz" else path
    found = FORMATS.get(named.suffix.lower())
    return None if found == "parquet" and path.suffix == ".gz" else found


def find_files(inventory: Sequence[str | Path]) -> list[Path]:
    """The files of an inventory, each once however it is named, in order.

    A name may be a file, a folder (every inventory file in it, at any depth, hidden ones and
    those that begin with an underscore left out) or a glob. Raises BadInput for a name that
    gives no file and for a file of another format.
    """
    if not inventory:
        raise BadInput("no inventory", expected="at least one file, folder or glob")
    found: dict[Path, Path] = {}
    for name in inventory:
        paths = list(_of(name))
        if not paths:
            raise BadInput("no inventory file here", source=name, expected=EXPECTED)
        for path in paths:
            found.setdefault(path.resolve(), path)
    return list(found.values())


def _of(name: str | Path) -> Iterator[Path]:
    path = Path(name)
    if path.is_dir():
        yield from sorted(filter(_belongs, path.rglob("*")))
    elif path.exists():
        if format_of(path) is None:
            raise BadInput("not an inventory file", source=path, expected=EXPECTED)
        yield path
    elif has_magic(str(name)):
        for match in sorted(glob(str(name), recursive=True)):
            yield from _of(match)
    else:
        raise BadInput("no such file or folder", source=name)


def _belongs(path: Path) -> bool:
    return path.is_file() and not path.name.startswith((".", "_")) and format_of(path) is not None
