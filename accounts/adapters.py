"""Where allauth meets the house: its mail goes through the outbox, its limits know our proxies."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import mail
from accounts.models import User
from petition.lib import emails, networks


def network_of(request: HttpRequest) -> str:
    return networks.prefix(networks.client_address(request.META, settings.TRUSTED_PROXIES))


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This address and this password do not go together."),
        "incorrect_code": _("This is not the code from the newest mail."),
        "too_many_login_attempts": _("Too many tries. Wait some minutes, or ask for a new code."),
        "rate_limited": _("Too many mails at once. Wait a minute, then ask again."),
        "email_taken": _("This address belongs to another account."),
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

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """There are no user names."""
