"""Mailboxes that want no invitation of a team, and the link in its invitations by which they say so."""

from django.conf import settings
from django.urls import reverse

from accounts.models import NoInvitation
from petition.lib.tokens import Purpose, make
from petition.lib.vault import team_identity

_UNSIGNED_BITS = 63  # of a column of large numbers, and a token holds no negative ones


def mailbox_of(team_id: int, address: str) -> int:
    """What a link and a row call it: a keyed fingerprint, another one in every team."""
    return int.from_bytes(team_identity(team_id, address)[:8]) >> (64 - _UNSIGNED_BITS)


def link_to_refuse(team_id: int, address: str) -> str:
    """It goes on working when the invitation is gone, as nobody's address stands behind it."""
    token = make(Purpose.UNINVITE, team_id, mailbox_of(team_id, address))
    return f"{settings.SITE_URL}{reverse('pages:no_invitations', args=[token])}"


def has_refused(team_id: int, address: str) -> bool:
    return NoInvitation.objects.filter(team=team_id, mailbox=mailbox_of(team_id, address)).exists()
