"""The table of signatures that organizers take away: what signers agreed to show, and to hand to them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from letters.signing.actions.asking import is_answered
from letters.signing.asking import in_words
from letters.signing.exporting import HEADER, Line, lines_of, shown_cells
from letters.writing.drafts import Question
from letters.writing.models import Letter
from petition.audit.actions import record
from petition.lib.download import csv_lines
from petition.lib.vault import unseal

ADDRESS = "e-mail address"


def hand_out(letter: Letter, *, by: str, at: datetime | None = None) -> Iterator[str]:
    """Write down that it is taken away, and give it line by line."""
    record("signing.export", letter, by=by, at=at)
    questions = [one for one in Question.objects.filter(letter=letter).order_by("rank", "id") if _has_column(one)]
    header = (*HEADER, ADDRESS, *(question.label for question in questions))
    keys = [str(question.pk) for question in questions]
    return csv_lines(header, (_cells(line, keys) for line in lines_of(letter)))


def _has_column(question: Question) -> bool:
    """What is asked, and what was: a question changed before anybody had answered it is no news to anybody."""
    return question.retired_at is None or is_answered(question)


def _cells(line: Line, keys: Sequence[str]) -> tuple[Any, ...]:
    address = unseal(line.address) if line.hands_address and line.address else ""
    answers = (line.answers.get(key) for key in keys)
    return (*shown_cells(line), address, *(answer if answer is None else in_words(answer) for answer in answers))
