"""Verbs of a mailbox that a team invites, whether or not it has an account."""

from django.db import transaction

from accounts.actions.invitations import INVITED, decline
from accounts.actions.teams import lock
from accounts.models import NoInvitation, Team
from accounts.uninvited import mailbox_of
from petition.audit.actions import record


@transaction.atomic
def refuse_invitations(team: Team, mailbox: int) -> bool:
    """Keep a team's invitations from a mailbox: open ones end, and none follows. Whether that is new."""
    lock(team)
    if not NoInvitation.objects.get_or_create(team=team, mailbox=mailbox)[1]:
        return False
    for invitation in team.invitations.unanswered():
        if mailbox_of(team.pk, invitation.typed_address) == mailbox:
            decline(invitation)
    record("accounts.refuse_invitations", team, by=INVITED)
    return True


@transaction.atomic
def allow_invitations(team: Team, mailbox: int) -> None:
    """Let a team invite a mailbox again; what has ended stays ended."""
    lock(team)
    if NoInvitation.objects.filter(team=team, mailbox=mailbox).delete()[0]:
        record("accounts.allow_invitations", team, by=INVITED)
