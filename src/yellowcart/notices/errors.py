"""What notices refuse."""

from collections.abc import Sequence

from yellowcart.kit.errors import YellowcartError
from yellowcart.terms import Wording


class NothingChanges(YellowcartError):
    """At that instant, by that source, the agreements change nothing that could be announced."""

    code = "nothing-changes"
    status = 409


class NoticeStale(YellowcartError):
    """The text and the agreements do not say the same. Nothing went out."""

    code = "notice-stale"
    status = 409

    def __init__(self, reasons: Sequence[Wording]) -> None:
        super().__init__("; ".join(one.en for one in reasons))
        self.reasons = tuple(reasons)


class NoticeTooLate(YellowcartError):
    """The notice period cannot be kept any more, and nobody said why it goes out all the same."""

    code = "notice-too-late"
    status = 409


class NoticeSent(YellowcartError):
    """It has gone out, and stays as it was said."""

    code = "notice-sent"
    status = 409


class NoticeEnded(YellowcartError):
    """It was called off."""

    code = "notice-ended"
    status = 409


class NobodyToTell(YellowcartError):
    """The audience is empty."""

    code = "nobody-to-tell"
    status = 409


class UnknownNotice(YellowcartError):
    """There is no such notice."""

    code = "unknown-notice"
    status = 404


class UnknownMessage(YellowcartError):
    """There is no such message, or it is not the person's own."""

    code = "unknown-message"
    status = 404
