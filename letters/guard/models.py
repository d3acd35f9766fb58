from typing import ClassVar

from django.db import models
from django.utils import timezone

from letters.guard.queries import BlockQuerySet

WORDS_AT_MOST = 300  # characters; a reason is a line in a list


class Block(models.Model):
    """An address or a mail domain whose signatures are refused."""

    domain = models.CharField(max_length=253, blank=True)
    identity = models.BinaryField(max_length=32, null=True)  # site-wide identity of a blocked address
    reason = models.CharField(
        max_length=WORDS_AT_MOST, blank=True
    )  # a code of the catalogue, or an operator's own words
    note = models.CharField(max_length=WORDS_AT_MOST, blank=True, db_default="")  # for moderators alone
    since = models.DateTimeField(default=timezone.now)

    objects: ClassVar[BlockQuerySet] = BlockQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(domain="", identity__isnull=False)
                | ~models.Q(domain="") & models.Q(identity__isnull=True),
                name="blocks_an_address_or_a_domain",
            ),
            models.UniqueConstraint(fields=("domain",), condition=~models.Q(domain=""), name="one_block_per_domain"),
            models.UniqueConstraint(fields=("identity",), name="one_block_per_address"),
        )

    def __str__(self) -> str:
        return self.domain or "an address"
