"""The table of signatures that organizers take away: what signers agreed to show, and to hand to them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from letters.signing.asking import in_words
from letters.signing.exporting import CHUNK, HEADER, row_of
from letters.signing.models import Signature
from letters.signing.queries import SHOWN, public_list
from letters.writing.drafts import Question
from letters.writing.models import Letter
from petition.audit.actions import record
from petition.lib.download import csv_lines
from petition.lib.vault import unseal

ADDRESS = "e-mail address"


def hand_out(letter: Letter, *, by: str, at: datetime | None = None) -> Iterator[str]:
    """Write down that it is taken away, and give it line by line."""
    record("signing.export", letter, by=by, at=at)
    questions = list(Question.objects.filter(letter=letter).order_by("rank", "id"))
    header = (*HEADER, ADDRESS, *(question.label for question in questions))
    rows = public_list(letter).only(*SHOWN, "address", "hands_address").iterator(chunk_size=CHUNK)
    keys = [str(question.pk) for question in questions]
    return csv_lines(header, (_row(signature, keys) for signature in rows))


def _row(signature: Signature, keys: Sequence[str]) -> tuple[Any, ...]:
    address = unseal(signature.address) if signature.hands_address and signature.address else ""
    answers = (signature.answers.get(key) for key in keys)
    return (*row_of(signature), address, *(answer if answer is None else in_words(answer) for answer in answers))
