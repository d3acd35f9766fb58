"""Blocking and unblocking mail domains and addresses."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from letters.guard.models import Block
from letters.guard.reasons import REASONS
from petition.audit import actions as audit
from petition.lib import emails, vault
from petition.lib.refusal import Refused


def block(subject: str, *, reason: str = "", note: str = "", by: str, at: datetime | None = None) -> Block:
    """Refuse signatures from what was named: an address if it has an @, else a domain."""
    verb = block_address if "@" in subject else block_domain
    return verb(subject, reason=reason, note=note, by=by, at=at)


@transaction.atomic
def block_domain(domain: str, *, reason: str = "", note: str = "", by: str, at: datetime | None = None) -> Block:
    """Refuse signatures from a domain and all below it; blocking again changes nothing."""
    try:
        name = emails.parse_domain(domain)
    except ValueError as error:
        raise Refused("bad-domain", domain=domain) from error
    return _block(by, at, reason, note, domain=name)


@transaction.atomic
def block_address(address: str, *, reason: str = "", note: str = "", by: str, at: datetime | None = None) -> Block:
    """Refuse signatures from a mailbox under any spelling; only a keyed hash of it is kept."""
    return _block(by, at, reason, note, identity=vault.site_identity(address))


@transaction.atomic
def unblock(block_id: int, *, note: str = "", by: str, at: datetime | None = None) -> bool:
    """Lift a block, if it stands; signatures it refused stay refused until a moderator releases them."""
    block = Block.objects.select_for_update().filter(pk=block_id).first()
    if block is None:
        return False
    audit.record("guard.unblock", block, by=by, changes=_public(block) | ({"note": note} if note else {}), at=at)
    block.delete()
    return True


def _block(by: str, at: datetime | None, reason: str, note: str, **subject: str | bytes) -> Block:
    facts = {"reason": reason, "note": note, "since": at or timezone.now()}
    block, is_new = Block.objects.get_or_create(**subject, defaults=facts)
    if is_new:
        why = {"reason": reason} if reason in REASONS else {}  # an operator's own words might name somebody
        audit.record("guard.block", block, by=by, changes=_public(block) | why, at=at)
    return block


def _public(block: Block) -> dict[str, object]:
    """What history may say for ever: of an address only that it was one."""
    return {"domain": block.domain} if block.domain else {"fields": ["address"]}
