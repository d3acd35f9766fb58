"""Names as shown, indexed by word and letter, so that a rare name in a crowded site is found at once.

Each indexed word is preceded by its letter's id ("12/noor"): a GIN index without extensions holds one column only.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Func, Lookup, TextField, Value
from django.db.models.functions import Cast, Concat


@SearchVectorField.register_lookup
class Matches(Lookup):
    """A tsquery taken as it is; Django's own lookups would parse it as prose."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        left, left_values = self.process_lhs(compiler, connection)
        return f"{left} @@ %s::tsquery", (*left_values, self.rhs)


def words_of(search: str, letter: str) -> Func:
    """The generated column's expression; each function in it is immutable, as PostgreSQL asks."""
    mark = Concat(Value(r"\1"), Cast(F(letter), TextField()), Value("/"), output_field=TextField())
    marked = Func(F(search), Value("(^| )(?=.)"), mark, Value("g"), function="regexp_replace")
    split = Func(marked, Value(" "), function="string_to_array")
    return Func(split, function="array_to_tsvector", output_field=SearchVectorField())


def prefixes(words: Sequence[str], letter_id: int) -> str:
    """A tsquery that asks for a word beginning with each of these."""
    return " & ".join(f"'{letter_id}/{_quoted(word)}':*" for word in words)


def _quoted(word: str) -> str:
    return word.replace("\\", "\\\\").replace("'", "''")
