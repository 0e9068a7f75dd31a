"""The terms over everything that hangs: what a transition takes down, whom it touches, and why."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yellowcart.sweep.run import sweep as sweep
    from yellowcart.sweep.summary import Summary as Summary

__all__ = ["Summary", "sweep"]


def __getattr__(name: str) -> Any:
    # Arrow and numba load only when something is swept, so that the command line starts fast.
    if name == "sweep":
        from yellowcart.sweep.run import sweep

        return sweep
    if name == "Summary":
        from yellowcart.sweep.summary import Summary

        return Summary
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
