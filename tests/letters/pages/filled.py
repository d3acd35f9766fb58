"""Forms as people fill them, and the addresses they send them to."""

from typing import Any

from letters.models import Letter, Signature
from letters.signing import mail
from petition.lib.tokens import Purpose, make
from tests.cast import ADA, Person
from tests.letters.signing.trying import current_number, newest_mail, try_to_sign


def sign_form(letter: Letter, person: Person = ADA, **fields: Any) -> dict[str, Any]:
    form = {"name": person.name, "email": person.address, "display": "name", "version": current_number(letter)}
    return form | {"consent_text": "on", "consent_political": "on", "website": ""} | fields


def confirm_form(letter: Letter, person: Person = ADA, **fields: Any) -> dict[str, Any]:
    return {"name": person.name, "display": "name", "version": current_number(letter)} | fields


def sign_path(letter: Letter) -> str:
    return f"/letters/{letter.slug}/sign/"


def pending(letter: Letter, person: Person = ADA, **options: Any) -> tuple[Signature, str]:
    """Somebody who has signed and not confirmed, and the address of the link in their mail."""
    try_to_sign(letter, person, **options)
    signature = letter.signatures.latest("id")
    return signature, confirm_path(signature)


def confirm_path(signature: Signature) -> str:
    message = newest_mail(mail.PLEASE_CONFIRM, signature.pk)
    return f"/confirm/{make(Purpose.CONFIRM, signature.pk, message.pk)}/"


def manage_path(signature: Signature) -> str:
    return f"/signature/{make(Purpose.MANAGE, signature.pk)}/"
