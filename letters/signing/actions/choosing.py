"""What mail a signer gets, chosen behind a link in one of them: by then the letter may be closed, or out of sight."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from letters.signing import gathering
from letters.signing.mailboxes import signatures_of
from letters.signing.models import Signature
from letters.signing.queries import SignatureQuerySet
from petition.audit.actions import SIGNER, record
from petition.lib.vault import unseal


@transaction.atomic
def leave_team(signature_id: int, *, at: datetime | None = None) -> int:
    """Send this mailbox nothing more about any letter of the same team; how many it left now."""
    team_id = Signature.objects.filter(pk=signature_id).values_list("letter__team", flat=True).first()
    return _leave(_of_its_mailbox(signature_id, lambda row: row.letter.team_id == team_id), at)


@transaction.atomic
def leave_all(signature_id: int, *, at: datetime | None = None) -> int:
    """Send this mailbox nothing more about any letter of this site; how many it left now."""
    return _leave(_of_its_mailbox(signature_id, lambda _: True), at)


@transaction.atomic
def come_back(signature_id: int, *, at: datetime | None = None) -> bool:
    """Send news of this letter again, to somebody who stands under it."""
    signature = Signature.objects.locked(signature_id)
    if signature.wants_news or not signature.may_be_edited:
        return False
    Signature.objects.filter(pk=signature_id).update(wants_news=True, wants_quiet=False)
    record("signing.come_back", signature, by=SIGNER, at=at)
    return True


@transaction.atomic
def gather(signature_id: int, *, weekly: bool, at: datetime | None = None) -> int:
    """Tell this mailbox the news of its letters in one mail a week, or each as it comes; for how many that is new.

    Letters signed later follow. What was held for the week until now comes with its mail all the same.
    """
    its = _of_its_mailbox(signature_id, lambda _: True)
    if its and (sealed := its[0].address):
        gathering.remember(unseal(sealed), weekly=weekly)
    changed = [row for row in its if row.wants_weekly != weekly]
    _write(changed, "signing.gather", {"weekly": weekly}, at)
    ended = {} if weekly else {"weekly_until": at or timezone.now()}
    return Signature.objects.filter(pk__in=[row.pk for row in changed]).update(wants_weekly=weekly, **ended)


def _of_its_mailbox(signature_id: int, which: Callable[[Signature], bool]) -> list[Signature]:
    """The signatures that exactly the same address gets mail about, locked in one order for all who do this at once."""
    sealed = Signature.objects.filter(pk=signature_id).values_list("address", flat=True).first()
    if sealed is None:
        return []
    ids = [signature_id, *(row.pk for row in signatures_of(unseal(sealed)))]
    rows: SignatureQuerySet = Signature.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    return [row for row in rows.select_related("letter").filter(pk__in=ids) if not row.is_erased and which(row)]


def _leave(signatures: list[Signature], at: datetime | None) -> int:
    leaving = [row for row in signatures if row.may_be_written_to]
    _write(leaving, "signing.unsubscribe", {}, at)
    return Signature.objects.filter(pk__in=[row.pk for row in leaving]).update(wants_news=False, wants_quiet=True)


def _write(signatures: list[Signature], verb: str, changes: dict[str, object], at: datetime | None) -> None:
    for signature in signatures:
        record(verb, signature, by=SIGNER, changes=changes, at=at)
