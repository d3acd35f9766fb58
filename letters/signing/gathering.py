"""Who wants the news of all letters in one mail a week: known of the mailbox, so that letters signed later follow."""

from letters.signing.mailboxes import signatures_of
from letters.signing.models import Signature, WeeklyMailbox
from petition.lib.vault import exact_identity, unseal


def remember(address: str, *, weekly: bool) -> None:
    mailbox = exact_identity(address)
    if weekly:
        WeeklyMailbox.objects.get_or_create(identity=mailbox)
    else:
        WeeklyMailbox.objects.filter(identity=mailbox).delete()


def forget_with(signature: Signature) -> None:
    """Forget the choice with the last signature that it was made for; the caller holds that, and is about to erase it.

    Two that go at once wait for each other here, or each would take the other for the last.
    """
    if signature.address is None or not signature.wants_weekly:
        return
    address = unseal(signature.address)
    chosen = WeeklyMailbox.objects.select_for_update().filter(identity=exact_identity(address)).first()
    others = (row for row in signatures_of(address) if row.pk != signature.pk)
    if chosen and not any(row.wants_weekly for row in others):
        chosen.delete()


def carry(signature: Signature, address: str) -> bool:
    """Let a signature that moves to another mailbox keep its choice there, or take that one's; whether it is weekly."""
    forget_with(signature)
    if signature.wants_weekly:
        remember(address, weekly=True)
    return WeeklyMailbox.objects.filter(identity=exact_identity(address)).exists()
