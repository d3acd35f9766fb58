"""The organizer's own questions on the pages of signing, from the slip to the erasing of their answers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from letters.models import Letter, Question, Signature
from letters.signing.actions import erase
from letters.signing.actions.asking import Asked, add_question, retire_question
from letters.signing.exporting import own_data
from tests.cast import ADA
from tests.letters.pages.filled import confirm_form, confirm_path, manage_path, pending, sign_form, sign_path
from tests.letters.signing.trying import click, row_of, try_to_sign
from tests.makers import make_letter, make_user

pytestmark = pytest.mark.django_db

KINDS = [("text", "Night ☾", "Night ☾"), ("number", "-3", -3), ("yes_no", "no", False), ("choice", "Day", "Day")]
WRONG = [("text", "x" * 281), ("number", "many"), ("number", "1e999"), ("yes_no", "perhaps"), ("choice", "Never")]


def ask(letter: Letter, kind: str = "text", **more: object) -> Question:
    choices = ("Day", "Night") if kind == "choice" else ()
    return add_question(letter.pk, Asked(kind, "Which shift?", choices, **more), person=make_user())  # type: ignore[arg-type]


def named(question: Question) -> str:
    return f"question_{question.pk}"


@pytest.mark.parametrize(("kind", "sent", "kept"), KINDS)
def test_an_answer_is_kept_with_the_signature(
    client: Client, letter: Letter, kind: str, sent: str, kept: object
) -> None:
    question = ask(letter, kind)

    assert client.post(sign_path(letter), sign_form(letter, **{named(question): sent})).status_code == 302

    assert row_of(letter).answers == {str(question.pk): kept}


@pytest.mark.parametrize(("kind", "sent"), WRONG)
def test_a_wrong_answer_comes_back_with_a_message(client: Client, letter: Letter, kind: str, sent: str) -> None:
    question = ask(letter, kind)

    response = client.post(sign_path(letter), sign_form(letter, **{named(question): sent}))

    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {named(question)}


def test_a_required_question_is_answered_before_signing(client: Client, letter: Letter) -> None:
    ask(letter, is_required=True)

    response = client.post(sign_path(letter), sign_form(letter))

    assert response.status_code == 422
    assert "Answer this question." in response.content.decode()


def test_a_public_answer_may_hold_no_web_address(client: Client, letter: Letter) -> None:
    question = ask(letter, is_public=True)

    assert client.post(sign_path(letter), sign_form(letter, **{named(question): "spam.example.org"})).status_code == 422


def test_an_answer_that_nobody_owes_can_be_let_go_again(client: Client, letter: Letter) -> None:
    question = ask(letter, "yes_no")

    assert client.post(sign_path(letter), sign_form(letter, **{named(question): ""})).status_code == 302
    assert "No answer" in client.get(sign_path(letter)).content.decode()
    assert row_of(letter).answers == {}


def test_the_slip_under_the_letter_asks_at_once(client: Client, letter: Letter) -> None:
    assert "Which shift?" not in client.get(letter.get_absolute_url()).content.decode()
    question = ask(letter)

    assert "Which shift?" in client.get(letter.get_absolute_url()).content.decode()
    retire_question(question, person=make_user())
    assert "Which shift?" not in client.get(letter.get_absolute_url()).content.decode()


def test_a_required_question_added_later_blocks_nobody(client: Client, letter: Letter) -> None:
    _, path = pending(letter)
    ask(letter, is_required=True)

    assert client.post(path, confirm_form(letter, asks="1")).status_code == 302
    assert row_of(letter).state == "confirmed"


def test_the_owner_of_the_mailbox_corrects_the_answers(client: Client, letter: Letter) -> None:
    question = ask(letter)
    _, path = pending(letter, answers={str(question.pk): "typed by a stranger"})
    assert "typed by a stranger" in client.get(path).content.decode()

    client.post(path, confirm_form(letter, asks="1", **{named(question): "Night"}))

    assert row_of(letter).answers == {str(question.pk): "Night"}


def test_a_required_answer_is_not_taken_away_while_confirming(client: Client, letter: Letter) -> None:
    question = ask(letter, is_required=True)
    _, path = pending(letter, answers={str(question.pk): "Night"})

    assert client.post(path, confirm_form(letter, asks="1", **{named(question): ""})).status_code == 422


class TestWhileAPageIsOpen:
    """A question is retired between what somebody reads and what they send."""

    @pytest.fixture
    def old(self, letter: Letter) -> Question:
        return ask(letter, is_required=True)

    @pytest.fixture
    def still(self, letter: Letter) -> Question:
        return ask(letter)

    @pytest.fixture
    def path(self, letter: Letter, old: Question, still: Question) -> str:
        """The link of somebody who has answered both, after the first was retired."""
        _, path = pending(letter, answers={str(old.pk): "Night", str(still.pk): "once"})
        retire_question(old, person=make_user())
        return path

    def test_the_answer_stays_and_its_signer_is_told(
        self, client: Client, letter: Letter, path: str, old: Question, still: Question
    ) -> None:
        assert "“Which shift?” with “Night”" in client.get(path).content.decode()

        client.post(path, confirm_form(letter, asks="1", **{named(still): "Day"}))

        assert row_of(letter).answers == {str(old.pk): "Night", str(still.pk): "Day"}

    @pytest.mark.parametrize(("sent", "kept"), [("Day", "Day"), ("", None)])
    def test_what_the_signer_made_of_it_on_an_older_page_is_kept(
        self, client: Client, letter: Letter, path: str, old: Question, still: Question, sent: str, kept: str | None
    ) -> None:
        fields = {named(old): sent, named(still): "x"}

        assert client.post(path, confirm_form(letter, asks="1", **fields)).status_code == 302

        assert (row_of(letter).answers.get(str(old.pk)), row_of(letter).answers[str(still.pk)]) == (kept, "x")

    def test_a_wrong_answer_to_it_comes_back_with_a_message(
        self, client: Client, letter: Letter, path: str, old: Question
    ) -> None:
        response = client.post(path, confirm_form(letter, asks="1", **{named(old): "x" * 281}))

        assert (response.status_code, list(response.context["form"].errors)) == (422, [named(old)])

    def test_the_last_question_of_a_letter_takes_no_answer_with_it(self, client: Client, letter: Letter) -> None:
        only = ask(letter)
        _, path = pending(letter, answers={str(only.pk): "Night"})
        retire_question(only, person=make_user())

        client.post(path, confirm_form(letter))

        assert row_of(letter).answers == {str(only.pk): "Night"}

    @pytest.mark.parametrize(("hours", "is_kept"), [(1, True), (25, False)])
    def test_who_was_asked_before_signing_may_answer_for_a_day(
        self, client: Client, letter: Letter, old: Question, hours: int, is_kept: bool
    ) -> None:
        retire_question(old, person=make_user(), at=timezone.now() - timedelta(hours=hours))

        assert client.post(sign_path(letter), sign_form(letter, **{named(old): "Night"})).status_code == 302

        assert (row_of(letter).answers == {str(old.pk): "Night"}) == is_kept

    def test_no_answer_goes_to_a_question_of_another_letter(self, client: Client, letter: Letter) -> None:
        other = ask(make_letter("others"))
        retire_question(other, person=make_user())

        client.post(sign_path(letter), sign_form(letter, **{named(other): "Night", "question_0": "", "question_x": ""}))

        assert row_of(letter).answers == {}


def test_a_signer_changes_an_answer_and_keeps_those_nobody_asks_for(client: Client, letter: Letter) -> None:
    old, question = ask(letter), ask(letter, is_public=True)
    signature, _ = pending(letter, answers={str(old.pk): "once", str(question.pk): "Day"})
    click(letter)
    retire_question(old, person=make_user())

    client.post(manage_path(signature), {"name": ADA.name, "display": "name", named(question): "Night"})

    assert row_of(letter).answers == {str(old.pk): "once", str(question.pk): "Night"}


def test_a_public_answer_is_read_beside_the_name(client: Client, letter: Letter) -> None:
    public, private = ask(letter, is_public=True), ask(letter)
    try_to_sign(letter, answers={str(public.pk): "By night", str(private.pk): "Untold"})
    click(letter)

    page = client.get(f"/letters/{letter.slug}/signatures/").content.decode()
    assert "By night" in page
    assert "Untold" not in page


def test_answers_are_in_the_signers_own_data_and_go_with_them(letter: Letter) -> None:
    question = ask(letter)
    try_to_sign(letter, answers={str(question.pk): "Night"})
    click(letter)
    assert own_data(row_of(letter))["answers"] == [{"question": "Which shift?", "answer": "Night"}]

    erase(row_of(letter).pk, keep_counted=True)

    assert Signature.objects.get(letter=letter).answers == {}


def test_a_confirm_page_that_asked_nothing_answers_nothing(client: Client, letter: Letter) -> None:
    question = ask(letter)
    signature, _ = pending(letter, answers={str(question.pk): "typed by a stranger"})

    client.post(confirm_path(signature), confirm_form(letter))

    assert row_of(letter).answers == {}
