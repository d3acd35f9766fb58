from datetime import timedelta

import pytest

from petition.lib.spans import in_words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(days=2), "2 days"),
        (timedelta(days=1), "1 day"),
        (timedelta(hours=36), "36 hours"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(minutes=30), "30 minutes"),
    ],
)
def test_a_limit_is_said_whole_in_its_largest_unit(span: timedelta, words: str) -> None:
    assert in_words(span) == words
