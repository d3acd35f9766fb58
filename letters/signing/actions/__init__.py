"""The verbs of signing."""

from letters.signing.actions.confirming import Outcome, confirm
from letters.signing.actions.denying import deny
from letters.signing.actions.hiding import hide_name, show_name
from letters.signing.actions.keeping import edit, unsubscribe
from letters.signing.actions.leaving import erase, withdraw
from letters.signing.actions.moderating import (
    approve_reason,
    rank_first,
    refuse,
    release,
    restore,
    strike,
    strike_entry,
)
from letters.signing.actions.reminding import remind
from letters.signing.actions.resending import recall, resend, send_link
from letters.signing.actions.signing import sign
from letters.signing.actions.sweeping import erase_unconfirmed, forget_networks

__all__ = [
    "Outcome",
    "approve_reason",
    "confirm",
    "deny",
    "edit",
    "erase",
    "erase_unconfirmed",
    "forget_networks",
    "hide_name",
    "rank_first",
    "recall",
    "refuse",
    "release",
    "remind",
    "resend",
    "restore",
    "send_link",
    "show_name",
    "sign",
    "strike",
    "strike_entry",
    "unsubscribe",
    "withdraw",
]
