from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from letters.models import Letter
from letters.writing.actions import amend, close, take_down
from petition.audit.actions import OPERATOR
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from tests.letters.signing.trying import at_once, click, facts_in_the_log, kinds_in_the_log, try_to_sign

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_an_amended_letter_stands_at_the_next_version(letter: Letter) -> None:
    version = amend(letter, body="We wrote the films too.", note="The films", by=OPERATOR, at=NOW)

    assert (version.number, version.note, version.published_at) == (2, "The films", NOW)
    assert letter.current == Letter.objects.get().current == version


def test_each_version_is_an_entry_that_signatures_from_then_on_name(letter: Letter) -> None:
    amend(letter, body="We wrote the films too.", note="The films", by=OPERATOR)
    try_to_sign(letter)
    click(letter)

    first, second, signed = facts_in_the_log(letter)
    assert (first.number, second.number) == (1, 2)
    assert signed.text == second.sha256 == letter.current.sha256


def test_the_old_version_keeps_text_and_hash(letter: Letter) -> None:
    before = letter.versions.values().get(number=1)

    amend(letter, body="Something else.", note="All of it", by=OPERATOR)

    assert letter.versions.values().get(number=1) == before


def test_title_and_addressee_stay_unless_named(letter: Letter) -> None:
    first = letter.current

    second = amend(letter, body="Else.", note="n", by=OPERATOR)
    third = amend(letter, body="Else.", title="Pay us", to="You", note="n", by=OPERATOR)

    assert (second.title, second.to) == (first.title, first.to)
    assert (third.number, third.title, third.to) == (3, "Pay us", "You")


def test_the_same_text_again_makes_no_version(letter: Letter) -> None:
    amend(letter, body="Once.", note="n", by=OPERATOR)

    again = amend(letter, body="Once.\r\n", note="n", by=OPERATOR)

    assert again.number == 2
    assert kinds_in_the_log(letter) == ["text", "text"]
    assert AuditEvent.objects.filter(verb="writing.amend").count() == 1


def test_a_closed_letter_is_not_amended(letter: Letter) -> None:
    close(letter, by=OPERATOR)

    with pytest.raises(Refused, match="letter-closed"):
        amend(letter, body="Too late.", note="n", by=OPERATOR)


def test_a_letter_past_its_closing_date_is_not_amended(letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(closes_at=NOW)

    amend(letter, body="In time.", note="n", by=OPERATOR, at=NOW - timedelta(seconds=1))
    with pytest.raises(Refused, match="letter-closed"):
        amend(letter, body="Too late.", note="n", by=OPERATOR, at=NOW)


def test_a_letter_taken_down_is_not_amended(letter: Letter) -> None:
    take_down(letter, notice="A court said so.", by=OPERATOR)

    with pytest.raises(Refused, match="letter-gone"):
        amend(letter, body="Too late.", note="n", by=OPERATOR)


def test_an_old_copy_of_the_letter_does_not_decide(letter: Letter) -> None:
    close(Letter.objects.get(), by=OPERATOR)

    with pytest.raises(Refused, match="letter-closed"):
        amend(letter, body="The copy says published.", note="n", by=OPERATOR)


@pytest.mark.django_db(transaction=True)
def test_amended_by_many_at_once_each_gets_a_number(letter: Letter) -> None:
    copies = [Letter.objects.get() for _ in range(8)]

    made = at_once(*(partial(amend, one, body=f"Turn {n}.", note="n", by=OPERATOR) for n, one in enumerate(copies)))

    numbers = sorted(version.number for version in made)
    assert numbers == [2, 3, 4, 5, 6, 7, 8, 9]
    assert [text.number for text in facts_in_the_log(letter)] == [1, *numbers]
    assert Letter.objects.get().current.number == 9
