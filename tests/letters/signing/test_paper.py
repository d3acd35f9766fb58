"""Signatures on paper stand beside the count and never in it."""

from datetime import date
from functools import partial

import pytest
from django.test import Client

from accounts.models import User
from letters.models import Letter, PaperList
from letters.signing.actions.paper import attest_paper, undo_paper
from letters.signing.queries import count_of, differing_from_the_log
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from tests.letters.signing.trying import at_once
from tests.makers import make_letter

pytestmark = pytest.mark.django_db


def attest(letter: Letter, organizer: User, number: int = 312, *, seen: int = 0) -> PaperList:
    day = date(2026, 3, 1)
    return attest_paper(letter.pk, number=number, collected_on=day, note="Lisbon", person=organizer, seen=seen)


def test_paper_is_shown_apart_from_the_count(client: Client, letter: Letter, organizer: User) -> None:
    attest(letter, organizer)
    attest(letter, organizer, 8)

    assert "320 on paper, attested by <bdi>The studio</bdi>" in client.get(letter.get_absolute_url()).content.decode()
    told = client.get(f"/letters/{letter.slug}/count.json").json()
    assert (told["count"], told["paper"], count_of(letter.pk), differing_from_the_log()) == (0, 320, 0, [])


def test_a_letter_without_paper_says_nothing_of_it(client: Client, letter: Letter) -> None:
    assert "on paper" not in client.get(letter.get_absolute_url()).content.decode()
    assert "paper" not in client.get(f"/letters/{letter.slug}/count.json").json()


def test_a_list_is_taken_out_once_and_stays_on_record(letter: Letter, organizer: User) -> None:
    first, second = attest(letter, organizer), attest(letter, organizer, 8)

    assert undo_paper(first, person=organizer)
    assert not undo_paper(first, person=organizer)

    letter.refresh_from_db()
    assert (letter.on_paper, PaperList.objects.count()) == (8, 2)
    assert [event.changes for event in AuditEvent.objects.filter(subject_id=letter.pk, verb__endswith="paper")] == [
        {"on_paper": [0, 312]},
        {"on_paper": [312, 320]},
        {"on_paper": [320, 8]},
    ]
    assert second.undone_at is None


def test_the_same_list_sent_twice_is_one_and_stays_taken_out(letter: Letter, organizer: User) -> None:
    first = attest(letter, organizer)
    undo_paper(first, person=organizer)

    assert attest(letter, organizer) == first

    letter.refresh_from_db()
    assert (letter.on_paper, PaperList.objects.count()) == (0, 1)


def test_another_list_of_as_many_is_added_by_whoever_saw_the_first(letter: Letter, organizer: User) -> None:
    first = attest(letter, organizer)

    assert attest(letter, organizer, seen=first.pk) != first

    letter.refresh_from_db()
    assert letter.on_paper == 624


@pytest.mark.django_db(transaction=True)
def test_a_list_sent_many_times_at_once_is_added_once(organizer: User) -> None:
    letter = make_letter()

    lists = at_once(*[partial(attest, letter, organizer)] * 8)

    letter.refresh_from_db()
    assert (len({paper.pk for paper in lists}), letter.on_paper) == (1, 312)
    assert AuditEvent.objects.filter(verb="signing.attest_paper").count() == 1


def test_a_draft_has_no_paper(organizer: User) -> None:
    with pytest.raises(Refused, match="not-found"):
        attest(make_letter(state="draft"), organizer)


def test_more_paper_than_people_is_refused(letter: Letter, organizer: User) -> None:
    with pytest.raises(Refused, match="too-much-paper"):
        attest(letter, organizer, 100_000_001)
