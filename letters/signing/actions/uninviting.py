"""Whoever is asked to stand at the head of a list, and wants no invitation of that team any more."""

from django.db import transaction

from accounts.actions import refuse_invitations
from accounts.actions.invitations import INVITED
from accounts.models import Team
from accounts.uninvited import mailbox_of
from letters.signing.actions.heading import remove_first
from letters.signing.models import FirstSigner, Signature
from petition.lib.vault import unseal


@transaction.atomic
def end_invitations(team: Team, mailbox: int) -> bool:
    """End all invitations of a team to a mailbox, to join it or to sign first, and keep further ones away.

    Whoever has signed already has answered, and keeps the place.
    """
    if not refuse_invitations(team, mailbox):
        return False
    for first in FirstSigner.objects.filter(letter__team=team).order_by("letter_id", "pk"):
        if mailbox_of(team.pk, unseal(first.address)) == mailbox and not _has_signed(first):
            remove_first(first.letter_id, f"asked-{first.pk}", by=INVITED)
    return True


def _has_signed(first: FirstSigner) -> bool:
    signed = Signature.objects.in_force().filter(letter=first.letter_id, identity=bytes(first.identity))
    return signed.exists()
