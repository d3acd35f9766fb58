import pytest

from letters.models import Letter, Tally
from letters.signing import counts
from letters.signing.queries import count_of
from tests.cast import ADA, NOOR, SUZIE
from tests.makers import make_letter, make_signature


def test_a_letter_nobody_signed_counts_nobody(letter: Letter) -> None:
    assert count_of(letter.pk) == 0


def test_the_first_signature_makes_the_tally(letter: Letter) -> None:
    assert counts.move(letter.pk, signed=1).count == count_of(letter.pk) == 1


def test_moving_one_letter_leaves_the_others(letter: Letter) -> None:
    other = make_letter()

    counts.move(letter.pk, signed=3, withdrawn=1)

    assert (count_of(letter.pk), count_of(other.pk)) == (2, 0)


def test_a_recount_that_agrees_says_so(letter: Letter) -> None:
    make_signature(letter, ADA)
    make_signature(letter, NOOR, state="struck")
    make_signature(letter, SUZIE, state="withdrawn")

    found = counts.recompute(letter)

    assert not found.differs
    assert (found.kept, found.counted, found.struck_counted) == (1, 1, 1)


@pytest.mark.parametrize("wrong", [{"signed": 9}, {"struck": 2}, {"withdrawn": 3}])
def test_a_recount_finds_what_is_wrong_and_repairs_it(letter: Letter, wrong: dict[str, int]) -> None:
    for person, state in ((ADA, "confirmed"), (NOOR, "struck"), (SUZIE, "confirmed")):
        make_signature(letter, person, state=state)
    Tally.objects.update(**{"signed": 3, "struck": 1} | wrong)

    assert counts.recompute(letter).differs
    counts.recompute(letter, repair=True)

    assert not counts.recompute(letter).differs
    assert count_of(letter.pk) == 2


def test_a_struck_signature_that_never_counted_is_in_no_sum(letter: Letter) -> None:
    signature = make_signature(letter, ADA, state="pending")
    signature.state = "struck"
    signature.save(update_fields=["state"])

    assert not counts.recompute(letter).differs
