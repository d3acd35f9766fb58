"""The numbers of signing, and the decisions that need no table."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# The wording of the consents on the sign form; a new wording gets a new name, and each signature keeps its own.
CONSENT = "2026-12"  # to the text, to publication, and apart from both to handing the organizers an address

# Confirmation and already-signed mails, for one signature while a link works and for one address in a day: enough
# for a lost mail, too few to annoy a stranger with.
MAILS_PER_SIGNATURE = 5
MAILS_PER_DAY = 10
# A double click, or a reload of the page, owes no second mail.
MAIL_AGAIN_AFTER = timedelta(seconds=60)

# Typing errors are corrected within a few tries; more looks like a script.
EDITS_PER_DAY = 10

# As long as the link in the mail works.
PENDING_KEPT = timedelta(days=7)
# A mail that got lost is remembered after a night, and the last moment to use its link a day before it has passed.
REMINDED_AFTER = timedelta(days=1)
REMINDED_BEFORE_THE_END = timedelta(days=1)
# Refused tries nobody confirmed: long enough for a moderator to see a pattern.
REFUSED_KEPT = timedelta(days=30)
# Network prefixes serve against abuse only while it goes on.
NETWORK_KEPT = timedelta(days=30)
# Rows a sweep changes in one transaction, so that it never holds many locks at once.
SWEEP_BATCH = 1_000

# More is a survey, and every question costs signatures.
MOST_QUESTIONS = 10
# The curated head of a list; everybody asked gets one mail, so this also bounds what a team can send to strangers.
MOST_FIRST_SIGNERS = 100
# PostgreSQL's integer is the only hard limit; more than this is a slip of the keyboard.
MOST_ON_PAPER = 100_000_000

MILESTONES = (25, 100, 1_000, 10_000, 100_000, 1_000_000)

SEARCH_FROM = 2  # characters; one would list half of everybody


class StrikeReason(TextChoices):
    """The public class of a strike, in the words of the public log."""

    REQUEST = "request", _("taken out at its signer's request")
    DUPLICATE = "duplicate", _("somebody signed twice")
    BOUNCE = "bounce", _("its mailbox turned out not to exist")
    FRAUD = "fraud", _("not signed by the person it names")
    LAW = "law", _("the law requires it")
    TERMS = "terms", _("against the terms of this site")


def crossed(before: int, after: int, goal: int | None) -> list[int]:
    """The milestones above one count and not above the other, lowest first."""
    numbers = {*MILESTONES, *([goal] if goal else [])}
    return sorted(number for number in numbers if before < number <= after)
