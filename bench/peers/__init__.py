"""Other engines, given the same rules."""
