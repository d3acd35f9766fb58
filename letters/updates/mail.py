"""The mails of updates, owed in the transaction of their cause; letters/updates/composing.py writes them."""

from accounts.models import User
from letters.signing.mail import UPDATE as UPDATE
from letters.updates.models import Update
from petition.outbox.actions import owe

TO_SELF = "updates.to_self"


def to_self(update: Update, person: User) -> None:
    """Owe its writer the mail as it stands; the same words to the same person once."""
    key = f"{TO_SELF} {update.pk} {update.changes} {person.pk}"
    owe(TO_SELF, to=person.email, cause=update.pk, language=update.language, key=key)
