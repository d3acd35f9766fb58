import pytest

from accounts.actions import person_for
from accounts.models import User
from tests.accounts.doors import PASSWORD
from tests.cast import OLIVE


@pytest.fixture
def olive(db: None) -> User:
    """Olive with a proved address and a password."""
    person = person_for(OLIVE.address, name=OLIVE.name)
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person
