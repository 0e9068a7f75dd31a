"""Where the story is played: a database with nothing in it, filled for it."""

from collections.abc import Iterator
from datetime import tzinfo
from typing import TYPE_CHECKING

import django
from django.core.management import call_command

if TYPE_CHECKING:
    from yellowcart.demo.story import Scene


def played(language: str, creators: int) -> "Iterator[tuple[Scene, tzinfo]]":
    """The scenes of the story, on a platform of so many creators; with the platform's zone."""
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    # Models can be imported only now.
    from yellowcart.demo.platform import fill
    from yellowcart.demo.story import before_the_amendment, play, to

    to("2022-02-21T12:00:00+08:00")
    terms = before_the_amendment()
    fill(terms, creators)
    for scene in play(language):
        yield scene, terms.zone
