"""Who hears an update: in SQL, for a million rows are counted and owed and never loaded."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from django.db import connection

from letters.signing.mail import UPDATE
from letters.updates.models import Audience

_WANTING = """
      FROM letters_signature
     WHERE letter_id = %(letter)s AND state = 'confirmed' AND wants_news AND NOT wants_weekly
       AND address IS NOT NULL{narrowed}{untold}
"""
_UNTOLD = """
       AND NOT EXISTS (SELECT FROM outbox_message AS told
                        WHERE told.kind = %(kind)s AND told.cause = letters_signature.id
                          AND told.mailing_id = ANY(%(told)s) AND told.state = 'sent')
"""
_NARROWED = {
    Audience.EVERYBODY: "",
    Audience.LANGUAGE: " AND language = %(value)s",
    Audience.COUNTRY: " AND lower(country) = lower(%(value)s)",
    Audience.FIRST_SIGNERS: " AND first_rank IS NOT NULL",
}
_TALLY = """
    SELECT language, lower(country), count(*), count(first_rank) {wanting} GROUP BY language, lower(country)
"""
_BATCH = """
    SELECT id AS cause, address AS recipient, language {wanting} AND id > %(after)s ORDER BY id LIMIT %(size)s
"""


class Chosen(Protocol):
    """Whatever says for whom it is: an update, or one time that it goes out."""

    @property
    def audience(self) -> str: ...
    @property
    def audience_value(self) -> str: ...


class Wanted(NamedTuple):
    audience: str
    audience_value: str = ""


class Tally(NamedTuple):
    """How many hear news, and how many of those each narrower audience has."""

    everybody: int
    first_signers: int
    languages: Counter[str]
    countries: Counter[str]  # in small letters


class Select(NamedTuple):
    """A statement, and the values that travel beside it."""

    sql: str
    values: dict[str, Any]


def batch(letter_id: int, chosen: Chosen, *, after: int, size: int, told: Sequence[int] = ()) -> Select:
    """The next readers in the order of their signatures' ids, as a mailing owes them.

    Whoever got a mail of one of the `told` mailings is left out.
    """
    values = _values(letter_id, chosen, told) | {"after": after, "size": size}
    return Select(_BATCH.format(wanting=_wanting(chosen, told)), values)


def count(letter_id: int, chosen: Chosen, *, told: Sequence[int] = ()) -> int:
    """How many would hear of it if it were sent now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*)" + _wanting(chosen, told), _values(letter_id, chosen, told))
        return int(cursor.fetchone()[0])


def tally(letter_id: int) -> Tally:
    """Every audience counted in one reading."""
    everybody = Wanted(Audience.EVERYBODY)
    with connection.cursor() as cursor:
        cursor.execute(_TALLY.format(wanting=_wanting(everybody)), _values(letter_id, everybody))
        rows = cursor.fetchall()
    counted = Tally(sum(many for *_, many, _first in rows), sum(first for *_, first in rows), Counter(), Counter())
    for language, country, many, _first in rows:
        counted.languages[language] += many
        counted.countries[country] += many
    return counted


def _wanting(chosen: Chosen, told: Sequence[int] = ()) -> str:
    return _WANTING.format(narrowed=_NARROWED[Audience(chosen.audience)], untold=_UNTOLD if told else "")


def _values(letter_id: int, chosen: Chosen, told: Sequence[int] = ()) -> dict[str, Any]:
    return {"letter": letter_id, "value": chosen.audience_value, "kind": UPDATE, "told": list(told)}
