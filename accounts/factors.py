"""Second factors at rest, and the list of sessions once sessions have ended."""

from base64 import b64decode, b64encode

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from petition.lib import vault

SEALED_FOR = "second factor"
_SEALED = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


def seal(text: str) -> str:
    return b64encode(vault.seal(text, SEALED_FOR)).decode()


def unseal(sealed: str) -> str:
    return vault.unseal(b64decode(sealed), SEALED_FOR)


@transaction.atomic
def reseal() -> int:
    """Seal the keys of apps and recovery codes anew wherever an older key sealed them."""
    resealed = 0
    for factor in Authenticator.objects.filter(type__in=_SEALED).select_for_update():
        name = _SEALED[Authenticator.Type(factor.type)]
        if vault.is_stale(b64decode(factor.data[name])):
            factor.data[name] = seal(unseal(factor.data[name]))
            factor.save(update_fields=["data"])
            resealed += 1
    return resealed


def forget_ended_sessions() -> int:
    """Drop what the list says of sessions that are no more; allauth does so only when their owner looks."""
    living = Session.objects.values("session_key")
    ended, _ = UserSession.objects.exclude(session_key__in=living).delete()
    return int(ended)
