"""Signatures to take away: a signer's own data, and the public list."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from letters.signing.models import Signature
from letters.signing.queries import public_list
from letters.signing.receipts import receipt_file
from letters.signing.showing import shown_name, shown_place, shown_reason, shown_role
from letters.writing.drafts import Question
from letters.writing.models import Letter
from petition.lib.download import csv_lines
from petition.lib.vault import unseal

HEADER = ("number", "name", "role", "place", "reason", "confirmed at")
# Rows fetched at a time, so that a million need no more memory than this many.
CHUNK = 2_000


def own_data(signature: Signature) -> dict[str, Any]:
    """Everything kept about one signer, for that signer, ready to become JSON."""
    facts = ("state", "number", "index", "language", "name", "display")
    details = ("title", "affiliation", "city", "country", "reason")
    chosen = ("wants_news", "wants_weekly", "wants_quiet", "hands_address")
    times = ("created_at", "confirmed_at", "ended_at", "weekly_until")
    file = receipt_file(signature)
    return {
        "letter": signature.letter.slug,
        "title_of_the_letter": signature.letter.title,
        "version": signature.version.number,
        "content_hash": signature.version.content_hash,
        "address": unseal(signature.address) if signature.address else None,
        **{name: getattr(signature, name) for name in (*facts, *details, *chosen)},
        **{name: _moment(getattr(signature, name)) for name in times},
        "answers": _answers(signature),
        "came_from": signature.came_from or None,
        "consent_wording": signature.consent,
        "network": signature.network or None,
        "ended_reason": signature.ended_reason or None,
        "receipt": file.text if file else None,
    }


def _answers(signature: Signature) -> list[dict[str, Any]]:
    """Everything they answered, with the question as it was asked."""
    labels = dict(Question.objects.filter(pk__in=signature.answers).values_list("pk", "label"))
    return [{"question": labels.get(int(key)), "answer": value} for key, value in signature.answers.items()]


class Line(NamedTuple):
    """What a table needs of a signature; a million rows of a model take three times as long to make."""

    number: int | None
    name: str
    display: str
    title: str
    affiliation: str
    city: str
    country: str
    reason: str
    reason_awaits: bool
    name_hidden_at: datetime | None
    confirmed_at: datetime | None
    hands_address: bool
    address: bytes | None
    answers: dict[str, Any]


def csv_of(letter: Letter) -> Iterator[str]:
    """The public list as a table, line by line, with names as shown and nothing that the page does not show."""
    return csv_lines(HEADER, map(shown_cells, lines_of(letter)))


def lines_of(letter: Letter) -> Iterator[Line]:
    """The public list, read as it is asked for."""
    columns = public_list(letter).select_related(None).only("pk").values_list("operation__number", *Line._fields[1:])
    return map(Line._make, columns.iterator(chunk_size=CHUNK))


def shown_cells(line: Line) -> tuple[Any, ...]:
    return (
        line.number,
        shown_name(line),
        shown_role(line),
        shown_place(line),
        shown_reason(line),
        _moment(line.confirmed_at),
    )


def _moment(at: Any) -> str | None:
    return at.isoformat() if at else None
