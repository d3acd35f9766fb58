import pytest
from django.conf import LazySettings

from accounts.actions import person_for
from accounts.models import User
from tests.accounts.doors import PASSWORD
from tests.cast import OLIVE


@pytest.fixture(autouse=True)
def quick_passwords(request: pytest.FixtureRequest, settings: LazySettings) -> None:
    """Hash cheaply, except where a test measures what hashing costs."""
    if "costly_passwords" not in request.fixturenames:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def costly_passwords() -> None:
    """The hashers of production."""


@pytest.fixture
def olive(db: None) -> User:
    """Olive with a proved address and a password."""
    person = person_for(OLIVE.address, name=OLIVE.name)
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person
