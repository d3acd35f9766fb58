"""Mail addresses: read them as typed, compare them as people."""

import unicodedata

import idna
from disposable_email_domains import blocklist
from django.utils.translation import gettext as _
from email_validator import EmailNotValidError, validate_email

MOST_CHARACTERS = 254  # RFC 5321's limit for a path, less its angle brackets

# Gmail delivers both names to one mailbox and ignores dots.
_GMAIL = frozenset({"gmail.com", "googlemail.com"})


def parse(text: str) -> str:
    """The address as typed, trimmed; a ValueError carries the sentence to show.

    No mail exchanger is looked up: the answer would tell addresses apart by the time it takes.
    """
    address = text.strip()
    if len(address) > MOST_CHARACTERS:
        raise ValueError(_("This address is too long."))
    try:
        # An address whose local part is not ASCII would need every server on the way to speak SMTPUTF8.
        validate_email(address, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError as error:
        raise ValueError(_("Enter an e-mail address such as name@example.org.")) from error
    return address


def is_address(text: str) -> bool:
    try:
        return parse(text) == text
    except ValueError:
        return False


def parse_domain(text: str) -> str:
    """A mail domain as typed, in lower-case ASCII; a ValueError carries the sentence to show."""
    try:
        return domain_of(parse(f"postmaster@{text.strip()}"))
    except ValueError as error:
        raise ValueError(_("Enter a domain such as example.org.")) from error


def normalise(address: str) -> str:
    """One spelling for one mailbox: no case, no +tag, no dots at Gmail, the domain in ASCII; never used to send."""
    local, domain = _local(address), domain_of(address)
    local = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", local).casefold())
    local = local.partition("+")[0] or local
    if domain in _GMAIL:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"


def exact(address: str) -> str:
    """The one address itself, with only its domain normalised; a refusal by a mailbox says nothing of its aliases."""
    return f"{_local(address)}@{domain_of(address)}"


def domain_of(address: str) -> str:
    """The domain in lower-case ASCII (punycode)."""
    domain = address.strip().rpartition("@")[2].rstrip(".")
    if domain.isascii() and "xn--" not in domain.lower():
        return domain.lower()  # what IDNA would say of it, at a tenth of the cost
    try:
        return idna.encode(domain, uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        return domain.lower()  # such as an underscore: mail knows names that IDNA does not


def parents_of(domain: str) -> list[str]:
    """The domain itself and every domain above it that has a dot."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)] or [domain]


def is_disposable(address: str) -> bool:
    return any(domain in blocklist for domain in parents_of(domain_of(address)))


def _local(address: str) -> str:
    return address.strip().rpartition("@")[0]
