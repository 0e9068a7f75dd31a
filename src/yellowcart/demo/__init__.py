"""A platform to try, and the event of 2022 played on it from end to end."""
