"""The page on which a team asks its signers something."""

import pytest
from django.test import Client

from accounts.models import Membership, User
from letters.models import Letter, Question
from letters.signing.actions.asking import Asked, add_question
from letters.signing.rules import MOST_QUESTIONS
from tests.cast import ADA
from tests.makers import make_letter, make_signature

pytestmark = pytest.mark.django_db


def page(letter: Letter, rest: str = "") -> str:
    return f"/studio/letters/{letter.pk}/questions/{rest}"


def form(**fields: str) -> dict[str, str]:
    return {"label": "Which shift?", "kind": "text"} | fields


def labels(letter: Letter) -> list[str]:
    return [question.label for question in Question.objects.filter(letter=letter, retired_at=None).order_by("rank")]


def test_a_question_is_asked_with_all_that_belongs_to_it(studio: Client, unpublished: Letter) -> None:
    sent = form(kind="choice", choices="Day\n\n Night \nDay", is_required="on", is_public="on")

    assert studio.post(page(unpublished), sent).status_code == 302

    question = Question.objects.get(letter=unpublished)
    assert (question.choices, question.is_required, question.is_public) == (["Day", "Night"], True, True)


def test_an_editor_changes_no_form_that_is_public(studio: Client) -> None:
    letter = make_letter()
    Membership.objects.update(role="editor")

    assert studio.post(page(letter), form()).status_code == 403
    assert labels(letter) == []


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"label": ""}, "label"),
        ({"label": "x" * 201}, "label"),
        ({"label": "a\u202eb"}, "label"),
        ({"kind": "essay"}, "kind"),
        ({"kind": "choice", "choices": "Only one"}, "choices"),
        ({"kind": "choice", "choices": "\n".join(map(str, range(21)))}, "choices"),
        ({"kind": "choice", "choices": "Day\nsee www.example.org"}, "choices"),
    ],
)
def test_a_wrong_question_comes_back_filled(
    studio: Client, unpublished: Letter, sent: dict[str, str], field: str
) -> None:
    response = studio.post(page(unpublished), form(**sent))

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert labels(unpublished) == []


def test_questions_are_put_in_order(studio: Client, unpublished: Letter) -> None:
    for label in ("First?", "Second?"):
        studio.post(page(unpublished), form(label=label))
    second = Question.objects.get(label="Second?")

    studio.post(page(unpublished, f"{second.pk}/move/"), {"way": "up"})

    assert labels(unpublished) == ["Second?", "First?"]


def test_an_unanswered_question_is_changed(studio: Client, unpublished: Letter) -> None:
    studio.post(page(unpublished), form(label="Wich shift?"))
    question = Question.objects.get(letter=unpublished)
    assert "Wich shift?" in studio.get(page(unpublished, f"{question.pk}/")).content.decode()

    studio.post(page(unpublished, f"{question.pk}/"), form())

    assert labels(unpublished) == ["Which shift?"]


def test_an_answered_question_can_only_be_retired(studio: Client, unpublished: Letter) -> None:
    letter = make_letter(team=unpublished.team)
    studio.post(page(letter), form())
    question = Question.objects.get(letter=letter)
    make_signature(letter, ADA, answers={str(question.pk): "Night"})

    assert studio.post(page(letter, f"{question.pk}/"), form(label="Another?")).status_code == 409
    assert "Somebody has answered it" in studio.get(page(letter, f"{question.pk}/")).content.decode()
    studio.post(page(letter, f"{question.pk}/retire/"))

    assert labels(letter) == []
    assert "Which shift?" in studio.get(page(letter)).content.decode()


def test_a_question_of_another_letter_is_not_found(studio: Client, unpublished: Letter) -> None:
    other = Question.objects.create(letter=make_letter(), kind="text", label="Theirs?")

    assert studio.get(page(unpublished, f"{other.pk}/")).status_code == 404
    assert studio.post(page(unpublished, f"{other.pk}/retire/")).status_code == 404


def test_one_question_too_many_is_said_at_the_form_which_stays_filled(
    studio: Client, organizer: User, unpublished: Letter
) -> None:
    for number in range(MOST_QUESTIONS):
        add_question(unpublished.pk, Asked("text", f"Question {number}?"), person=organizer)

    answer = studio.post(page(unpublished), form(label="One more?"))

    assert answer.status_code == 409
    assert "These are 10 questions already." in answer.content.decode()
    assert 'value="One more?"' in answer.content.decode()
