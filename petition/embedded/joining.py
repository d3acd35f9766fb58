"""Commands beside a running `make run` work on its data."""

import os

from petition.embedded.site import state_folder
from petition.embedded.state import State


def join() -> None:
    """Take the running site's engines where the environment names none."""
    if os.environ.get("DATABASE_URL"):
        return
    for name, value in State(state_folder()).read().get("env", {}).items():
        os.environ.setdefault(name, value)
