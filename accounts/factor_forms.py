"""The forms of second factors in our words; what a browser sends as a passkey may be any nonsense."""

from typing import Any, ClassVar

from allauth.mfa.base import forms as codes
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import Plain
from accounts.models import User

# What allauth and fido2 raise on JSON that is no credential, beside what they already turn into a message.
NONSENSE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
NO_PASSKEY = _("This passkey was not accepted. Try again, or take another way.")


class Typed(Plain):
    """A code of six digits from an app, or one of the eight printed ones."""

    code_attributes: ClassVar[dict[str, str]] = {"inputmode": "numeric", "spellcheck": "false", "maxlength": "12"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = ""


class Shown(Typed):
    """Whoever has a passkey and no app may still type a recovery code."""

    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_app = is_mfa_enabled(self.user, [Authenticator.Type.TOTP])
        if not self.has_app:
            self.fields["code"].label = _("Recovery code")


class CodeForm(Shown, codes.AuthenticateForm):
    pass


class CodeAgainForm(Shown, codes.ReauthenticateForm):
    pass


class SetUpAppForm(Typed, totp.ActivateTOTPForm):
    pass


class NewPasskey(Plain):
    """What is asked when a passkey is made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you call it")
        self.fields["name"].widget.attrs["maxlength"] = "100"
        if "passwordless" in self.fields:
            self.fields["passwordless"].label = _("It signs me in by itself")
            self.fields["passwordless"].help_text = _("Otherwise we ask for it after your password or mailed code.")
            self.fields["passwordless"].initial = True

    def clean_name(self) -> str:
        return str(super().clean_name())[:100]  # type: ignore[misc]

    def clean(self) -> Any:
        try:
            return super().clean()
        except NONSENSE as error:
            raise forms.ValidationError(NO_PASSKEY) from error


class AddPasskeyForm(NewPasskey, passkeys.AddWebAuthnForm):
    pass


class SignUpPasskeyForm(NewPasskey, passkeys.SignupWebAuthnForm):
    pass


class RenamePasskeyForm(Plain, passkeys.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you call it")
        self.fields["name"].widget.attrs["maxlength"] = "100"

    def clean_name(self) -> str:
        return str(self.cleaned_data["name"])[:100]


class Proof(Plain):
    """What is asked when a passkey is shown."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except NONSENSE as error:
            raise forms.ValidationError(NO_PASSKEY) from error


class PasskeyForm(Proof, passkeys.AuthenticateWebAuthnForm):
    pass


class PasskeySignInForm(Proof, passkeys.LoginWebAuthnForm):
    pass


class PasskeyAgainForm(Proof, passkeys.ReauthenticateWebAuthnForm):
    pass
