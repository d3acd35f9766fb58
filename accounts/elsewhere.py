"""Signing in with an account from elsewhere: what is believed of it, what is kept of it, and the way there and back."""

import logging
from functools import wraps
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal.flows.login import complete_login
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from requests import RequestException

from accounts.guards import Door
from accounts.models import User
from petition.lib import text
from petition.lib.refusal import Refused

log = logging.getLogger(__name__)

# Where the sites elsewhere keep what their owner calls the account; GitHub's login, OpenID's claims.
LABELS = ("login", "preferred_username", "name")


class SocialAdapter(DefaultSocialAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": _("This address belongs to another account."),
        "connected_other": _("This login is connected to another account."),
    }

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Keep one address that the site elsewhere has proved, a name and a label, and nothing else it tells.

        An address it has not proved is only written into the form, where its owner proves it by a mailed code.
        """
        proved = [address for address in sociallogin.email_addresses if address.verified is True]
        proved.sort(key=lambda address: not address.primary)
        for address in proved[:1]:
            address.email, address.primary = address.email.lower(), True
        sociallogin.email_addresses = proved[:1]
        sociallogin.account.extra_data = {"label": _label(sociallogin.account.extra_data)}
        person: User = sociallogin.user
        person.email = proved[0].email if proved else str(data.get("email") or "").lower()[:254]
        person.name = _name(data)
        return person

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Any:
        """Keep a new account; where another browser of the same person was quicker, look once more who it is."""
        if form is not None:  # it knows what to answer
            return super().save_user(request, sociallogin, form)
        try:
            with transaction.atomic():
                return super().save_user(request, sociallogin)
        except IntegrityError:
            sociallogin.user.pk = sociallogin.account.pk = None
            raise ImmediateHttpResponse(complete_login(request, sociallogin)) from None


def _label(told: dict[str, Any]) -> str:
    told = told.get("userinfo") or told.get("id_token") or told
    return next((str(told[name])[:100] for name in LABELS if told.get(name)), "")


def _name(data: dict[str, Any]) -> str:
    """The name as told elsewhere, or none where our own rules for names refuse it."""
    parts = (data.get("first_name"), data.get("last_name"))
    name = data.get("name") or " ".join(str(part) for part in parts if part)
    try:
        return text.clean_line(str(name)) if name else ""
    except ValueError:
        return ""


def outward(view: Door) -> Door:
    """Stand above the doors that lead to another site: none where none is set up, a limit, and no error of theirs.

    The content security policy lets a form go nowhere else, and browsers hold it against redirects, too: so the way
    there is a page that goes on by itself.
    """

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not ratelimit.consume(request, action="elsewhere"):
            raise Refused("too-many")
        try:
            response = view(request, *args, **kwargs)
        except SocialApp.DoesNotExist as error:
            raise Http404 from error
        except IntegrityError:  # connected in the same moment by another click
            return redirect("socialaccount_connections")
        except RequestException:
            log.warning("A login from elsewhere failed.", exc_info=True)
            return redirect("socialaccount_login_error")
        except (AttributeError, LookupError, TypeError, ValueError):
            # Theirs as a rule, which allauth reads without a look at its shape; it may be ours, so it is an error.
            log.exception("What a site elsewhere told of a login could not be read.")
            return redirect("socialaccount_login_error")
        away = response.headers.get("Location", "")
        return _going(request, away) if urlsplit(away).netloc else response

    return door


def _going(request: HttpRequest, away: str) -> HttpResponse:
    return render(request, "socialaccount/login_redirect.html", {"redirect_to": away, "host": urlsplit(away).hostname})
