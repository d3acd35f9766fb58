"""What allauth does to an account, as lines of history; it announces each act by a signal."""

from typing import Any

from allauth.account import signals
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as elsewhere
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import pre_save
from django.http import HttpRequest

from accounts import agreeing
from accounts.actions import appoint, forget_password_of_a_stranger
from accounts.adapters import network_of
from accounts.models import User
from petition.audit.actions import record
from petition.lib import networks

VERBS = {
    signals.user_signed_up: "accounts.sign_up",
    signals.user_logged_in: "accounts.sign_in",
    user_logged_out: "accounts.sign_out",
    signals.password_changed: "accounts.change_password",
    signals.password_set: "accounts.set_password",
    signals.password_reset: "accounts.reset_password",
}

FACTOR_VERBS = {
    factors.authenticator_added: "accounts.add_factor",
    factors.authenticator_removed: "accounts.remove_factor",
    factors.authenticator_reset: "accounts.renew_recovery_codes",
}

ELSEWHERE_VERBS = {
    elsewhere.social_account_added: "accounts.connect_login",
    elsewhere.social_account_removed: "accounts.disconnect_login",
}

# The only page whose visitor chose the password in the same session and proves the address with a code.
PROVING_AFTER_SIGN_UP = "account_email_verification_sent"


def connect() -> None:
    for signal, verb in VERBS.items():
        signal.connect(_recorder(verb), dispatch_uid=verb, weak=False)
    for signal, verb in FACTOR_VERBS.items():
        signal.connect(_factor_recorder(verb), dispatch_uid=verb, weak=False)
    for signal, verb in ELSEWHERE_VERBS.items():
        signal.connect(_elsewhere_recorder(verb), dispatch_uid=verb, weak=False)
    factors.authenticator_added.connect(count_as_proof, dispatch_uid="accounts.count_as_proof")
    factors.authenticator_added.connect(end_unguarded_sessions, dispatch_uid="accounts.end_unguarded_sessions")
    pre_save.connect(forget_the_machine, UserSession, dispatch_uid="accounts.forget_the_machine")
    signals.user_logged_in.connect(note_sign_in, dispatch_uid="accounts.appoint")
    signals.email_confirmed.connect(note_proof, dispatch_uid="accounts.prove_email")
    signals.email_changed.connect(note_change, dispatch_uid="accounts.change_email")


def _recorder(verb: str) -> Any:
    def write(request: HttpRequest, user: User | None, **about: Any) -> None:
        if user is not None:  # a session that ran out may still be told to sign out
            _record(verb, request, user)

    return write


def _factor_recorder(verb: str) -> Any:
    def write(request: HttpRequest, user: User, authenticator: Authenticator, **about: Any) -> None:
        _record(verb, request, user, factor=authenticator.type)

    return write


def _elsewhere_recorder(verb: str) -> Any:
    def write(request: HttpRequest, **about: Any) -> None:
        account = about["socialaccount"] if "socialaccount" in about else about["sociallogin"].account
        _record(verb, request, account.user, site=account.provider)

    return write


def count_as_proof(request: HttpRequest, user: User, authenticator: Authenticator, **about: Any) -> None:
    """Whoever has set up a factor has just shown it, and need not do so again to read the recovery codes."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        shown = {"id": authenticator.pk, "type": authenticator.type, "reauthenticated": True}
        record_authentication(request, user, "mfa", **shown)


def end_unguarded_sessions(request: HttpRequest, user: User, authenticator: Authenticator, **about: Any) -> None:
    """Whoever signed in elsewhere before there was a second factor has not shown it."""
    is_first = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).count() == 1
    if is_first and authenticator.type != Authenticator.Type.RECOVERY_CODES and request.user == user:
        end_other_sessions(request, user)


def forget_the_machine(instance: UserSession, **about: Any) -> None:
    """Of where a session began its owner needs the part that says which network, and we need nothing."""
    instance.ip = networks.neighbourhood(instance.ip)


def note_sign_in(request: HttpRequest, user: User, **about: Any) -> None:
    """The first administrator of a site is appointed by its environment, since nobody else can do it."""
    appoint(user)


def note_proof(request: HttpRequest, email_address: EmailAddress, **about: Any) -> None:
    person = email_address.user
    _record("accounts.prove_email", request, person)
    match = request.resolver_match
    if match is None or match.view_name != PROVING_AFTER_SIGN_UP:
        forget_password_of_a_stranger(person)


def note_change(request: HttpRequest, user: User, from_email_address: EmailAddress | None, **about: Any) -> None:
    if from_email_address is not None:  # allauth calls the first address a change from none
        agreeing.forget(request)
        _record("accounts.change_email", request, user)


def _record(verb: str, request: HttpRequest, person: User, **changes: str) -> None:
    record(verb, person, by=f"user {person.pk}", changes=changes, network=network_of(request))
