from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from tests.petition.outbox import testing_kinds
from tests.sink import Sink, serving


@pytest.fixture(autouse=True)
def kinds(db: None) -> Iterator[None]:
    """Every test begins with renderers that do their best."""
    testing_kinds.register_all()
    yield
    testing_kinds.answers.clear()


@pytest.fixture
def sink(settings: LazySettings) -> Iterator[Sink]:
    sink = Sink()
    with serving(sink) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 1
        yield sink
