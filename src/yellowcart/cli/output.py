"""JSON for programs, text for people."""

import json
import sys
from typing import Any


def wants_json(asked: bool | None) -> bool:
    """As asked with --json or --plain; else JSON unless a person sits at a terminal."""
    return not sys.stdout.isatty() if asked is None else asked


def print_json(value: Any) -> None:
    """One JSON document on one line, Chinese as it is."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def printable(text: str) -> str:
    """On one line, without the control characters by which a text could steer the terminal."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in text)
