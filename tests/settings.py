"""Production's settings with a trial's secrets; the databases come from the environment."""

import os
import re

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("DATABASE_URL", "postgres://postgres@127.0.0.1/undersigned")
os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:6379/0")

# Each xdist worker counts its limits in a Redis database of its own.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
os.environ["REDIS_URL"] = re.sub(r"(db=|/)0$", rf"\g<1>{WORKER}", os.environ["REDIS_URL"])

from petition.settings import *  # noqa: E402, F403

DEBUG = False
STORAGES["default"]["OPTIONS"]["location"] = STATE_DIR / f"media-{WORKER}"  # noqa: F405
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
