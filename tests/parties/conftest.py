import pytest

from yellowcart.parties.actions import add_person
from yellowcart.parties.models import Person, Role

PASSWORD = "orange-kettle-27"


@pytest.fixture
def administrator(db: None) -> Person:
    """Who manages people; nobody's role allows it."""
    person = add_person(by=None, username="root", password=PASSWORD, role=Role.OPERATIONS)
    Person.objects.filter(pk=person.pk).update(is_superuser=True)
    person.refresh_from_db()
    return person


@pytest.fixture
def legal(db: None) -> Person:
    return add_person(by=None, username="legal", password=PASSWORD, role=Role.LEGAL)
