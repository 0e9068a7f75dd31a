"""Our own lints: what Ruff does not know of. `python -m lints PATH...` runs them."""
