"""Many decisions at once, while the log is busy: real transactions."""

from functools import partial
from threading import Event
from time import monotonic, sleep

import pytest
from django.db import transaction

from letters.ledger import actions as ledger
from letters.models import Decision, Letter, Signature
from letters.moderation.actions.together import decide_together
from letters.signing.queries import differing_from_the_log
from tests.cast import ADA, NOOR
from tests.letters.moderation.desks import moderator, strike_of
from tests.letters.signing.trying import at_once, turn_taken
from tests.makers import make_letter, make_signature

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 20  # longer than anybody should have to look for what is committed


def decided(number: int) -> None:
    until = monotonic() + SECONDS / 2
    while Decision.objects.count() < number and monotonic() < until:
        sleep(0.02)
    assert Decision.objects.count() == number


def looked_at_under_a_taken_turn(letter: Letter, is_taken: Event) -> list[str]:
    """What the signatures are once one is decided, locked by somebody who does not wait."""
    try:
        with turn_taken(letter):
            is_taken.set()
            decided(1)
            with transaction.atomic():
                return [row.state for row in Signature.objects.select_for_update(nowait=True).order_by("pk")]
    finally:
        is_taken.set()


def test_nobody_else_waits_while_many_decisions_wait_for_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "PATIENCE_MS", SECONDS * 1_000)
    letter, mo = make_letter(), moderator()
    rows, is_taken = [make_signature(letter, person) for person in (ADA, NOOR)], Event()

    def decide_meanwhile() -> int:
        assert is_taken.wait(SECONDS)
        return decide_together(7, strike_of(rows[0]), {row.pk: 0 for row in rows}, person=mo).done

    states, done = at_once(partial(looked_at_under_a_taken_turn, letter, is_taken), decide_meanwhile)

    assert (states, done) == (["struck", "confirmed"], 2)
    assert not list(differing_from_the_log())
