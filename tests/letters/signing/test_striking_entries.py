"""Entries whose signatures a database has lost, taken out by hand."""

import pytest
from django.core.management import CommandError, call_command

from letters.models import Letter, Signature
from letters.signing.queries import count_of, differing_from_the_log
from petition.audit.models import AuditEvent
from tests.makers import make_signature

pytestmark = pytest.mark.django_db


def strike(letter: Letter, index: int) -> None:
    call_command("log", "strike", letter.slug, str(index), "--reason", "request")


@pytest.fixture
def lost(letter: Letter) -> int:
    """The index of an entry whose signature is gone with an older database."""
    signature = make_signature(letter)
    Signature.objects.filter(pk=signature.pk).delete()
    assert signature.operation is not None
    assert signature.operation.index is not None
    return signature.operation.index


def test_an_entry_that_nobody_owns_can_be_struck(letter: Letter, lost: int) -> None:
    assert list(differing_from_the_log())

    strike(letter, lost)

    assert count_of(letter.pk) == 0
    assert not list(differing_from_the_log())
    event = AuditEvent.objects.get(verb="signing.strike_entry")
    assert event.changes == {"entry": lost, "reason": "request"}


def test_an_entry_is_struck_once(letter: Letter, lost: int) -> None:
    strike(letter, lost)

    with pytest.raises(CommandError, match="not counted"):
        strike(letter, lost)


def test_a_signature_that_is_known_is_struck_by_its_number(letter: Letter) -> None:
    signature = make_signature(letter)
    assert signature.operation is not None

    with pytest.raises(CommandError, match=f"signatures strike {signature.pk}"):
        strike(letter, signature.operation.index or 0)


@pytest.mark.parametrize("index", [0, 7])
def test_what_is_no_signature_is_not_struck(letter: Letter, index: int) -> None:
    with pytest.raises(CommandError, match="no signature"):
        strike(letter, index)
