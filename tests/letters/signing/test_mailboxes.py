from letters.models import Letter
from letters.signing.mailboxes import signatures_of
from letters.writing.actions import take_down
from petition.audit.actions import OPERATOR
from tests.cast import ADA, NOOR
from tests.makers import make_letter, make_signature


def test_a_mailbox_finds_what_it_signed_newest_first_and_nothing_of_others(letter: Letter) -> None:
    mine = [make_signature(signed, ADA) for signed in (letter, make_letter("second"))]
    make_signature(letter, NOOR)

    assert signatures_of("ADA@example.org") == []
    assert signatures_of("ada@EXAMPLE.org") == mine[::-1]


def test_under_a_letter_taken_down_a_signature_can_still_be_found_and_erased(letter: Letter) -> None:
    signature = make_signature(letter, ADA)
    take_down(letter, notice="A court has said so.", by=OPERATOR)

    assert signatures_of(ADA.address) == [signature]
