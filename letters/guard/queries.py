from typing import TYPE_CHECKING

from django.db import models

from petition.lib import emails, vault

if TYPE_CHECKING:
    from letters.guard.models import Block


# Runs at every try to sign, and building it through the ORM takes longer than running it.
COVERING = "SELECT * FROM letters_block WHERE domain = ANY(%s) OR identity = %s ORDER BY id LIMIT 1"


class BlockQuerySet(models.QuerySet["Block"]):
    def covering(self, address: str) -> "Block | None":
        """A block of the address under any of its spellings, of its domain, or of any domain above that."""
        domains = emails.parents_of(emails.domain_of(address))
        return next(iter(self.raw(COVERING, [domains, vault.site_identity(address)])), None)

    def of(self, subject: str) -> "BlockQuerySet":
        """The block of exactly this address or domain."""
        if "@" in subject:
            return self.filter(identity=vault.site_identity(subject))
        return self.filter(domain=emails.domain_of(subject))

    def newest_first(self) -> "BlockQuerySet":
        return self.order_by("-since", "-id")
