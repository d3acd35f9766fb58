"""What every test may ask for; the rows come from tests/makers.py and the people from tests/cast.py."""

import pytest
from django.conf import LazySettings
from redis import Redis

from accounts.models import User
from letters.models import Letter
from tests.cast import MO, OLIVE
from tests.makers import make_letter, make_user


@pytest.fixture(autouse=True)
def clean_redis(settings: LazySettings) -> None:
    """Limits counted by one test are no business of the next."""
    Redis.from_url(settings.REDIS_URL).flushdb()


@pytest.fixture
def letter(db: None) -> Letter:
    return make_letter("artists")


@pytest.fixture
def organizer(db: None) -> User:
    return make_user(OLIVE)


@pytest.fixture
def moderator(db: None) -> User:
    return make_user(MO, is_staff=True)
