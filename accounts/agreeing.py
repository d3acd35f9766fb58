"""A new address needs the old mailbox's word: a code mailed there, or a second factor where that mailbox is lost."""

import hmac
import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from accounts import mail
from accounts.models import User

KEY = "accounts.agreement"
TRIES = 3  # of 20^8 codes
LASTS_SECONDS = settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT


def ask(request: HttpRequest, person: User) -> None:
    """Mail a code to the address that the account has now; only this session may use it, and only for a while."""
    code = get_adapter().generate_email_verification_code()
    request.session[KEY] = {"code": _hash(code), "of": person.email, "at": time.time(), "tries": 0}
    mail.owe_agreement(person, code)


def agree(request: HttpRequest, person: User, typed: str) -> bool:
    """Whether this is the code from the old mailbox, or a code of this moment from the person's second factor.

    Each try is counted before it is judged; the limits of both kinds of code are allauth's and ours together.
    """
    return _is_mailed(request, person, typed) or _is_second_factor(person, typed)


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def _is_mailed(request: HttpRequest, person: User, typed: str) -> bool:
    asked = _open(request.session.get(KEY), person)
    if asked is None:
        return False
    asked["tries"] += 1
    request.session[KEY] = asked
    return hmac.compare_digest(asked["code"], _hash(typed))


def _open(asked: dict[str, Any] | None, person: User) -> dict[str, Any] | None:
    if asked is None or asked["of"] != person.email or asked["tries"] >= TRIES:
        return None
    return asked if time.time() - asked["at"] <= LASTS_SECONDS else None


def _is_second_factor(person: User, typed: str) -> bool:
    by_code = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    factors = Authenticator.objects.filter(user=person, type__in=by_code)
    return any(factor.wrap().validate_code(typed.strip()) for factor in factors)


def _hash(code: str) -> str:
    return salted_hmac(KEY, "".join(filter(str.isalnum, code)).upper()).hexdigest()
