"""How long a decision about oneself can be taken back."""

from datetime import timedelta

# Long enough to notice that somebody else pressed the button, short enough for whoever wants to be gone.
COMES_BACK_WITHIN = timedelta(days=14)
