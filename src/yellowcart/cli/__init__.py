"""The command line: `yellowcart`."""

from yellowcart.cli.entry import main

__all__ = ["main"]
