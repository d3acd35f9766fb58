from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from petition.lib import emails, vault

if TYPE_CHECKING:
    from letters.guard.models import Block  # noqa: F401


class BlockQuerySet(models.QuerySet["Block"]):
    def covering(self, address: str) -> "BlockQuerySet":
        """Blocks of the address under any of its spellings, of its domain, and of every domain above that."""
        domains = emails.parents_of(emails.domain_of(address))
        return self.filter(Q(domain__in=domains) | Q(identity=vault.site_identity(address)))

    def of(self, subject: str) -> "BlockQuerySet":
        """The block of exactly this address or domain."""
        if "@" in subject:
            return self.filter(identity=vault.site_identity(subject))
        return self.filter(domain=emails.domain_of(subject))

    def newest_first(self) -> "BlockQuerySet":
        return self.order_by("-since", "-id")
