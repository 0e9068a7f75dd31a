"""Which role may do what: one table, asked by every action."""

from enum import StrEnum

from yellowcart.parties.errors import NotPermitted
from yellowcart.parties.models import Person, Role


class Verb(StrEnum):
    READ_ALL = "read_all"
    """Sees everybody's."""
    DRAFT_AGREEMENT = "draft_agreement"
    DECIDE_AGREEMENT = "decide_agreement"
    """Approves or rejects what another person submitted."""
    HANG_OWN = "hang_own"
    """Changes the carts of one's own creator."""
    HANG_ANY = "hang_any"
    """Changes anybody's carts."""
    REVIEW = "review"
    """Names the marketplace of a link that was not recognised, or rejects it."""
    PREPARE_CUTOVER = "prepare_cutover"
    """Rehearses, announces, proves, restores and closes a transition."""
    APPROVE_CUTOVER = "approve_cutover"
    """Approves, as the second person, what another rehearsed and announced."""
    WRITE_NOTICE = "write_notice"
    """Drafts notices, sends them and calls them off."""
    MANAGE_CREATORS = "manage_creators"
    MANAGE_PEOPLE = "manage_people"
    """Adds people, changes their roles, ends their access, issues and revokes keys."""
    MANAGE_WEBHOOKS = "manage_webhooks"
    """Says which other systems are told of what."""
    EXPORT_AUDIT = "export_audit"


ALLOWED: dict[str, frozenset[Verb]] = {
    Role.OPERATIONS: frozenset(
        {
            Verb.READ_ALL,
            Verb.DECIDE_AGREEMENT,
            Verb.HANG_ANY,
            Verb.REVIEW,
            Verb.PREPARE_CUTOVER,
            Verb.APPROVE_CUTOVER,
            Verb.WRITE_NOTICE,
            Verb.MANAGE_CREATORS,
            Verb.MANAGE_WEBHOOKS,
        }
    ),
    Role.LEGAL: frozenset(
        {
            Verb.READ_ALL,
            Verb.DRAFT_AGREEMENT,
            Verb.DECIDE_AGREEMENT,
            Verb.APPROVE_CUTOVER,
            Verb.WRITE_NOTICE,
        }
    ),
    Role.FINANCE: frozenset({Verb.READ_ALL}),
    Role.SUPPLY: frozenset({Verb.READ_ALL}),
    Role.PROVIDER_MANAGER: frozenset({Verb.READ_ALL}),
    Role.AUDITOR: frozenset({Verb.READ_ALL, Verb.EXPORT_AUDIT}),
    Role.CREATOR: frozenset({Verb.HANG_OWN}),
    Role.MERCHANT: frozenset(),
    Role.PROVIDER: frozenset(),
}
ADMINISTRATORS = frozenset({Verb.MANAGE_PEOPLE})
"""What Django's superusers may besides what their role allows."""
WRITING_NOTHING = (Role.AUDITOR,)


def may(person: Person, verb: Verb) -> bool:
    """Whether a person may do that at all; whether to this thing, `require_own` says."""
    if not person.is_active:
        return False
    if person.is_superuser and person.role not in WRITING_NOTHING and verb in ADMINISTRATORS:
        return True
    return verb in ALLOWED[person.role]


def require(person: Person | None, verb: Verb) -> None:
    """Refuses with `NotPermitted` what the person's role does not allow. None is Yellowcart."""
    if person is not None and not may(person, verb):
        raise NotPermitted(f"{person.username} ({person.role}) may not {verb.replace('_', ' ')}")


def require_own(person: Person | None, creator_id: int) -> None:
    """Refuses to change the carts of a creator who is not the person's own."""
    if person is None or may(person, Verb.HANG_ANY):
        return
    require(person, Verb.HANG_OWN)
    if person.creator_id != creator_id:
        raise NotPermitted(f"{person.username} may change the carts of their own creator alone")
