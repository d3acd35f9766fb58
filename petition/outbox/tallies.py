"""Counts of how messages ended, added up by all workers; a killed one may lose those of its last batch."""

from collections import Counter

from django.db import connection

# Sorted, so that two workers never wait for each other in a circle.
_ADD = """
INSERT INTO outbox_ending (kind, outcome, number)
SELECT * FROM unnest(%s::varchar[], %s::varchar[], %s::bigint[]) AS one (kind, outcome, number) ORDER BY kind, outcome
ON CONFLICT (kind, outcome) DO UPDATE SET number = outbox_ending.number + excluded.number
"""


def add(endings: Counter[tuple[str, str]]) -> None:
    """Add the numbers of one batch, by kind and outcome."""
    kinds, outcomes = zip(*endings, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [list(kinds), list(outcomes), list(endings.values())])
