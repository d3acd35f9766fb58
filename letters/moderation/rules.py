"""The numbers of the desk, each with its reason, and decisions that need no table."""

from datetime import timedelta

# A slip is noticed at once or by the next look at the page; later a new decision says openly that the mind changed.
UNDO_WITHIN = timedelta(minutes=30)
# As long as reading a long letter takes; somebody who went for lunch keeps nobody waiting.
CLAIM_FOR = timedelta(minutes=15)
# What organizers are promised; an older item is marked.
SERVICE_TIME = timedelta(days=2)
# Whoever says the same twice within a day has said it once.
ASKED_AGAIN = timedelta(days=1)
# Network prefixes of reporters serve against floods only while one goes on.
NETWORK_KEPT = timedelta(days=30)
# A report is a hint, not an essay; characters.
WORDS_AT_MOST = 2_000
