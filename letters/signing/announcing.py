"""An amended letter tells those who signed it before, so that they can leave.

Nobody who amends waits for this: a letter says up to which version its signers have heard, and a sweep does the rest.
It may be ended at any row and begun again, since each signer is owed the news of a version once.
"""

from functools import lru_cache
from typing import NamedTuple

from django.db import transaction
from django.db.models import F

from letters.signing import mail
from letters.signing.models import Signature
from letters.writing.differences import Hunk, difference_in_words, excerpt
from letters.writing.models import Letter, Version
from petition.lib.sweeping import sweep_each

# Signers told in one transaction: each takes a seal to be opened, all together a tenth of a second.
TOLD_AT_ONCE = 1_000


class Changed(NamedTuple):
    """What a version says otherwise than an older one, and what its team says about that."""

    hunks: tuple[Hunk, ...]
    note: str


def tell() -> int:
    """Owe the news of every version that signers have not heard of; how many letters were amended."""
    letters = Letter.objects.public().filter(current__number__gt=F("announced")).order_by("pk")
    return sweep_each(list(letters.values_list("pk", flat=True)), _tell_of, what="tell the signers of letter")


# Versions never change, and the mails of one amendment are about very few pairs of them.
@lru_cache(maxsize=64)
def changed_words(old_id: int, new_id: int) -> Changed:
    old, new = Version.objects.get(pk=old_id), Version.objects.get(pk=new_id)
    return Changed(excerpt(difference_in_words(old, new)), new.note)


def _tell_of(letter_id: int) -> bool:
    letter = Letter.objects.select_related("current").get(pk=letter_id)
    current = letter.current
    if current is None:
        return False
    after: Signature | None = None
    while batch := list(Signature.objects.of_older_versions(letter, after)[:TOLD_AT_ONCE]):
        with transaction.atomic():
            mail.amended(batch, version_id=current.pk)
        after = batch[-1]
    with transaction.atomic():
        heard = Letter.objects.filter(pk=letter.pk, announced__lt=current.number)
        return heard.update(announced=current.number) > 0
