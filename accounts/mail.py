"""The mails about an account: allauth names the occasion, the outbox keeps the code sealed until it is sent."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from petition.outbox.actions import owe
from petition.outbox.composing import compose
from petition.outbox.kinds import PATIENCE, UNWANTED, Mail, Unwanted, register
from petition.outbox.models import Message, Priority

# allauth's template prefix → our kind. Whatever else allauth may learn to send fails loudly in its test.
KINDS = {
    "account/email/login_code": "accounts.login_code",
    "account/email/email_confirmation": "accounts.email_code",
    "account/email/email_confirmation_signup": "accounts.email_code",
    "account/email/password_reset_code": "accounts.password_code",
    "account/email/unknown_account": "accounts.unknown_account",
    "account/email/account_already_exists": "accounts.account_exists",
    "account/email/password_changed": "accounts.password_changed",
    "account/email/password_set": "accounts.password_changed",
    "account/email/password_reset": "accounts.password_changed",
    "account/email/email_changed": "accounts.email_changed",
    "mfa/email/totp_activated": "accounts.access_changed",
    "mfa/email/totp_deactivated": "accounts.access_changed",
    "mfa/email/webauthn_added": "accounts.access_changed",
    "mfa/email/webauthn_removed": "accounts.access_changed",
    "mfa/email/recovery_codes_generated": "accounts.access_changed",
    "socialaccount/email/account_connected": "accounts.access_changed",
    "socialaccount/email/account_disconnected": "accounts.access_changed",
}

# What an "access changed" says happened, by the last word of allauth's prefix.
NEWS = {
    "totp_activated": _("An app that makes codes was set up. Other browsers are signed out."),
    "totp_deactivated": _("The app that makes codes was taken away."),
    "webauthn_added": _("A passkey was added."),
    "webauthn_removed": _("A passkey was taken away."),
    "recovery_codes_generated": _("New recovery codes were made; the old ones have stopped working."),
    "account_connected": _("A login from another site was connected, and can now sign you in:"),
    "account_disconnected": _("A login from another site was disconnected, and can no longer sign you in:"),
}

# Ours, not allauth's: accounts/agreeing.py asks for it.
AGREEMENT = "accounts.agree_code"

# Whose cause is a person, so that erasing one finds them.
ABOUT_PEOPLE = frozenset({*KINDS.values(), AGREEMENT})

# Sealed with the message and emptied once it is sent; everything else a mail says is known when it is written.
SECRETS = ("code", "to_email", "provider", "news")

# A code that arrives after it ended only confuses.
CODES_LAST = {
    "accounts.login_code": timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT),
    "accounts.email_code": timedelta(seconds=settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT),
    AGREEMENT: timedelta(seconds=settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT),
    "accounts.password_code": timedelta(seconds=settings.ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT),
}


def owe_for(prefix: str, *, to: str, context: dict[str, Any]) -> None:
    """Owe the mail for what allauth calls by its template prefix."""
    context = {**context, "news": prefix.rpartition("/")[2] if KINDS[prefix] == "accounts.access_changed" else ""}
    secrets = {name: str(context[name]) for name in SECRETS if context.get(name)}
    language = translation.get_language() or "en"
    owe(KINDS[prefix], to=to, cause=_cause(to, context), language=language, secrets=secrets or None)


def owe_agreement(person: User, code: str) -> None:
    """Owe the code by which the present mailbox agrees to another address."""
    language = translation.get_language() or "en"
    owe(AGREEMENT, to=person.email, cause=person.pk, language=language, secrets={"code": code})


def _cause(to: str, context: dict[str, Any]) -> int:
    """The account a mail is about; 0 where there is none."""
    person = context.get("user") or User.objects.filter(email=to.lower()).first()
    return person.pk if isinstance(person, User) else 0


def render(message: Message) -> Mail | Unwanted:
    life = CODES_LAST.get(message.kind)
    if life and message.created_at + life < timezone.now():
        return UNWANTED
    context = {
        "at": message.created_at,
        "minutes": int(life.total_seconds() // 60) if life else 0,
        "sign_up_link": _link("account_signup", message.language),
        "account_link": _link("accounts:you", message.language),
        "sign_in_link": _link("account_request_login_code", message.language),
        **message.secrets,
        "news": NEWS.get(message.secrets.get("news", "")),
    }
    return compose(f"mail/{message.kind.replace('.', '/')}", context, language=message.language)


def _link(page: str, language: str) -> str:
    with translation.override(language):
        return f"{settings.SITE_URL}{reverse(page)}"


def register_kinds() -> None:
    for kind in sorted(ABOUT_PEOPLE):
        register(kind, render, priority=Priority.ACCOUNT_CODE, patience=CODES_LAST.get(kind, PATIENCE))
