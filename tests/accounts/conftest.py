from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.contrib.auth.hashers import MD5PasswordHasher
from oidc_provider_mock import User as Elsewhere
from oidc_provider_mock import run_server_in_thread

from accounts.actions import person_for
from accounts.models import User
from tests.accounts.doors import PASSWORD
from tests.accounts.elsewhere import PEOPLE
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


@pytest.fixture(scope="module")
def server_url() -> Iterator[str]:
    people = [Elsewhere(sub=sub, claims=claims) for sub, claims in PEOPLE.items()]
    with run_server_in_thread(user_claims=people) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def provider(server_url: str, settings: LazySettings) -> str:
    app = {"name": "Studio ID", "provider_id": "openid", "client_id": "us", "secret": "shh"}
    app |= {"settings": {"server_url": server_url}}  # type: ignore[dict-item]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
    return server_url


@pytest.fixture
def olive(db: None) -> User:
    """Olive with a proved address and a password."""
    person = person_for(OLIVE.address, name=OLIVE.name)
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person
