"""The pages: the console of the platform's own people, and the creators' own page."""
