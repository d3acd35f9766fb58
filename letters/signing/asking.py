"""The organizer's own questions: how they are asked, what counts as an answer, and who reads it."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.signing.models import Signature
from letters.signing.showing import shown_name
from letters.writing.drafts import Question
from letters.writing.models import Letter
from petition.lib import text
from petition.lib.fields import Parsed

Kind = Question.Kind
Answers = dict[str, Any]

YES, NO = "yes", "no"
BIGGEST = 1_000_000_000_000
NAMED = re.compile(r"question_([1-9][0-9]{0,17})")
# A question that was retired is answered for as long by those who were asked it before.
PAGES_STAY_OPEN = timedelta(days=1)
# Letters whose questions each process remembers.
MOST_KEPT = 1_000

WHO_READS: dict[bool, Promise] = {
    True: _("Shown beside your name, if your name is shown."),
    False: _("Only the organizers read the answer."),
}
IN_WORDS: dict[bool, Promise] = {True: _("Yes"), False: _("No")}


def questions_of(letter: Letter) -> tuple[Question, ...]:
    """What a letter asks just now; one that never had a question costs nothing to look at."""
    return _questions(letter.pk, letter.asks) if letter.asks else ()


def asked_in(letter: Letter, sent: Iterable[str]) -> tuple[Question, ...]:
    """What a letter asks, with what it asked when the page was shown whose fields are sent: no typed answer is lost."""
    standing = questions_of(letter)
    named = {int(found[1]) for found in map(NAMED.fullmatch, sent) if found} - {question.pk for question in standing}
    if not named:
        return standing
    lately = Question.objects.filter(letter=letter, pk__in=named, retired_at__gt=timezone.now() - PAGES_STAY_OPEN)
    return (*standing, *lately.order_by("rank", "id"))


@lru_cache(MOST_KEPT)
def _questions(letter_id: int, asks: int) -> tuple[Question, ...]:
    """Remembered until the next change, which counts `asks` up."""
    return tuple(Question.objects.filter(letter=letter_id, retired_at=None).order_by("rank", "id"))


def name_of(question: Question) -> str:
    return f"question_{question.pk}"


def field_of(question: Question, *, is_required: bool) -> forms.Field:
    options: dict[str, Any] = {
        "label": question.label,
        "required": is_required,
        "help_text": WHO_READS[question.is_public],
        "error_messages": {"required": _("Answer this question.")},
    }
    if question.kind == Kind.NUMBER:
        return forms.IntegerField(min_value=-BIGGEST, max_value=BIGGEST, **options)
    if question.kind == Kind.YES_NO:
        either = [(YES, _("Yes")), (NO, _("No"))]
        # A chosen button can't be let go again, so whoever owes no answer gets a third.
        choices = either if is_required else [*either, ("", _("No answer"))]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **options)
    if question.kind == Kind.CHOICE:
        nothing = [("", _("Choose"))]
        return forms.ChoiceField(choices=[*nothing, *((one, one) for one in question.choices)], **options)
    # What is public passes no moderator, so it may hold no web address.
    parse = text.clean_line if question.is_public else text.clean_reason
    return Parsed(parse=parse, widget=forms.TextInput(attrs={"maxlength": 280}), **options)


def answers_in(cleaned: Mapping[str, Any], questions: Iterable[Question]) -> Answers:
    """What was answered, by the id of the question; what was left empty is no answer."""
    given = ((question, cleaned.get(name_of(question))) for question in questions)
    return {str(question.pk): _answer(question, value) for question, value in given if value not in (None, "")}


def as_initial(answers: Mapping[str, Any], questions: Iterable[Question]) -> dict[str, Any]:
    given = ((name_of(question), answers.get(str(question.pk))) for question in questions)
    return {name: {True: YES, False: NO}[value] if isinstance(value, bool) else value for name, value in given}


def unasked(answers: Mapping[str, Any], questions: Iterable[Question]) -> Answers:
    """Answers to questions that have been retired since: nobody is asked about them any more, and they are kept."""
    asked = {str(question.pk) for question in questions}
    return {key: value for key, value in answers.items() if key not in asked}


def kept_beside(given: Mapping[str, Any], was: Mapping[str, Any], *, asked: Collection[str]) -> Answers:
    """What was given now, and what was given while it was asked: a question that is retired takes no answer with it."""
    left = was.keys() - set(asked)
    retired = (
        Question.objects.filter(pk__in=left, retired_at__isnull=False).values_list("pk", flat=True) if left else ()
    )
    return {str(number): was[str(number)] for number in retired} | dict(given)


def told_unasked(answers: Mapping[str, Any], questions: Iterable[Question]) -> list[tuple[str, str]]:
    """Answers that stay though nobody asks any more, in words."""
    left = unasked(answers, questions)
    rows = Question.objects.filter(pk__in=left).order_by("id") if left else ()
    return [(question.label, in_words(left[str(question.pk)])) for question in rows]


def in_words(answer: object) -> str:
    return str(IN_WORDS[answer]) if isinstance(answer, bool) else str(answer)


def shown_answers(signature: Signature, questions: Sequence[Question]) -> list[tuple[str, str]]:
    """Public answers, in words: beside a name that is shown, never beside initials, which they might complete."""
    if not questions or signature.display != Signature.Display.NAME or not shown_name(signature):
        return []
    given = ((question, signature.answers.get(str(question.pk))) for question in questions if question.is_public)
    return [(question.label, in_words(answer)) for question, answer in given if answer is not None]


def _answer(question: Question, value: Any) -> Any:
    return value == YES if question.kind == Kind.YES_NO else value
