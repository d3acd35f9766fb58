from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from letters.models import Letter
from petition.audit.models import AuditEvent
from tests.cast import ADA, NOOR, SUZIE
from tests.letters.signing.trying import row_of
from tests.makers import make_letter, make_signature


def say(*words: object) -> str:
    out = StringIO()
    call_command(*map(str, words), stdout=out)
    return out.getvalue()


def test_held_and_refused_signatures_are_listed_with_their_rule_and_counted(letter: Letter) -> None:
    held = make_signature(letter, ADA, state="held", rule="network")
    make_signature(letter, NOOR, state="refused", rule="trap")
    make_signature(make_letter("other"), SUZIE, state="held", rule="letter")

    said = say("signatures", "held", "--letter", "artists")

    assert f"{held.pk}\tartists\theld\tnetwork\t" in said
    assert "1 held by network\n1 refused by trap\n" in said
    assert SUZIE.name not in said


def test_a_name_its_owner_hides_is_hidden_from_the_list_too(letter: Letter) -> None:
    make_signature(letter, ADA, state="held", display="anonymous")

    assert ADA.name not in say("signatures", "held")


def test_a_signature_is_found_by_its_shown_name_or_its_address(letter: Letter) -> None:
    ada = make_signature(letter, ADA)
    noor = make_signature(letter, NOOR, display="anonymous")

    assert say("signatures", "find", "artists", "love") == f"{ada.pk}\tartists\tconfirmed\t{ADA.name}\n"
    assert say("signatures", "find", "artists", NOOR.address) == f"{noor.pk}\tartists\tconfirmed\t\n"
    assert say("signatures", "find", "artists", "Noor") == ""


def test_release_strike_and_restore_say_what_they_did(letter: Letter) -> None:
    held = make_signature(letter, ADA, state="held")

    assert say("signatures", "release", held.pk) == f"{held.pk}: done\n"
    assert say("signatures", "release", held.pk) == f"{held.pk}: was so already\n"
    assert say("signatures", "strike", held.pk, "--reason", "fraud") == f"{held.pk}: done\n"
    assert say("signatures", "restore", held.pk) == f"{held.pk}: done\n"
    assert set(AuditEvent.objects.values_list("actor", flat=True)) == {"operator"}


def test_several_are_decided_in_one_go(letter: Letter) -> None:
    ids = [make_signature(letter, person, state="held").pk for person in (ADA, NOOR)]

    say("signatures", "refuse", *ids)

    assert row_of(letter, ADA).state == row_of(letter, NOOR).state == "refused"


def test_reasons_are_read_and_approved(letter: Letter) -> None:
    signature = make_signature(letter, ADA, reason="See example.org", reason_awaits=True)

    assert say("signatures", "reasons") == f"{signature.pk}\tartists\tSee example.org\n"
    say("signatures", "approve", signature.pk)

    assert say("signatures", "reasons") == ""


def test_first_signers_are_put_in_place_and_taken_out(letter: Letter) -> None:
    signature = make_signature(letter, ADA)

    say("signatures", "first", signature.pk, "--rank", 1)
    assert row_of(letter).first_rank == 1

    say("signatures", "first", signature.pk)
    assert row_of(letter).first_rank is None


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("signatures", "release", 99), "There is no such signature."),
        (("signatures", "strike", 99, "--reason", "spite"), "invalid choice"),
        (("signatures", "export", "nowhere"), "There is no letter nowhere."),
        (("signatures", "held", "--letter", "nowhere"), "There is no letter nowhere."),
    ],
)
def test_a_mistake_is_one_clear_line(db: None, words: tuple[object, ...], complaint: str) -> None:
    with pytest.raises(CommandError, match=complaint):
        say(*words)


def test_a_decision_that_does_not_fit_says_why(letter: Letter) -> None:
    signature = make_signature(letter, ADA)

    with pytest.raises(CommandError, match="it is confirmed"):
        say("signatures", "refuse", signature.pk)


def test_the_public_list_is_printed_as_csv(letter: Letter) -> None:
    make_signature(letter, ADA)

    assert ADA.name in say("signatures", "export", "artists")
