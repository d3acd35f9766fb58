from typing import TYPE_CHECKING

from django.db import connection, models

from petition.lib import emails, vault

if TYPE_CHECKING:
    from letters.guard.models import Block  # noqa: F401

# Runs at every try to sign, and building it through the ORM takes longer than running it.
COVERING = "SELECT domain FROM letters_block WHERE domain = ANY(%s) OR identity = %s ORDER BY id LIMIT 1"


class BlockQuerySet(models.QuerySet["Block"]):
    def of(self, subject: str) -> "BlockQuerySet":
        """The block of exactly this address or domain."""
        if "@" in subject:
            return self.filter(identity=vault.site_identity(subject))
        return self.filter(domain=emails.domain_of(subject))

    def covering(self, domain: str) -> "BlockQuerySet":
        """The blocks of a domain and of those above it."""
        return self.filter(domain__in=emails.parents_of(domain))

    def newest_first(self) -> "BlockQuerySet":
        return self.order_by("-since", "-id")


def blocked_by(address: str) -> str | None:
    """What blocks an address: its domain or one above that, or nothing but itself (""); None when nothing does."""
    domains = emails.parents_of(emails.domain_of(address))
    with connection.cursor() as cursor:
        cursor.execute(COVERING, [domains, vault.site_identity(address)])
        row: tuple[str] | None = cursor.fetchone()
    return row[0] if row else None
