from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q

from letters.signing.rules import PENDING_KEPT, REFUSED_KEPT, SEARCH_FROM
from letters.signing.searching import prefixes
from letters.writing.queries import PUBLIC_STATES
from petition.lib.compiled import ASKED, OneRow
from petition.lib.refusal import Refused
from petition.lib.text import fold
from petition.outbox.models import Message

if TYPE_CHECKING:
    from letters.signing.models import Signature
    from letters.writing.models import Letter

# What a list reads; neither addresses nor identities travel with it.
SHOWN = (
    *("id", "letter_id", "name", "display", "title", "affiliation", "city", "country"),
    *("reason", "reason_awaits", "answers", "name_hidden_at", "reported_at", "confirmed_at", "first_rank"),
    *("operation__index", "operation__number"),
)

LONGEST_WAITING_FIRST = ("awaits_since", "id")

# As many names found as PostgreSQL sorts in a few milliseconds.
FEW = 5_000
# Materialised, so that it is planned for all rows, by the words' own index, and yet read no further than asked.
NAMED_LIKE = """
    WITH named AS MATERIALIZED (
        SELECT id FROM letters_signature WHERE state = 'confirmed' AND words @@ %s::tsquery
    )
    SELECT id FROM named LIMIT %s
"""

COUNT_AND_SIZE = """
    SELECT log.count, log.size FROM letters_letter AS letter JOIN letters_log AS log ON log.id = letter.log_id
     WHERE letter.id = %s
"""
DIFFERING = """
    WITH in_force AS (
        SELECT letter_id, count(*) AS number FROM letters_signature WHERE state = 'confirmed' GROUP BY letter_id
    ), waiting AS (
        SELECT log_id, sum(CASE WHEN kind IN ('sign', 'restore') THEN 1 WHEN kind IN ('withdraw', 'strike') THEN -1
                           ELSE 0 END) AS number
          FROM letters_operation WHERE index IS NULL GROUP BY log_id
    ), compared AS (
        SELECT letter.id, letter.slug, coalesce(in_force.number, 0) AS in_force,
               coalesce(log.count, 0) + coalesce(waiting.number, 0) AS counted
          FROM letters_letter AS letter
          LEFT JOIN letters_log AS log ON log.id = letter.log_id
          LEFT JOIN in_force ON in_force.letter_id = letter.id
          LEFT JOIN waiting ON waiting.log_id = letter.log_id
    )
    SELECT slug, in_force, counted FROM compared WHERE in_force <> counted ORDER BY id
"""


