"""People, organisations and creators; keys for programs; the record of what was done."""

from yellowcart.parties.models.api_key import ApiKey
from yellowcart.parties.models.audit import AuditHead, AuditRecord
from yellowcart.parties.models.people import Creator, Organisation, Person, Role

__all__ = ["ApiKey", "AuditHead", "AuditRecord", "Creator", "Organisation", "Person", "Role"]
