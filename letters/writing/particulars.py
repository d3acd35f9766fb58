"""What a letter's team says about it beside its text, as it stands."""

import hashlib
import json

from letters.writing.addressing import addressees_of
from letters.writing.models import Letter

COLUMNS = ("topics", "goal", "time_zone", "closes_at", "publish_at", "wanted_slug", "cover_id")


def digest_of(letter: Letter) -> str:
    """What a form carries that was filled from these, to be told apart from any others."""
    said = [getattr(letter, name) for name in COLUMNS]
    addressees = [vars(one) for one in addressees_of(letter)]
    return hashlib.sha256(json.dumps([said, addressees], default=str).encode()).hexdigest()
