"""The mails of writing, owed in the transaction of their cause; letters/writing/composing.py writes them."""

from accounts.team_mail import owe_owners
from letters.writing.models import Letter

PUBLISHED = "writing.published"


def published(letter: Letter) -> None:
    """Tell every owner that a letter went out at the date it waited for, each once."""
    owe_owners(letter.team, PUBLISHED, cause=letter.pk)
