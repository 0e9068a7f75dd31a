"""What must be so before strangers are let in."""

import os

from yellowcart.kit.errors import YellowcartError
from yellowcart.site.environment import Environment

SHORTEST_SECRET = 32
DEMO_ENDING = "@demo.invalid"
"""How the address of every demo account ends; `.invalid` is nobody's, by RFC 2606."""


class NotFitForProduction(YellowcartError):
    """Served as it is, Yellowcart would not be safe. YELLOWCART_DEVELOPMENT=1 serves it so."""

    code = "not-fit-for-production"
    status = 503


def refuse_unsafe_environment(environment: Environment) -> None:
    """What can be told before anything is started."""
    if environment.debug:
        raise NotFitForProduction("YELLOWCART_DEBUG=1 shows strangers the code: leave it out")
    if environment.ahead:
        raise NotFitForProduction("YELLOWCART_SECONDS_AHEAD moves the clock: leave it out")
    if "*" in environment.hosts:
        raise NotFitForProduction("YELLOWCART_HOSTS must name the hosts, not `*`")
    if environment.database_url:
        if not environment.secret_key:
            raise NotFitForProduction(
                "with DATABASE_URL, YELLOWCART_SECRET_KEY is needed too: the same for every "
                "process, at least 32 characters, for example from `openssl rand -base64 48`"
            )
    elif not os.environ.get("YELLOWCART_DATA"):
        raise NotFitForProduction(
            "YELLOWCART_DATA must name the folder that keeps the database, such as "
            "/srv/yellowcart, or DATABASE_URL a database of yours"
        )
    if environment.secret_key and (
        len(environment.secret_key) < SHORTEST_SECRET or len(set(environment.secret_key)) < 10
    ):
        raise NotFitForProduction(
            "YELLOWCART_SECRET_KEY can be guessed: take one from `openssl rand -base64 48`"
        )


def refuse_demo_accounts() -> None:
    """Their passwords are printed in the documents."""
    from yellowcart.parties.models import Person

    demo = Person.objects.filter(email__endswith=DEMO_ENDING, is_active=True).order_by("username")
    if names := list(demo.values_list("username", flat=True)):
        shown = ", ".join(names[:5]) + (" and others" if len(names) > 5 else "")
        raise NotFitForProduction(
            f"there are demo accounts ({shown}): production starts on a database without them"
        )
