from datetime import UTC, datetime, timedelta

import pytest

from petition.lib.spans import in_words, since


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


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(0), "less than a minute"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(seconds=60), "1\u00a0minute"),
        (timedelta(hours=26, minutes=5), "1\u00a0day"),
    ],
)
def test_what_is_past_is_told_in_its_largest_unit(ago: timedelta, words: str) -> None:
    now = datetime(2026, 3, 3, 14, 5, tzinfo=UTC)

    assert since(now - ago, now) == words
