"""The count of a letter: what its log says, and whether the rows agree."""

import pytest

from letters.ledger.actions import sequence_waiting
from letters.models import Letter, Signature
from letters.signing.actions import Outcome
from letters.signing.queries import Difference, count_and_size, count_of, differing_from_the_log
from tests.cast import ADA, NOOR, SUZIE
from tests.letters.signing.trying import click, try_to_sign, turn_taken
from tests.makers import make_letter, make_signature


def test_a_letter_nobody_signed_counts_nobody_and_has_its_text_in_the_log(letter: Letter) -> None:
    assert count_and_size(letter.pk) == (0, 1)


def test_a_draft_has_no_log_and_counts_nobody(db: None) -> None:
    assert count_and_size(make_letter(state="draft").pk) == (0, 0)


def test_every_letter_counts_its_own(letter: Letter) -> None:
    other = make_letter()
    make_signature(letter, ADA)
    make_signature(letter, NOOR)

    assert (count_of(letter.pk), count_of(other.pk)) == (2, 0)


def test_what_ended_is_not_counted_any_more(letter: Letter) -> None:
    make_signature(letter, ADA)
    make_signature(letter, NOOR, state="struck")
    make_signature(letter, SUZIE, state="withdrawn")

    assert count_and_size(letter.pk) == (1, 6)
    assert differing_from_the_log() == []


@pytest.mark.parametrize("state", ["pending", "held", "refused"])
def test_what_waits_never_enters_the_log(letter: Letter, state: str) -> None:
    make_signature(letter, ADA, state=state)

    assert count_and_size(letter.pk) == (0, 1)
    assert differing_from_the_log() == []


def test_a_row_that_the_log_does_not_know_is_found(letter: Letter) -> None:
    make_signature(letter, ADA)
    make_signature(letter, NOOR, state="held")
    Signature.objects.filter(state="held").update(state="confirmed")

    assert differing_from_the_log() == [Difference("artists", in_force=2, counted=1)]


def test_an_entry_that_no_row_stands_for_is_found(letter: Letter) -> None:
    make_signature(letter, ADA)
    Signature.objects.update(state="held")

    assert differing_from_the_log() == [Difference("artists", in_force=0, counted=1)]


@pytest.mark.django_db(transaction=True)
def test_what_waits_for_its_place_is_no_difference() -> None:
    letter = make_letter()
    try_to_sign(letter)

    with turn_taken(letter):
        assert click(letter) == Outcome.COUNTED
        assert (count_of(letter.pk), differing_from_the_log()) == (0, [])
    sequence_waiting()

    assert (count_of(letter.pk), differing_from_the_log()) == (1, [])
