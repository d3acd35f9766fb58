"""The table that organizers take away holds what signers agreed to show, and to hand to them."""

import csv
from io import StringIO

import pytest

from letters.models import Letter
from letters.signing.actions import hide_name
from letters.signing.actions.asking import Asked, add_question, change_question
from letters.signing.handing import hand_out
from petition.audit.models import AuditEvent
from tests.cast import ADA, NOOR, SUZIE, Person
from tests.makers import make_signature, make_user

pytestmark = pytest.mark.django_db

BY = "user 7"


def table(letter: Letter) -> dict[str, dict[str, str]]:
    lines = "".join(hand_out(letter, by=BY)).removeprefix("\ufeff")
    return {row["number"]: row for row in csv.DictReader(StringIO(lines))}


def test_an_address_is_handed_out_only_if_its_signer_ticked_the_box(letter: Letter) -> None:
    make_signature(letter, ADA)
    make_signature(letter, NOOR, hands_address=True)

    assert [row["e-mail address"] for row in table(letter).values()] == [NOOR.address, ""]


def test_names_stand_as_they_are_shown(letter: Letter) -> None:
    make_signature(letter, ADA, display="initials", city="London")
    make_signature(letter, NOOR, display="anonymous", city="Basra")
    hide_name(make_signature(letter, SUZIE, title="Painter").pk, by=BY)

    rows = table(letter)

    assert [rows[n]["name"] for n in "123"] == ["A. L.", "", ""]
    assert [rows[n]["place"] for n in "123"] == ["London", "", ""]
    assert "Painter" not in str(rows)


def test_answers_have_a_column_each_and_links_have_none(letter: Letter) -> None:
    question = add_question(letter.pk, Asked("yes_no", "By night?"), person=make_user())
    make_signature(letter, ADA, answers={str(question.pk): True, "999": "dangling"}, came_from="for-ada")

    (row,) = table(letter).values()

    assert row["By night?"] == "Yes"
    assert "for-ada" not in str(row)
    assert "dangling" not in str(row)


def test_a_question_changed_before_anybody_answered_has_no_column(letter: Letter) -> None:
    old = add_question(letter.pk, Asked("text", "Wich shift?"), person=make_user())
    change_question(old, Asked("text", "Which shift?"), person=make_user())
    make_signature(letter, ADA)

    (row,) = table(letter).values()

    assert "Which shift?" in row
    assert "Wich shift?" not in row


def test_only_signatures_in_force_are_handed_out(letter: Letter) -> None:
    for state in ("pending", "held", "struck", "withdrawn"):
        make_signature(letter, Person("Ada", f"{state}@example.org"), state=state)

    assert table(letter) == {}


def test_a_table_runs_nothing_in_a_spreadsheet(letter: Letter) -> None:
    question = add_question(letter.pk, Asked("text", "=SUM(A1)"), person=make_user())
    make_signature(letter, ADA, name="=cmd", answers={str(question.pk): "@now"})

    lines = "".join(hand_out(letter, by=BY))

    assert all(f"\"'{cell}" in lines for cell in ("=SUM", "=cmd", "@now"))


def test_each_table_is_one_line_of_history(letter: Letter) -> None:
    list(hand_out(letter, by=BY))

    events = AuditEvent.objects.filter(verb="signing.export", subject_id=letter.pk)
    assert [(event.actor, event.changes) for event in events] == [(BY, {})]
