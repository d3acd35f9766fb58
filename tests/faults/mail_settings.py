"""Settings of a worker process under test: it knows the tests' kinds of mail, and its leases end soon."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import CELERY_IMPORTS as GIVEN

CELERY_IMPORTS = [*GIVEN, "tests.petition.outbox.testing_kinds"]
EMAIL_TIMEOUT = int(os.environ.get("EMAIL_TIMEOUT", "1"))
