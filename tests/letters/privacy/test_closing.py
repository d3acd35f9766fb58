"""Closing an account: at once for its owner, never at the cost of others."""

from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions import accept, give_site_role, invite, leave
from accounts.models import Invitation, Membership, Team, User
from letters.models import Letter
from letters.privacy.actions import close_account, come_back
from letters.privacy.mail import closing
from letters.privacy.rules import COMES_BACK_WITHIN
from letters.writing.actions import start
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from petition.outbox.kinds import UNWANTED, Mail
from tests.accounts import doors
from tests.cast import ADA, MO, OLIVE, RUTH
from tests.letters.signing.trying import at_once
from tests.makers import make_letter, make_team, make_user

pytestmark = pytest.mark.django_db


def test_a_closed_account_is_told_until_when_it_can_come_back(olive: User) -> None:
    now = timezone.now()

    close_account(olive, at=now)

    olive.refresh_from_db()
    mail = closing(doors.newest())
    assert olive.closing_at == now + COMES_BACK_WITHIN
    assert isinstance(mail, Mail)
    assert "/studio/come-back/" in mail.text


def test_closing_ends_every_session(olive: User) -> None:
    phone, laptop = Client(), Client()
    for client in (phone, laptop):
        doors.sign_in_by_code(client)

    close_account(olive)

    assert not doors.is_signed_in(phone)
    assert not doors.is_signed_in(laptop)


def test_closing_again_moves_no_date(olive: User) -> None:
    close_account(olive)
    first = User.objects.get().closing_at

    close_account(olive)

    assert User.objects.get().closing_at == first
    assert doors.kinds() == ["privacy.closing"]


def test_who_was_made_the_last_administrator_meanwhile_stays(olive: User) -> None:
    User.objects.filter(pk=olive.pk).update(site_role="administrator")

    with pytest.raises(Refused, match="last-administrator"):
        close_account(olive)


def test_an_account_that_is_gone_is_not_closed(olive: User) -> None:
    User.objects.filter(pk=olive.pk).delete()

    with pytest.raises(Refused, match="not-found"):
        close_account(olive)


def test_who_comes_back_finds_everything_as_it_was(olive: User, team: Team) -> None:
    close_account(olive)

    for _ in range(2):
        come_back(olive)

    assert User.objects.get().closing_at is None
    assert team.owners().get() == olive
    assert closing(doors.newest()) is UNWANTED
    assert AuditEvent.objects.filter(verb="privacy.come_back").count() == 1


@pytest.mark.parametrize("state", ["submitted", "approved", "published", "closed", "archived", "taken_down"])
def test_the_last_owner_of_a_letter_hands_it_over_first(olive: User, team: Team, state: str) -> None:
    make_letter(team=team, state=state)

    with pytest.raises(Refused, match="hand-over-first"):
        close_account(olive)


def test_the_last_owner_of_other_members_hands_them_over_first(olive: User, ada: User, team: Team) -> None:
    Membership.objects.create(team=team, user=ada, role="viewer")

    with pytest.raises(Refused, match="hand-over-first"):
        close_account(olive)


def test_drafts_of_nobody_else_keep_nobody(olive: User, team: Team) -> None:
    start(team, person=olive)

    close_account(olive)

    assert Letter.objects.count() == 1


def test_a_letter_with_another_owner_keeps_nobody(olive: User, ada: User, shared: Team) -> None:
    make_letter(team=shared)

    close_account(olive)

    with pytest.raises(Refused, match="last-owner"):
        leave(shared, person=ada)


def test_nobody_joins_a_team_that_is_about_to_go(olive: User, ada: User, team: Team) -> None:
    invite(team, ADA.address, "owner", person=olive, language="en")

    close_account(olive)

    with pytest.raises(Refused, match="invitation-gone"):
        accept(Invitation.objects.get(), person=ada)


def test_the_last_administrator_stays(olive: User) -> None:
    User.objects.update(site_role="administrator")
    make_user(MO, site_role="administrator", closing_at=timezone.now())
    olive.refresh_from_db()

    with pytest.raises(Refused, match="last-administrator"):
        close_account(olive)


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_close_at_once_one_stays() -> None:
    people = [make_user(person, site_role="administrator") for person in (MO, RUTH)]

    answers = at_once(*(partial(close_account, person) for person in people))

    assert sorted(answers, key=str) == [None, "last-administrator"]
    assert User.objects.administrators().here().count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_administrator_who_closes_and_one_who_resigns_at_once_leave_one() -> None:
    mo, ruth = (make_user(person, site_role="administrator") for person in (MO, RUTH))

    at_once(partial(close_account, mo), partial(give_site_role, ruth, "", by=ruth))

    assert User.objects.administrators().here().count() == 1


@pytest.mark.django_db(transaction=True)
def test_owners_who_close_and_leave_at_once_leave_one() -> None:
    olive, ada = make_user(OLIVE), make_user(ADA)
    team = make_team(olive)
    Membership.objects.create(team=team, user=ada, role="owner")
    make_letter(team=team)

    at_once(partial(close_account, olive), partial(close_account, ada), partial(leave, team, person=ada))

    assert team.owners().filter(closing_at=None).count() == 1
