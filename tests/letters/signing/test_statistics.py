"""What PostgreSQL remembers of a table's values, beside the table."""

import pytest
from django.db import connection

from letters.models import Letter
from tests.cast import Person
from tests.makers import make_signature

pytestmark = pytest.mark.django_db


def test_names_are_in_no_statistics(letter: Letter) -> None:
    for number in range(20):
        make_signature(letter, Person(f"Xanthippe {number % 2}", f"x{number}@example.org"), affiliation="Xylophonists")

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE letters_signature; ANALYZE letters_opening")
        cursor.execute(
            "SELECT pg_stats::text FROM pg_stats WHERE tablename IN ('letters_signature', 'letters_opening')"
        )
        kept = " ".join(row for (row,) in cursor.fetchall()).lower()

    assert "confirmed" in kept
    assert "xanthippe" not in kept
    assert "xylophonists" not in kept
