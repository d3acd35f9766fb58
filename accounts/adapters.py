"""Where allauth meets the house: its mail goes through the outbox, its limits know our proxies, its keys lie sealed."""

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import auto_generate_recovery_codes
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import factors, mail
from accounts.models import User
from accounts.onward import codes_then
from petition.audit.actions import record
from petition.lib import emails, networks

# How somebody shows once more who they are.
WAYS = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use a code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}


def network_of(request: HttpRequest) -> str:
    return networks.prefix(networks.client_address(request.META, settings.TRUSTED_PROXIES))


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This address and this password do not go together."),
        "incorrect_code": _("This is not the code from the newest mail."),
        "too_many_login_attempts": _("Too many tries. Wait some minutes, or ask for a new code."),
        "rate_limited": _("Too many mails at once. Wait a minute, then ask again."),
        "email_taken": _("This address belongs to another account."),
        "invalid_password_reset": _("This code is wrong or too old."),
        "duplicate_email": _("This is your address already."),
        "same_as_current": _("This is your address already."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
    }

    @transaction.atomic
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Owe the mail; the worker sends it, so that its weight tells nobody whether an account exists."""
        mail.owe_for(template_prefix, to=email, context=context)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        super().send_notification_mail(template_prefix, user, {"user": user, **(context or {})}, email)

    def clean_email(self, email: str) -> str:
        try:
            return emails.parse(email)
        except ValueError as mistake:
            raise ValidationError(str(mistake)) from mistake

    def get_client_ip(self, request: HttpRequest) -> str:
        """The network that counts as one client: whoever holds an IPv6 /64 has no more tries than anybody else."""
        return network_of(request).partition("/")[0] or "127.0.0.1"  # allauth keeps it with a session, as an address

    def post_login(self, request: HttpRequest, user: User, **about: Any) -> HttpResponse:
        """Before going on a closed account is asked whether to come back, and a new passkey gets recovery codes."""
        onward = super().post_login(request, user, **about)
        if user.closing_at:
            return redirect("studio:come_back")
        if about["signup"] and is_mfa_enabled(user) and auto_generate_recovery_codes(request):
            return redirect(codes_then(onward.headers["Location"]))
        return cast(HttpResponse, onward)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who is signed in already and opens a page for signing in, goes where a sign-in would lead."""
        is_leaving = cast(User, request.user).closing_at is not None
        return reverse("studio:come_back") if is_leaving else str(super().get_login_redirect_url(request))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        ways = super().get_reauthentication_methods(user)
        return [way | {"description": WAYS[way["id"]]} for way in ways]

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """There are no user names."""


class FactorAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is wrong or too old."),
        "unverified_email": _("First confirm your address."),
        "cannot_generate_recovery_codes": _("First set up an app or a passkey."),
    }

    def encrypt(self, text: str) -> str:
        """The keys of apps and recovery codes, of no use to whoever finds a copy of the database."""
        return factors.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return factors.unseal(encrypted_text)

    def build_totp_svg(self, url: str) -> SafeString:
        """The picture alone, to stand in the page: the content security policy allows no data address."""
        picture: str = super().build_totp_svg(url)
        return mark_safe(picture[picture.index("<svg") :])  # noqa: S308 - drawn here, of squares

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's word
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey") if number == 1 else gettext("Passkey {number}").format(number=number)

    def _get_site_name(self) -> str:
        return str(settings.SITE_NAME)


class SessionsAdapter(DefaultUserSessionsAdapter):
    @transaction.atomic
    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        """End them, and remember that they were ended and from where."""
        ended = list(sessions)
        super().end_sessions(ended)
        if ended:
            person, network = ended[0].user, network_of(context.request)
            record("accounts.end_sessions", person, by=f"user {person.pk}", network=network)
