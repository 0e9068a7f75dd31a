"""The mail server's address, as the environment gives it."""

import pytest

from yellowcart.kit.errors import BadInput
from yellowcart.site.mail import MailServer, mail_server

FROM = "notices@example.com"


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("", None),
        ("smtp://mail.lan", MailServer("mail.lan", 25, "", "", False)),
        ("smtp://mail.lan:2525/", MailServer("mail.lan", 2525, "", "", False)),
        ("smtps://mail.example.com", MailServer("mail.example.com", 465, "", "", True)),
        (
            "smtps://us%40er:pa%3Ass@mail.example.com:994",
            MailServer("mail.example.com", 994, "us@er", "pa:ss", True),
        ),
    ],
)
def test_what_it_says(address: str, server: MailServer | None) -> None:
    assert mail_server(address, FROM) == server


@pytest.mark.parametrize(
    "address", ["mail.lan", "http://mail.lan", "smtp://", "smtp://mail.lan:x", "smtp://a/b"]
)
def test_what_is_none_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(BadInput) as refused:
        mail_server(address.replace("//", "//u:secret@"), FROM)
    assert "YELLOWCART_SMTP" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_somebody_has_to_send_it() -> None:
    with pytest.raises(BadInput, match="YELLOWCART_MAIL_FROM"):
        mail_server("smtp://mail.lan", "")
