import pytest
from django.conf import LazySettings
from django.contrib.auth.hashers import MD5PasswordHasher

from accounts.actions import person_for
from accounts.models import User
from tests.accounts.doors import PASSWORD
from tests.cast import OLIVE


@pytest.fixture(autouse=True)
def quick_passwords(settings: LazySettings) -> None:
    """Hash cheaply: no test needs the real thing's cost, only how often it is paid."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that is hashed from here on; hashing is what takes long enough to be noticed."""
    passwords: list[str] = []
    encode = MD5PasswordHasher.encode

    def note(hasher: MD5PasswordHasher, password: str, salt: str) -> str:
        passwords.append(password)
        return encode(hasher, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", note)
    return passwords


@pytest.fixture
def olive(db: None) -> User:
    """Olive with a proved address and a password."""
    person = person_for(OLIVE.address, name=OLIVE.name)
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person
