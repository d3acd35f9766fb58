from pathlib import Path

import pytest
from django.test import Client

from letters.models import Letter
from tests.cast import NOOR, SUZIE
from tests.letters.ledger.privacy.places import Copies
from tests.makers import make_letter, make_signature


@pytest.fixture
def letter(db: None, client: Client) -> Letter:
    """A letter that others have signed, too."""
    letter = make_letter("artists")
    make_signature(letter, NOOR, city="London")
    make_signature(letter, SUZIE, display="anonymous")
    return letter


@pytest.fixture
def copies(tmp_path: Path, copy_at: Path) -> Copies:
    return Copies(tmp_path, copy_at)
