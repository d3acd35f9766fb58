"""A team's own questions: at most ten, in their order, changed only while nobody has answered."""

from threading import Event

import pytest
from django.db import transaction

from accounts.models import Membership
from letters.models import Letter, Question
from letters.signing.actions.asking import Asked, add_question, change_question, move_question, retire_question
from letters.signing.asking import questions_of, shown_answers
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from tests.cast import ADA
from tests.letters.signing.trying import at_once, wait_for_a_waiter
from tests.makers import make_letter, make_signature, make_user

pytestmark = pytest.mark.django_db


def ask(letter: Letter, label: str = "Which shift?", kind: str = "text", **more: object) -> Question:
    return add_question(letter.pk, Asked(kind, label, **more), person=make_user())  # type: ignore[arg-type]


def asked(letter: Letter) -> list[str]:
    letter.refresh_from_db()
    return [question.label for question in questions_of(letter)]


def test_questions_stand_in_the_order_they_were_asked(letter: Letter) -> None:
    ask(letter, "First?")
    ask(letter, "Second?")

    assert asked(letter) == ["First?", "Second?"]


def test_a_letter_without_questions_costs_no_query(letter: Letter, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert questions_of(letter) == ()


def test_an_eleventh_question_is_refused(letter: Letter) -> None:
    for n in range(10):
        ask(letter, f"{n}?")

    with pytest.raises(Refused, match="too-many-questions"):
        ask(letter, "One more?")


def test_a_retired_question_makes_room(letter: Letter) -> None:
    questions = [ask(letter, f"{n}?") for n in range(10)]

    assert retire_question(questions[3], person=make_user())
    assert not retire_question(questions[3], person=make_user())
    ask(letter, "One more?")

    assert asked(letter) == [f"{n}?" for n in range(10) if n != 3] + ["One more?"]


def test_a_question_moves_up_and_no_further(letter: Letter) -> None:
    ask(letter, "First?")
    second = ask(letter, "Second?")

    assert move_question(second, -1, person=make_user())
    assert not move_question(second, -1, person=make_user())

    assert asked(letter) == ["Second?", "First?"]


def test_an_unanswered_question_is_changed_in_its_place(letter: Letter) -> None:
    old = ask(letter, "Frist?")
    ask(letter, "Second?")

    new = change_question(old, Asked("number", "First?"), person=make_user())

    assert asked(letter) == ["First?", "Second?"]
    assert new.pk != old.pk


def test_a_question_that_is_changed_twice_by_a_double_click_is_changed_once(letter: Letter) -> None:
    question, asked = ask(letter), Asked("text", "Another?")

    changed = [change_question(question, asked, person=make_user()) for _ in range(2)]

    assert changed[0] == changed[1]
    with pytest.raises(Refused, match="not-found"):
        change_question(question, Asked("text", "A third?"), person=make_user())


@pytest.mark.parametrize("state", ["pending", "confirmed", "withdrawn"])
def test_an_answered_question_is_not_changed(letter: Letter, state: str) -> None:
    question = ask(letter)
    make_signature(letter, ADA, state=state, answers={str(question.pk): "Night"})

    with pytest.raises(Refused, match="question-answered"):
        change_question(question, Asked("text", "Another?"), person=make_user())


def test_a_question_that_was_retired_is_not_found(letter: Letter) -> None:
    question = ask(letter)
    retire_question(question, person=make_user())

    with pytest.raises(Refused, match="not-found"):
        move_question(question, 1, person=make_user())


def test_the_history_says_what_was_asked(letter: Letter) -> None:
    retire_question(ask(letter), person=make_user())

    events = AuditEvent.objects.filter(subject_kind="letter", subject_id=letter.pk).order_by("id")
    assert [(event.verb, event.changes) for event in events] == [
        ("signing.add_question", {"question": [None, "Which shift?"]}),
        ("signing.retire_question", {"question": ["Which shift?", None]}),
    ]


@pytest.mark.parametrize(("display", "found"), [("name", 1), ("initials", 0), ("anonymous", 0)])
def test_a_public_answer_stands_beside_a_name_alone(letter: Letter, display: str, found: int) -> None:
    public, private = ask(letter, is_public=True), ask(letter, "Wage?", "number")
    answers = {str(public.pk): "Night", str(private.pk): 12}
    signature = make_signature(letter, ADA, display=display, answers=answers)

    assert shown_answers(signature, [public, private]) == [("Which shift?", "Night")] * found


@pytest.mark.django_db(transaction=True)
def test_an_editor_asks_nothing_under_a_letter_that_is_just_being_published() -> None:
    letter, editor, is_held = make_letter(state="approved"), make_user(ADA), Event()
    Membership.objects.create(team=letter.team, user=editor, role="editor")

    def publish_slowly() -> None:
        with transaction.atomic():
            Letter.objects.filter(pk=letter.pk).update(state="published")
            is_held.set()
            wait_for_a_waiter()

    def ask_meanwhile() -> Question:
        assert is_held.wait(30)
        return add_question(letter.pk, Asked("text", "Which shift?"), person=editor)

    assert at_once(publish_slowly, ask_meanwhile) == [None, "not-yours"]
    assert not Question.objects.exists()
