"""Lines of UTF-8 text, from a file or from standard input."""

import gzip
import json
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from yellowcart.kit.errors import BadInput

STANDARD_INPUT = "-"


def shown_name(file: str) -> str:
    return "standard input" if file == STANDARD_INPUT else file


def lines_of(file: str) -> Iterator[tuple[int, str]]:
    """Each line with its number from 1, its line end kept. `-` is standard input, and a name in
    `.gz` is unpacked. Raises BadInput at the first line that is no UTF-8."""
    with _opened(file) as raw:
        for number, line in enumerate(raw, 1):
            try:
                yield number, line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise BadInput(
                    f"not UTF-8 (byte {error.start + 1} of the line)",
                    source=shown_name(file),
                    line=number,
                    expected="text in UTF-8",
                ) from None


def objects_of(file: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The JSON object on each line that is not blank, with the line's number."""
    for number, line in lines_of(file):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", "nested too deep")
            raise _no_object(file, number, f"not JSON ({reason})") from None
        if not isinstance(value, dict):
            raise _no_object(file, number, "not a JSON object")
        yield number, value


def _no_object(file: str, line: int, message: str) -> BadInput:
    return BadInput(message, source=shown_name(file), line=line, expected="a JSON object a line")


@contextmanager
def _opened(file: str) -> Iterator[Iterable[bytes]]:
    if file == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    try:
        with gzip.open(file) if file.endswith(".gz") else Path(file).open("rb") as raw:
            yield raw
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BadInput(f"cannot be unpacked ({error})", source=file) from None
    except OSError as error:
        raise BadInput(f"cannot be read ({error.strerror})", source=file) from None
