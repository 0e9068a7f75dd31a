"""Refusals name the option that was given, not the parameter that it became."""

from collections.abc import Iterator
from contextlib import contextmanager

from yellowcart.kit.errors import BadInput


@contextmanager
def about_options(*parameters: str) -> Iterator[None]:
    """Within it, BadInput about `known_at` becomes one about `--known-at`."""
    try:
        yield
    except BadInput as error:
        if error.source is None and error.field in parameters:
            error.field = "--" + error.field.replace("_", "-")
        raise
