"""A signature as its signer chose to show it; the hidden name never passes through here."""

from letters.signing.models import Signature
from petition.lib.text import initials


def shown_name(signature: Signature) -> str:
    """The name, its initials, or nothing."""
    if signature.display == Signature.Display.NAME:
        return signature.name
    return initials(signature.name) if signature.display == Signature.Display.INITIALS else ""


def shown_role(signature: Signature) -> str:
    return _joined(signature, signature.title, signature.affiliation)


def shown_place(signature: Signature) -> str:
    return _joined(signature, signature.city, signature.country)


def shown_reason(signature: Signature) -> str:
    """The reason, unless it names a web address nobody has looked at yet."""
    return "" if signature.reason_awaits else signature.reason


def _joined(signature: Signature, *parts: str) -> str:
    """What somebody does and where they live would name many who chose to sign unnamed."""
    if signature.display == Signature.Display.ANONYMOUS:
        return ""
    return ", ".join(part for part in parts if part)
