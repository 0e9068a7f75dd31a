"""The mail server, by its address: what Django is told of it."""

from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from yellowcart.kit.errors import BadInput

PORTS = {"smtp": 25, "smtps": 465}
EXPECTED = "smtp://user:password@host:port, or smtps:// for TLS"


class MailServer(NamedTuple):
    host: str
    port: int
    user: str
    password: str
    tls: bool


def mail_server(address: str, sender: str) -> MailServer | None:
    """None: no address, and no e-mail goes out. `BadInput` for what is none."""
    if not address:
        return None
    if "@" not in sender:
        raise BadInput(
            "nobody sends the e-mail", field="YELLOWCART_MAIL_FROM", value=sender,
            expected="an address such as notices@example.com",
        )  # fmt: skip
    parts = urlsplit(address)
    try:
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        port = 0
    if not port or not parts.hostname or parts.path not in ("", "/"):
        # Not the value: it may hold a password.
        raise BadInput("no mail server", field="YELLOWCART_SMTP", expected=EXPECTED)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.hostname, port, user, password, parts.scheme == "smtps")
