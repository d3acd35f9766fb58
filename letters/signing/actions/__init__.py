"""The verbs of signing."""

from letters.signing.actions.confirming import Outcome, confirm
from letters.signing.actions.keeping import edit, unsubscribe
from letters.signing.actions.leaving import erase, withdraw
from letters.signing.actions.moderating import approve_reason, refuse, release, restore, strike
from letters.signing.actions.resending import resend, send_link
from letters.signing.actions.signing import sign

__all__ = [
    "Outcome",
    "approve_reason",
    "confirm",
    "edit",
    "erase",
    "refuse",
    "release",
    "resend",
    "restore",
    "send_link",
    "sign",
    "strike",
    "unsubscribe",
    "withdraw",
]
