"""What the ledger refuses to write."""


class TextChanged(Exception):
    """The text consented to is not the log's current one."""


class NotStanding(Exception):
    """The signing is not in the state that the change is for: struck twice, withdrawn twice, restored unstruck."""


class NoOpening(Exception):
    """The signer was erased: nothing is left that could show the change comes from them."""


class LogClosed(Exception):
    """Nothing is added to this log any more; another one follows it."""
