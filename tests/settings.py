"""Production's settings with a trial's secrets; the databases come from the environment."""

import os

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("DATABASE_URL", "postgres://postgres@127.0.0.1/undersigned")
os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:6379/0")

from petition.settings import *  # noqa: E402, F403

DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
