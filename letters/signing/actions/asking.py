"""What a team asks its signers: added, put in order, and retired; changed only while nobody has answered."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F, Max
from django.utils import timezone

from accounts.models import User
from letters.signing.models import Signature
from letters.signing.rules import MOST_QUESTIONS
from letters.writing.actions.steps import demand_publisher
from letters.writing.drafts import Question
from letters.writing.models import Letter
from petition.audit.actions import record
from petition.lib.refusal import Refused


@dataclass(frozen=True)
class Asked:
    """A question as a team words it."""

    kind: str
    label: str
    choices: tuple[str, ...] = ()
    is_required: bool = False
    is_public: bool = False


@transaction.atomic
def add_question(letter_id: int, asked: Asked, *, person: User, at: datetime | None = None) -> Question:
    """Ask one more at the end; sent twice, it is asked once."""
    letter = _turned(letter_id, person)
    standing = _standing(letter)
    if same := standing.filter(**_columns(asked)).first():
        return same
    if standing.count() >= MOST_QUESTIONS:
        raise Refused("too-many-questions", most=MOST_QUESTIONS)
    last = standing.aggregate(last=Max("rank"))["last"]
    question = _ask(letter, asked, rank=0 if last is None else last + 1)
    _tell("signing.add_question", letter, {"question": [None, question.label]}, person, at)
    return question


@transaction.atomic
def change_question(question: Question, asked: Asked, *, person: User, at: datetime | None = None) -> Question:
    """Ask something else in a question's place, while nobody has answered it.

    The new question has its own number: an answer on its way to the old one never becomes an answer to the new.
    """
    letter = _turned(question.letter_id, person)
    if same := _in_its_place(letter, question.pk, asked):
        return same
    old = _demand(letter, question.pk)
    if is_answered(old):
        raise Refused("question-answered")
    _retire(old, at)
    new = _ask(letter, asked, rank=old.rank)
    _tell("signing.change_question", letter, {"question": [old.label, new.label]}, person, at)
    return new


@transaction.atomic
def retire_question(question: Question, *, person: User, at: datetime | None = None) -> bool:
    """Ask it no more; what was answered stays. Whether it was asked until now."""
    letter = _turned(question.letter_id, person)
    old = _standing(letter).filter(pk=question.pk).first()
    if old is None:
        return False
    _retire(old, at)
    _tell("signing.retire_question", letter, {"question": [old.label, None]}, person, at)
    return True


@transaction.atomic
def move_question(question: Question, steps: int, *, person: User, at: datetime | None = None) -> bool:
    """Ask it so many places later, or earlier with a negative number; whether that changed anything."""
    letter = _turned(question.letter_id, person)
    standing = list(_standing(letter))
    before = [one.pk for one in standing]
    moved = _demand(letter, question.pk)
    place = max(0, min(len(before) - 1, before.index(moved.pk) + steps))
    standing.insert(place, standing.pop(before.index(moved.pk)))
    if [one.pk for one in standing] == before:
        return False
    for rank, one in enumerate(standing):
        Question.objects.filter(pk=one.pk).update(rank=rank)
    _tell("signing.move_question", letter, {"place": [before.index(moved.pk), place]}, person, at)
    return True


def is_answered(question: Question) -> bool:
    """Whether anybody, confirmed or not, has answered it."""
    return Signature.objects.filter(answers__has_key=str(question.pk)).exclude(answers={}).exists()


def _turned(letter_id: int, person: User) -> Letter:
    """The letter, locked, so that no two changes of its questions cross; and every page asks anew."""
    letter = Letter.objects.select_for_update(no_key=True).get(pk=letter_id)
    demand_publisher(letter, person)
    Letter.objects.filter(pk=letter_id).update(asks=F("asks") + 1)
    return letter


def _standing(letter: Letter) -> models.QuerySet[Question]:
    return Question.objects.filter(letter=letter, retired_at=None).order_by("rank", "id")


def _demand(letter: Letter, question_id: int) -> Question:
    question = _standing(letter).filter(pk=question_id).first()
    if question is None:
        raise Refused("not-found")
    return question


def _in_its_place(letter: Letter, question_id: int, asked: Asked) -> Question | None:
    """What a double click has put there already."""
    retired = Question.objects.filter(letter=letter, pk=question_id).exclude(retired_at=None).first()
    return _standing(letter).filter(rank=retired.rank, **_columns(asked)).first() if retired else None


def _ask(letter: Letter, asked: Asked, *, rank: int) -> Question:
    return Question.objects.create(letter=letter, rank=rank, **_columns(asked))


def _columns(asked: Asked) -> dict[str, Any]:
    return asdict(asked) | {"choices": list(asked.choices)}


def _tell(verb: str, letter: Letter, changes: dict[str, object], person: User, at: datetime | None) -> None:
    record(verb, letter, by=f"user {person.pk}", changes=changes, at=at)


def _retire(question: Question, at: datetime | None) -> None:
    Question.objects.filter(pk=question.pk).update(retired_at=at or timezone.now())
