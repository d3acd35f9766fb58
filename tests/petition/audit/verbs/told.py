"""All scenarios together."""

from tests.petition.audit.verbs import (  # noqa: F401
    of_accounts,
    of_organizing,
    of_signing,
    of_the_desk,
    of_updates,
    of_writing,
)
from tests.petition.audit.verbs.scenarios import SCENARIOS

__all__ = ["SCENARIOS"]
