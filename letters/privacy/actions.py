"""Leaving the site: an account is closed at once, can be taken back for two weeks, and is erased after that."""

import logging
from datetime import datetime
from functools import partial

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from accounts.actions import demand_another_administrator
from accounts.mail import ABOUT_PEOPLE
from accounts.models import Invitation, Team, User
from accounts.team_mail import INVITATION, PLACE_CHANGED
from letters.moderation.digest import DIGEST as OF_THE_DESK
from letters.privacy.erasing import erase_letters
from letters.privacy.mail import CLOSED, CLOSING
from letters.privacy.queries import going_with, to_hand_over
from letters.privacy.rules import COMES_BACK_WITHIN
from letters.signing.mail import DIGEST as OF_LETTERS
from petition.audit.actions import CLOCK, record
from petition.lib.refusal import Refused
from petition.lib.sweeping import sweep_each
from petition.outbox.actions import forget, owe

logger = logging.getLogger(__name__)


@transaction.atomic
def close_account(person: User, *, at: datetime | None = None) -> None:
    """Close an account and end its sessions; whoever is the last owner of something hands it over first.

    The last administrator stays. Locked are the teams, then the administrators, then the person, here as elsewhere.
    """
    at = at or timezone.now()
    _lock_teams_of(person.pk)
    demand_another_administrator(person)
    person = _here(person.pk)
    if to_hand_over(person).exists():
        raise Refused("hand-over-first")
    if person.closing_at is None:
        person.closing_at = at + COMES_BACK_WITHIN
        person.save(update_fields=["closing_at"])
        _withdraw_invitations(person, at)
        record("privacy.close_account", person, by=f"user {person.pk}", at=at)
        owe(CLOSING, to=person.email, cause=person.pk, language=person.language)
    _end_sessions(person)


@transaction.atomic
def come_back(person: User) -> None:
    """Take the closing back; until the last moment all is as it was, but for invitations, which stay withdrawn."""
    if User.objects.filter(pk=person.pk).exclude(closing_at=None).update(closing_at=None):
        record("privacy.come_back", person, by=f"user {person.pk}")


def erase_closed(*, at: datetime | None = None) -> int:
    """Erase the accounts whose two weeks are up, each in a transaction of its own."""
    at = at or timezone.now()
    due = list(User.objects.filter(closing_at__lte=at).order_by("closing_at").values_list("pk", flat=True))
    return sweep_each(due, partial(_erase, at=at), what="erase account")


@transaction.atomic
def _erase(person_id: int, *, at: datetime) -> int:
    _lock_teams_of(person_id)
    person = _locked(person_id)
    if person is None or person.closing_at is None or person.closing_at > at:
        return 0  # back, or erased by another sweep
    if to_hand_over(person).exists():
        logger.warning("Account %d is closed, but not erased: it has a team that nobody else owns.", person_id)
        return 0
    for team in going_with(person):
        erase_letters(team)
    owe(CLOSED, to=person.email, cause=person.pk, language=person.language)
    forget(kinds={*ABOUT_PEOPLE, PLACE_CHANGED, OF_THE_DESK, OF_LETTERS, CLOSING}, cause=person.pk)
    record("privacy.erase_account", person, by=CLOCK, at=at)
    _end_sessions(person)
    person.delete()
    return 1


def _lock_teams_of(person_id: int) -> None:
    """Let whoever changes these teams be done first, so that nobody else leaves them meanwhile."""
    teams = Team.objects.filter(memberships__user=person_id).order_by("pk")
    list(teams.select_for_update(no_key=True, of=("self",)))


def _here(person_id: int) -> User:
    person = _locked(person_id)
    if person is None:
        raise Refused("not-found")
    return person


def _locked(person_id: int) -> User | None:
    return User.objects.select_for_update().filter(pk=person_id).first()


def _withdraw_invitations(person: User, at: datetime) -> None:
    """Nobody joins a team that is about to go."""
    invitations = Invitation.objects.unanswered().filter(team__in=going_with(person))
    for invitation_id in invitations.values_list("pk", flat=True):
        forget(kinds=(INVITATION,), cause=invitation_id)
    invitations.update(withdrawn_at=at, address=b"", identity=b"")


def _end_sessions(person: User) -> None:
    sessions = UserSession.objects.filter(user=person)
    Session.objects.filter(session_key__in=sessions.values("session_key")).delete()
    sessions.delete()
