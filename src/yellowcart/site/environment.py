"""What an installation says of itself, by environment variables."""

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

DEFAULT_DATA = Path("out/site")


@dataclass(frozen=True)
class Environment:
    data_folder: Path
    """Where the embedded database, the secret and collected assets live."""
    database_url: str
    """A PostgreSQL of yours; empty: the embedded one."""
    secret_key: str
    hosts: tuple[str, ...]
    development: bool
    """Demo accounts and plain HTTP are allowed."""
    debug: bool
    """Django's own pages about errors, which show what no stranger may see."""
    short_links: bool
    """The marketplaces' servers are asked what a short link leads to."""
    private_webhooks: bool
    """Events may be told to addresses on a private network."""
    smtp: str
    """The mail server's address; empty: no e-mail goes out."""
    mail_from: str
    """Whom e-mail comes from."""
    ahead: timedelta
    """How much later than the machine's clock it is here: to play an event of another year."""


def read_environment() -> Environment:
    given = os.environ.get
    hosts = given("YELLOWCART_HOSTS", "localhost,127.0.0.1").split(",")
    return Environment(
        data_folder=Path(given("YELLOWCART_DATA") or DEFAULT_DATA).resolve(),
        database_url=given("DATABASE_URL", ""),
        secret_key=given("YELLOWCART_SECRET_KEY", ""),
        hosts=tuple(host.strip() for host in hosts),
        development=given("YELLOWCART_DEVELOPMENT", "") == "1",
        debug=given("YELLOWCART_DEBUG", "") == "1",
        short_links=given("YELLOWCART_SHORT_LINKS", "") == "1",
        private_webhooks=given("YELLOWCART_PRIVATE_WEBHOOKS", "") == "1",
        smtp=given("YELLOWCART_SMTP", ""),
        mail_from=given("YELLOWCART_MAIL_FROM", ""),
        ahead=timedelta(seconds=int(given("YELLOWCART_SECONDS_AHEAD") or 0)),
    )
