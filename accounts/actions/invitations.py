"""Verbs on invitations: mail to strangers, so it is counted, and says nothing its sender typed but the team's name."""

from datetime import datetime, timedelta
from functools import partial

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.actions.teams import lock, lock_for
from accounts.models import Invitation, Membership, Team, User
from accounts.queries import InvitationQuerySet
from accounts.team_mail import INVITATION, owe_invitation
from accounts.uninvited import has_refused
from petition.audit.actions import record
from petition.lib import emails, vault
from petition.lib.refusal import Refused
from petition.lib.sweeping import sweep_each
from petition.lib.tokens import Purpose
from petition.outbox.actions import forget

# As long as the link in its mail.
LASTS = Purpose.INVITE.lifetime or timedelta()
# Open at once in a team: more than any desk of co-authors needs at one time.
MOST_OPEN = 20
# Sent in a day by a team, and by one person for all teams.
MOST_A_DAY = 50
DAY = timedelta(days=1)
# Whoever presses the button again so soon wants no second mail in the mailbox of a stranger.
ASKED_ONCE = timedelta(seconds=60)
# Whoever turns an invitation down by its link alone.
INVITED = "invited"
GONE = {"address": b"", "identity": b""}  # nobody needs them once it is answered


@transaction.atomic
def invite(team: Team, address: str, role: str, *, person: User, language: str, at: datetime | None = None) -> None:
    """Keep a place for whoever owns a mail address; an open invitation to the same one ends.

    The same again within a minute is a double click.
    """
    at = at or timezone.now()
    lock_for(person, team)
    if team.members.filter(email=address.lower()).exists():
        raise Refused("member-already")
    if has_refused(team.pk, address):
        raise Refused("invitations-refused")
    identity = identity_of(address)
    before = Invitation.objects.filter(team=team, identity=identity)
    if before.open(at).filter(role=role, created_at__gt=at - ASKED_ONCE).exists():
        return
    _withdraw(before.unanswered(), at)
    _demand_room(team, person, at)
    invitation = Invitation.objects.create(
        team=team,
        address=vault.seal(address),
        identity=identity,
        role=role,
        language=language,
        invited_by=person,
        created_at=at,
        expires_at=at + LASTS,
    )
    changes = {"invitation": invitation.pk, "role": ["", role]}
    record("accounts.invite", team, by=f"user {person.pk}", changes=changes, at=at)
    owe_invitation(invitation, address)


@transaction.atomic
def withdraw_invitation(team: Team, invitation_id: int, *, person: User) -> None:
    """Take back a place that nobody has taken yet."""
    lock_for(person, team)
    if _withdraw(Invitation.objects.filter(team=team, pk=invitation_id).unanswered(), timezone.now()):
        changes = {"invitation": invitation_id}
        record("accounts.withdraw_invitation", team, by=f"user {person.pk}", changes=changes)


@transaction.atomic
def accept(invitation: Invitation, *, person: User, at: datetime | None = None) -> None:
    """Take the place that was kept for one's address; a second click finds it taken by oneself."""
    at = at or timezone.now()
    lock(invitation.team)
    invitation.refresh_from_db()
    if invitation.accepted_at and invitation.team.members.filter(pk=person.pk).exists():
        return
    if not invitation.is_open(at):
        raise Refused("invitation-gone")
    if not is_for(invitation, person):
        raise Refused("invitation-of-another")
    if not User.objects.here().select_for_update(no_key=True).filter(pk=person.pk).exists():
        raise Refused("account-closed")
    Membership.objects.get_or_create(team=invitation.team, user=person, defaults={"role": invitation.role})
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=at, **GONE)
    changes = {"invitation": invitation.pk, "member": person.pk, "role": ["", invitation.role]}
    record("accounts.accept_invitation", invitation.team, by=f"user {person.pk}", changes=changes, at=at)


@transaction.atomic
def decline(invitation: Invitation, *, by: str = INVITED) -> None:
    """Turn down a place; the link is enough, since it went to the one mailbox that may."""
    lock(invitation.team)
    if _withdraw(Invitation.objects.filter(pk=invitation.pk).unanswered(), timezone.now()):
        record("accounts.decline_invitation", invitation.team, by=by, changes={"invitation": invitation.pk})


def forget_unanswered(*, at: datetime | None = None) -> int:
    """Forget the addresses of invitations that ran out."""
    at = at or timezone.now()
    over = Invitation.objects.unanswered().filter(expires_at__lte=at).order_by("pk")
    return sweep_each(list(over.values_list("pk", flat=True)), partial(_forget, at=at), what="forget invitation")


@transaction.atomic
def _forget(invitation_id: int, *, at: datetime) -> int:
    return _withdraw(Invitation.objects.unanswered().filter(pk=invitation_id), at)


def is_for(invitation: Invitation, person: User) -> bool:
    """Whether one of the person's proved addresses is the one invited, in whatever case it is written."""
    proved = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return bytes(invitation.identity) in map(identity_of, proved)


def identity_of(address: str) -> bytes:
    return vault.exact_identity(emails.exact(address).lower())


def _demand_room(team: Team, person: User, at: datetime) -> None:
    if Invitation.objects.filter(team=team).open(at).count() >= MOST_OPEN:
        raise Refused("too-many-invitations")
    lately = Invitation.objects.filter(Q(team=team) | Q(invited_by=person), created_at__gt=at - DAY)
    if lately.count() >= MOST_A_DAY:
        raise Refused("too-many-invitations")


def _withdraw(invitations: InvitationQuerySet, at: datetime) -> int:
    """End what nobody answered; its mail, should it still be on its way, is not sent."""
    ids = list(invitations.values_list("pk", flat=True))
    for invitation_id in ids:
        forget(kinds=(INVITATION,), cause=invitation_id)
    return Invitation.objects.filter(pk__in=ids).update(withdrawn_at=at, **GONE)
