from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from letters.models import Claim
from letters.moderation.actions.claiming import claim, forget_expired, release
from letters.moderation.models import Subject
from tests.letters.moderation.desks import MIA, MO, moderator
from tests.letters.signing.trying import at_once

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_the_first_who_opens_an_item_has_it_for_a_quarter_of_an_hour() -> None:
    mo, mia = moderator(MO), moderator(MIA)

    mine = claim(Subject.CASE, 1, person=mo, at=NOW)
    theirs = claim(Subject.CASE, 1, person=mia, at=NOW + timedelta(minutes=14))

    assert (mine.by, mine.is_mine, mine.until) == (mo, True, NOW + timedelta(minutes=15))
    assert (theirs.by, theirs.is_mine, theirs.until) == (mo, False, NOW + timedelta(minutes=15))


def test_whoever_reads_on_keeps_it() -> None:
    claim(Subject.CASE, 1, person=moderator(MO), at=NOW)

    again = claim(Subject.CASE, 1, person=moderator(MO), at=NOW + timedelta(minutes=10))

    assert again.until == NOW + timedelta(minutes=25)


def test_an_expired_claim_is_taken_over() -> None:
    claim(Subject.CASE, 1, person=moderator(MO), at=NOW)

    assert claim(Subject.CASE, 1, person=moderator(MIA), at=NOW + timedelta(minutes=15)).is_mine


def test_a_released_item_is_free_and_nobody_releases_what_another_has() -> None:
    claim(Subject.CASE, 1, person=moderator(MO), at=NOW)

    release(Subject.CASE, 1, person=moderator(MIA))
    assert not claim(Subject.CASE, 1, person=moderator(MIA), at=NOW).is_mine

    release(Subject.CASE, 1, person=moderator(MO))
    assert claim(Subject.CASE, 1, person=moderator(MIA), at=NOW).is_mine


def test_claims_that_ran_out_leave_no_rows() -> None:
    claim(Subject.CASE, 1, person=moderator(MO), at=NOW - timedelta(days=2))
    claim(Subject.CASE, 2, person=moderator(MO), at=NOW)

    assert forget_expired(before=NOW - timedelta(days=1)) == 1
    assert Claim.objects.get().subject_id == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_an_item_at_once_one_has_it() -> None:
    people = [moderator(MO), moderator(MIA)] * 4

    claims = at_once(*(partial(claim, Subject.CASE, 1, person=person) for person in people))

    assert sum(claimed.is_mine for claimed in claims) == 4
    assert len({claimed.by.pk for claimed in claims}) == 1
