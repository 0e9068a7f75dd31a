"""What agreements refuse."""

from yellowcart.kit.errors import YellowcartError


class AgreementsOverlap(YellowcartError):
    """Two agreements of one partner would be in force at once."""

    code = "agreements-overlap"
    status = 409


class NeedsSecondPerson(YellowcartError):
    """Who drafted or submitted a version cannot decide it."""

    code = "needs-second-person"
    status = 403


class WrongStep(YellowcartError):
    """The version is not at the step from which this can be done."""

    code = "wrong-step"
    status = 409


class DraftedAlready(YellowcartError):
    """A version of it is being drafted or waits for its decision."""

    code = "drafted-already"
    status = 409


class CodeTaken(YellowcartError):
    """There is an agreement, a house rule or a version of that code already."""

    code = "code-taken"
    status = 409


class UnknownAgreement(YellowcartError):
    """There is no such agreement, or no version of it is in force."""

    code = "unknown-agreement"
    status = 404


class UnknownPartner(YellowcartError):
    """The partner is none of the platform's."""

    code = "unknown-partner"
    status = 422


class PartnerChanged(YellowcartError):
    """A version names another partner than the agreement's first version."""

    code = "partner-changed"
    status = 409


class ListChanged(YellowcartError):
    """The form says otherwise of a surface, a partner or the time zone than what is on file."""

    code = "list-changed"
    status = 409


class NoObjection(YellowcartError):
    """A rejection that does not say why."""

    code = "no-objection"
    status = 422


class EndsTooLate(YellowcartError):
    """An early end that is not before the agreement's own end."""

    code = "ends-too-late"
    status = 422
