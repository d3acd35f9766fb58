"""The numbers of the desk, each with its reason, and decisions that need no table."""

from datetime import timedelta

# A slip is noticed at once or by the next look at the page; later a new decision says openly that the mind changed.
UNDO_WITHIN = timedelta(minutes=30)
# As long as reading a long letter takes; somebody who went for lunch keeps nobody waiting.
CLAIM_FOR = timedelta(minutes=15)
# What organizers are promised; an older item is marked.
SERVICE_TIME = timedelta(days=2)
