"""Blocking and unblocking mail domains and addresses."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from letters.guard.models import Block
from petition.audit import actions as audit
from petition.lib import emails, vault
from petition.lib.refusal import Refused


@transaction.atomic
def block_domain(domain: str, *, reason: str = "", by: str, at: datetime | None = None) -> Block:
    """Refuse signatures from a domain and all below it; blocking again changes nothing."""
    try:
        name = emails.domain_of(emails.parse(f"postmaster@{domain}"))
    except ValueError as error:
        raise Refused("bad-domain", domain=domain) from error
    return _block(by, at, reason, domain=name)


@transaction.atomic
def block_address(address: str, *, reason: str = "", by: str, at: datetime | None = None) -> Block:
    """Refuse signatures from a mailbox under any spelling; only a keyed hash of it is kept."""
    return _block(by, at, reason, identity=vault.site_identity(address))


@transaction.atomic
def unblock(block: Block, *, by: str, at: datetime | None = None) -> None:
    """Lift a block; signatures it refused stay refused until a moderator releases them."""
    audit.record("guard.unblock", block, by=by, changes=_public(block), at=at)
    block.delete()


def _block(by: str, at: datetime | None, reason: str, **subject: str | bytes) -> Block:
    block, is_new = Block.objects.get_or_create(**subject, defaults={"reason": reason, "since": at or timezone.now()})
    if is_new:
        audit.record("guard.block", block, by=by, changes=_public(block), at=at)
    return block


def _public(block: Block) -> dict[str, str]:
    return {"domain": block.domain} if block.domain else {}
