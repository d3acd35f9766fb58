"""Who asks for a mail, and how often one network may."""

from typing import cast

from django.http import HttpRequest
from django.utils import timezone

from letters.guard import limits
from petition.http import Request
from petition.lib.refusal import Refused


def may_ask(request: HttpRequest, door: str = "resend") -> None:
    if not limits.may(door, client_of(request), at=timezone.now()):
        raise Refused("too-many")


def client_of(request: HttpRequest) -> str:
    """The address a request came from, as petition/middleware/clients.py made it out behind trusted proxies."""
    return cast(Request, request).client
