"""allauth's forms in our words: labels instead of placeholders, one password field, no list of rules."""

import secrets
from functools import partial
from typing import Any, ClassVar, cast

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from allauth.socialaccount import forms as social
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.signals import social_account_removed
from django import forms
from django.conf import settings
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import agreeing
from accounts.models import User
from petition.audit.actions import CLOCK, record
from petition.lib import text, zones
from petition.lib.fields import Parsed
from petition.lib.refusal import Refused

LABELS: dict[str, Any] = {
    "email": _("E-mail"),
    "login": _("E-mail"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "code": _("Code"),
}
HINTS: dict[str, Any] = {
    "password1": _("At least 10 characters."),
    "code": _("From the mail. Small letters are fine, and you may leave out the dash."),
}


class Plain(forms.Form):
    """What every form of an account has in common."""

    code_attributes: ClassVar[dict[str, str]] = {
        "autocapitalize": "characters",
        "spellcheck": "false",
        "maxlength": "20",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)  # a mistyped password is mended by mail, a second field only doubles work
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            field.help_text = HINTS.get(name, "")
            if name == "code":
                field.widget.attrs |= self.code_attributes


class Once(forms.Form):
    """A form that makes an account, unless the same moment makes it, too: that is once more than the limits allow."""

    def try_save(self, request: HttpRequest) -> Any:
        try:
            with transaction.atomic():
                return super().try_save(request)  # type: ignore[misc]
        except IntegrityError:
            raise Refused("too-many") from None


class SignUpForm(Once, Plain, allauth.SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "password1" in self.fields:  # who signs up by passkey chooses none
            self.fields["password1"].help_text = _("At least 10 characters. Without one we mail you a code each time.")

    def try_save(self, request: HttpRequest) -> Any:
        """Save the account; for one that exists do the same work, so that the time it takes tells nobody."""
        if self.account_already_exists:
            self._save_and_forget(request)
        return super().try_save(request)

    @transaction.atomic
    def _save_and_forget(self, request: HttpRequest) -> None:
        wanted = self.cleaned_data["email"]
        self.account_already_exists, self.cleaned_data["email"] = False, f"{secrets.token_hex(8)}@nobody.example"
        record("accounts.sign_up", self.save(request), by=CLOCK)
        transaction.set_rollback(True)
        self.account_already_exists, self.cleaned_data["email"] = True, wanted


class SignInForm(Plain, allauth.LoginForm):
    pass


class AskForCodeForm(Plain, allauth.RequestLoginCodeForm):
    pass


class SignInCodeForm(Plain, allauth.ConfirmLoginCodeForm):
    pass


class EmailCodeForm(Plain, allauth.ConfirmEmailVerificationCodeForm):
    pass


class PasswordCodeForm(Plain, allauth.ConfirmPasswordResetCodeForm):
    pass


class ResetPasswordForm(Plain, allauth.ResetPasswordForm):
    pass


class New(Plain):
    """A password in the place of another one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")


class NewPasswordForm(New, allauth.ResetPasswordKeyForm):
    pass


class SetPasswordForm(Plain, allauth.SetPasswordForm):
    pass


class ChangePasswordForm(New, allauth.ChangePasswordForm):
    pass


class ChangeEmailForm(Plain, allauth.AddEmailForm):
    code = forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(("code", "email"))
        self.fields["email"].label = _("New e-mail")
        self.fields["code"].label = _("Code from that mail")
        self.fields["code"].help_text = _("If you have lost that mailbox: a code from your app, or a recovery code.")

    def clean(self) -> Any:
        """Judge the code last, so that a mistyped address spends no try, and no code that is good once."""
        cleaned = super().clean()
        if not self.errors:
            self._agree(self.cleaned_data["code"])
        return cleaned

    def _agree(self, code: str) -> None:
        user, request = cast(User, self.user), context.request
        if not ratelimit.consume(request, action="agree_email", user=user):
            self.add_error("code", get_adapter().error_messages["too_many_login_attempts"])
        elif not agreeing.agree(request, user, code):
            self.add_error("code", get_adapter().error_messages["incorrect_code"])


class ElsewhereSignUpForm(Once, Plain, social.SignupForm):
    """Asked of whoever comes from elsewhere without an address that was proved there."""


class DisconnectForm(social.DisconnectForm):
    def clean(self) -> Any:
        """The last one may go without a password here: a mailed code always lets its owner in."""
        return forms.Form.clean(self)

    def save(self) -> None:
        account = self.cleaned_data["account"]
        try:
            super().save()
        except SocialApp.DoesNotExist:  # the operator has taken that way in away since
            account.delete()
            social_account_removed.send(SocialAccount, request=self.request, socialaccount=account)


class ReauthenticateForm(Plain, allauth.ReauthenticateForm):
    pass


class WebAddress(forms.URLField):
    """One judge instead of two, who would say the same twice."""

    default_validators = (URLValidator(schemes=["http", "https"]),)  # type: ignore[assignment]


class ProfileForm(forms.Form):
    name = Parsed(
        parse=text.clean_line,
        label=_("Name"),
        required=False,
        max_length=100,
        help_text=_("Shown to your team, and as the organizer of your letters."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    about = Parsed(
        parse=partial(text.clean_reason, most=500),
        label=_("About you"),
        required=False,
        max_length=500,
        help_text=_("A sentence or two for your teams and for moderators. The public does not see it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    link = WebAddress(
        label=_("Link"),
        required=False,
        max_length=300,
        help_text=_("A page about you, shown beside that sentence."),
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
    )
    language = forms.ChoiceField(label=_("Language of your mail"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Letters that you begin start with it."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["time_zone"].choices = zones.choices(self.initial.get("time_zone") or zones.UTC)  # type: ignore[attr-defined]
