"""What parties refuse."""

from yellowcart.kit.errors import YellowcartError


class NotPermitted(YellowcartError):
    """The person's role does not allow it, or it is not theirs."""

    code = "not-permitted"
    status = 403


class NameTaken(YellowcartError):
    """There is one of that name or code already."""

    code = "name-taken"
    status = 409


class BadMembership(YellowcartError):
    """The role does not go with the organisation or creator given."""

    code = "bad-membership"
    status = 422


class BadScopes(YellowcartError):
    """The scopes are not among those there are, or there are none."""

    code = "bad-scopes"
    status = 422


class BadPassword(YellowcartError):
    """The password is too short, too common or too like the name."""

    code = "bad-password"
    status = 422