class SignatureQuerySet(models.QuerySet["Signature"]):
    def in_force(self) -> "SignatureQuerySet":
        return self.filter(state="confirmed")

    def reading_weekly(self, since: datetime) -> "SignatureQuerySet":
        """Those in force for whom news was held at any moment since then."""
        held = Q(wants_weekly=True) | Q(weekly_until__gt=since)
        return self.in_force().filter(held, wants_news=True, address__isnull=False)

    def newest_first(self) -> "SignatureQuerySet":
        return self.order_by("-confirmed_at", "-id")

    def among_the_first(self) -> "SignatureQuerySet":
        return self.in_force().filter(first_rank__isnull=False).order_by("first_rank", "id")

    def of_older_versions(self, letter: "Letter", after: "Signature | None") -> "SignatureQuerySet":
        """Who signed what a letter said before, and can be written to; as the index of the newest has them."""
        older = (
            self.in_force()
            .filter(letter=letter, address__isnull=False, wants_quiet=False)
            .exclude(version=letter.current_id)
        )
        if after is not None:
            behind = Q(confirmed_at__lt=after.confirmed_at) | Q(pk__lt=after.pk)
            older = older.filter(behind, confirmed_at__lte=after.confirmed_at)
        return older.newest_first().only("address", "language", "confirmed_at")

    def held(self) -> "SignatureQuerySet":
        return self.filter(state="held").order_by("confirmed_at", "id")

    def refused(self) -> "SignatureQuerySet":
        return self.filter(state="refused").order_by("created_at", "id")

    def with_reasons_to_read(self) -> "SignatureQuerySet":
        return self.in_force().filter(reason_awaits=True).order_by("letter_id", "id")

    def awaiting_a_look(self) -> "SignatureQuerySet":
        return self.filter(awaits_since__isnull=False)

    def held_by(self, rule: str) -> "SignatureQuerySet":
        return self.filter(state="held", rule=rule)

    def reported(self) -> "SignatureQuerySet":
        return self.filter(reported_at__isnull=False)

    def with_doubted_reasons(self) -> "SignatureQuerySet":
        return self.filter(state="confirmed", reason_awaits=True)

    def longest_waiting_first(self) -> "SignatureQuerySet":
        return self.order_by(*LONGEST_WAITING_FIRST)

    def of_the_same_network(self, signature: "Signature") -> "SignatureQuerySet":
        """Others under the same letter, for as long as it is kept where they came from."""
        if not signature.network:
            return self.none()
        same = self.filter(letter_id=signature.letter_id, network=signature.network).exclude(network="")
        return same.exclude(pk=signature.pk)

    def named_like(self, words: list[str], letter_id: int) -> "SignatureQuerySet":
        """Signatures in force whose shown name has a word beginning with each of these.

        A few are looked up by their ids. Many are met on the way down the list in no time; for the planner both look
        alike, and reading a million rows to find nobody takes seconds.
        """
        asked = prefixes(words, letter_id)
        few = _ids_named_like(asked, FEW + 1)
        return self.filter(words__matches=asked) if len(few) > FEW else self.filter(pk__in=few)

    def unconfirmed_since_long(self, at: datetime) -> "SignatureQuerySet":
        """Tries that nobody confirmed while their links worked, and refused ones that nobody looks at any more."""
        tries = Q(state="pending", created_at__lt=at - PENDING_KEPT)
        return self.filter(tries | Q(state="refused", confirmed_at=None, created_at__lt=at - REFUSED_KEPT))

    def to_remind(self, kind: str, since: datetime, until: datetime) -> "SignatureQuerySet":
        """Tries begun in a span that wait for their owner's click, and of which this reminder was never owed.

        One that the guard would hold is left alone: more mail is the last thing that its address may need.
        """
        waiting = self.filter(state="pending", verdict="pass", wants_quiet=False, address__isnull=False)
        told = Message.objects.filter(kind=kind, cause=OuterRef("pk"))
        begun = waiting.filter(created_at__gte=since, created_at__lt=until, letter__state__in=PUBLIC_STATES)
        return begun.filter(~Exists(told)).order_by("created_at", "pk").only("created_at")

    def behind(self, row: "Signature") -> "SignatureQuerySet":
        """What follows a row in the order in which they were begun."""
        later = Q(created_at__gt=row.created_at) | Q(pk__gt=row.pk)
        return self.filter(later, created_at__gte=row.created_at)

    def with_network_since(self, age: timedelta, at: datetime) -> "SignatureQuerySet":
        return self.exclude(network="").filter(created_at__lt=at - age)

    def shown_columns(self) -> "SignatureQuerySet":
        return self.select_related("operation").only(*SHOWN)

    def locked(self, signature_id: int) -> "Signature":
        """One row with its letter, locked until the caller commits; foreign keys may still point at it."""
        signature = _locking(self.model)(signature_id)
        if signature is None:
            raise Refused("signature-gone")
        return signature


@cache
def _locking(model: "type[Signature]") -> "OneRow[Signature]":
    rows = model.objects.select_for_update(of=("self",), no_key=True).select_related("letter__current")
    # The text of the letter is by far the longest column, and no verb reads it.
    return OneRow(lambda: rows.defer("letter__current__body").filter(pk=ASKED))


def public_list(letter: "Letter") -> SignatureQuerySet:
    return letter.signatures.in_force().newest_first().shown_columns()


def first_signers(letter: "Letter") -> SignatureQuerySet:
    return letter.signatures.among_the_first().shown_columns()


def _ids_named_like(asked: str, most: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(NAMED_LIKE, [asked, most])
        return [row[0] for row in cursor.fetchall()]


def search(letter: "Letter", text: str) -> SignatureQuerySet:
    """The public list, narrowed to names as shown; too short a text finds nothing."""
    words = fold(text).split()
    found = public_list(letter)
    return found.named_like(words, letter.pk) if sum(map(len, words)) >= SEARCH_FROM else found.none()


def count_and_size(letter_id: int) -> tuple[int, int]:
    """The count, and the size of the log it is the sum of; plain SQL, as every open page asks every few seconds."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_AND_SIZE, [letter_id])
        count, size = cursor.fetchone() or (0, 0)
    return count, size


def count_of(letter_id: int) -> int:
    return count_and_size(letter_id)[0]


class Difference(NamedTuple):
    """A letter whose log counts other than there are signatures in force."""

    slug: str
    in_force: int
    counted: int


def differing_from_the_log() -> list[Difference]:
    """Compare every letter's rows with its log, what still waits for its entry included, as of one moment."""
    with connection.cursor() as cursor:
        cursor.execute(DIFFERING)
        return [Difference(*row) for row in cursor.fetchall()]
