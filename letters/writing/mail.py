"""The mails of writing, owed in the transaction of their cause; letters/writing/composing.py writes them."""

from letters.writing.models import Letter
from petition.outbox.actions import owe

PUBLISHED = "writing.published"


def published(letter: Letter) -> None:
    """Tell every owner that a letter went out at the date it waited for, each once."""
    for owner in letter.team.owners():
        owe(
            PUBLISHED,
            to=owner.email,
            cause=letter.pk,
            language=owner.language,
            key=f"{PUBLISHED} {letter.pk} {owner.pk}",
        )
