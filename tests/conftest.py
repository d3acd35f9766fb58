"""What every test may ask for; the rows come from tests/makers.py and the people from tests/cast.py."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from hypothesis import settings as examples
from redis import Redis

from accounts.models import User
from letters.models import Letter
from tests.cast import MO, OLIVE
from tests.live import Site, running_site
from tests.makers import make_letter, make_user

# A busy machine is no failure of what an example claims.
examples.register_profile("patient", deadline=None)
examples.load_profile("patient")


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
    return make_user(MO, site_role="moderator")


@pytest.fixture(scope="session")
def server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def live_site(transactional_db: None, server: Site) -> Iterator[Site]:
    """A real server on this test's database; what the test commits is seen there, and removed afterwards."""
    yield server
    cache.clear()  # the tries counted by accounts live in a table of no model, which nothing else empties
