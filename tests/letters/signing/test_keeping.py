"""Editing one's own signature, and leaving the news."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from letters.ledger.commitments import card_text
from letters.ledger.facts import Edit
from letters.models import Letter, Opening, Signature
from letters.signing.actions import approve_reason, edit, erase, unsubscribe
from letters.signing.fields import ConfirmedFields, from_signature
from letters.signing.rules import EDITS_PER_DAY
from letters.signing.showing import shown_reason
from petition.audit.actions import OPERATOR, SIGNER
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from tests.cast import ADA, Person
from tests.letters.signing.trying import facts_in_the_log, kinds_in_the_log, kinds_owed, row_of
from tests.makers import make_signature

ADA_SHOWN = ConfirmedFields(name=ADA.name)


def test_a_signer_changes_how_they_are_shown(letter: Letter) -> None:
    signature = make_signature(letter, ADA)

    assert edit(signature.pk, ConfirmedFields(name=ADA.name, display="anonymous", city="London"))

    kept = row_of(letter)
    assert (kept.display, kept.city, kept.search) == ("anonymous", "London", "")
    assert kept.state == Signature.State.CONFIRMED


@pytest.mark.parametrize(
    "change", [{"name": "Augusta Ada King"}, {"title": "Countess"}, {"city": "London"}, {"display": "anonymous"}]
)
def test_a_change_of_what_is_shown_is_an_entry_and_a_mail(letter: Letter, change: dict[str, str]) -> None:
    signature = make_signature(letter, ADA)

    edit(signature.pk, replace(ADA_SHOWN, **change))

    signed, changed = facts_in_the_log(letter)[1:]
    assert isinstance(changed, Edit)
    assert (changed.of, changed.is_public) == (1, "display" not in change)
    assert changed.commit != signed.commit
    assert kinds_owed() == ["edited"]


@pytest.mark.parametrize("change", [{"reason": "Because."}, {"wants_news": True}, {"reason": "", "wants_news": True}])
def test_a_reason_or_the_news_alone_make_no_entry(letter: Letter, change: dict[str, Any]) -> None:
    signature = make_signature(letter, ADA)

    assert edit(signature.pk, replace(ADA_SHOWN, **change))

    assert kinds_in_the_log(letter) == ["text", "sign"]
    assert kinds_owed() == []


def test_what_an_unnamed_signer_changes_is_in_no_entry(letter: Letter) -> None:
    signature = make_signature(letter, ADA, display="anonymous")

    edit(signature.pk, ConfirmedFields(name="Augusta", display="anonymous", city="London"))

    assert kinds_in_the_log(letter) == ["text", "sign"]


def test_the_opening_follows_the_newest_edit(letter: Letter) -> None:
    signature = make_signature(letter, ADA)

    edit(signature.pk, replace(ADA_SHOWN, city="London"))
    edit(signature.pk, replace(ADA_SHOWN, city="Paris"))

    opening = Opening.objects.get()
    assert (opening.card, opening.latest.index) == (card_text(ADA.name, "", "Paris"), 3)


def test_a_held_signature_is_edited_without_an_entry(letter: Letter) -> None:
    signature = make_signature(letter, ADA, state="held")

    edit(signature.pk, replace(ADA_SHOWN, city="London"))

    assert (kinds_in_the_log(letter), kinds_owed()) == (["text"], [])


def test_an_edit_is_written_down_by_the_names_of_fields_only(letter: Letter) -> None:
    signature = make_signature(letter, ADA)

    edit(signature.pk, replace(ADA_SHOWN, name="Augusta Ada King", city="London"))

    event = AuditEvent.objects.get()
    assert (event.actor, event.verb, event.changes) == (SIGNER, "signing.edit", {"fields": ["name", "city"]})


def test_an_edit_that_changes_nothing_counts_for_nothing(letter: Letter) -> None:
    signature = make_signature(letter, ADA)

    assert not edit(signature.pk, from_signature(signature))

    assert not AuditEvent.objects.exists()


def test_ten_edits_a_day_pass_and_the_eleventh_does_not(letter: Letter) -> None:
    signature, now = make_signature(letter, ADA), timezone.now()
    for number in range(EDITS_PER_DAY):
        edit(signature.pk, replace(ADA_SHOWN, city=f"City {number}"), at=now)

    with pytest.raises(Refused, match="too-many-edits"):
        edit(signature.pk, replace(ADA_SHOWN, city="One too many"), at=now + timedelta(hours=23))

    assert edit(signature.pk, replace(ADA_SHOWN, city="The next day"), at=now + timedelta(days=1))


@pytest.mark.parametrize("state", ["pending", "refused", "struck", "withdrawn"])
def test_only_a_signature_that_stands_is_edited(letter: Letter, state: str) -> None:
    signature = make_signature(letter, ADA, state=state)

    with pytest.raises(Refused, match="signature-not-counted"):
        edit(signature.pk, replace(ADA_SHOWN, city="London"))


def test_an_erased_signer_gets_no_new_name(letter: Letter) -> None:
    signature = make_signature(letter, ADA)
    erase(signature.pk, keep_counted=True)

    with pytest.raises(Refused, match="signature-not-counted"):
        edit(signature.pk, ADA_SHOWN)


def test_a_reason_somebody_looked_at_stays_shown_until_its_words_change(letter: Letter) -> None:
    signature = make_signature(letter, ADA)
    reason = "See example.org"
    edit(signature.pk, replace(ADA_SHOWN, reason=reason))
    assert shown_reason(row_of(letter)) == ""

    approve_reason(signature.pk, by=OPERATOR)
    edit(signature.pk, replace(ADA_SHOWN, reason=reason, city="London"))
    assert shown_reason(row_of(letter)) == reason

    edit(signature.pk, replace(ADA_SHOWN, reason="See example.com"))
    assert shown_reason(row_of(letter)) == ""


def test_leaving_the_news_leaves_the_signature(letter: Letter) -> None:
    signature = make_signature(letter, ADA, wants_news=True)

    assert unsubscribe(signature.pk)
    assert not unsubscribe(signature.pk)

    assert (row_of(letter).wants_news, row_of(letter).state) == (False, "confirmed")


def test_leaving_the_news_touches_nobody_else(letter: Letter) -> None:
    make_signature(letter, wants_news=True)
    signature = make_signature(letter, Person("Noor", "noor@example.net"), wants_news=True)

    unsubscribe(signature.pk)

    assert row_of(letter).wants_news
