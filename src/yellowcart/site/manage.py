"""Django's own commands, on this installation."""

from collections.abc import Sequence

from yellowcart.site.installation import installation


def manage(arguments: Sequence[str]) -> None:
    from django.core.management import execute_from_command_line

    with installation():
        execute_from_command_line(["yellowcart manage", *arguments])
