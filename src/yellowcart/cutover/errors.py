"""What cut-overs refuse."""

from yellowcart.kit.errors import YellowcartError


class UnknownTransition(YellowcartError):
    """There is no such transition."""

    code = "unknown-transition"
    status = 404


class UnknownRehearsal(YellowcartError):
    """There is no such rehearsal, or it has no report yet."""

    code = "unknown-rehearsal"
    status = 404


class UnknownProof(YellowcartError):
    """There is no such proof."""

    code = "unknown-proof"
    status = 404


class AtAnotherStep(YellowcartError):
    """The transition is not at the step from which this can be done."""

    code = "at-another-step"
    status = 409


class NotInForce(YellowcartError):
    """The transition would come only by a version that is not approved, or comes no more."""

    code = "transition-not-in-force"
    status = 409


class ApprovedBySecondPerson(YellowcartError):
    """Who rehearsed or announced a transition cannot approve it."""

    code = "approved-by-second-person"
    status = 403


class NotEnoughTold(YellowcartError):
    """Fewer of the creators touched were told in time than the transition asks for."""

    code = "not-enough-told"
    status = 409


class AnotherTransitions(YellowcartError):
    """The notice is of another transition, or of none."""

    code = "notice-of-another-transition"
    status = 409


class StillHanging(YellowcartError):
    """Entries hang that should not, or wait for the end of a live session."""

    code = "still-hanging"
    status = 409


class NothingSuggested(YellowcartError):
    """No replacement is suggested for the entry."""

    code = "nothing-suggested"
    status = 409


class NotWithdrawnByTransition(YellowcartError):
    """No transition withdrew the entry."""

    code = "not-withdrawn-by-a-transition"
    status = 404


class BadProof(YellowcartError):
    """It was changed after it was signed, or signed by another key."""

    code = "bad-proof"
    status = 422


class NotAProof(BadProof):
    """What was given is not the form that a proof is exported in."""

    code = "not-a-proof"
