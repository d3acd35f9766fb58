import pytest

from letters.ledger.actions import open_log
from letters.ledger.models import Log


@pytest.fixture
def empty(db: None) -> Log:
    """A log before its first entry."""
    return open_log("letters.example/letters/empty/log")
