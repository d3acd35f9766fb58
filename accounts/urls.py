"""allauth's pages and our own; none of them may stay in a browser that others use too."""

from collections.abc import Callable

from allauth.account import urls as account
from allauth.mfa import urls as mfa
from allauth.socialaccount import urls as social
from allauth.socialaccount.providers.github import urls as github
from allauth.socialaccount.providers.openid_connect import urls as openid
from allauth.socialaccount.providers.orcid import urls as orcid
from allauth.usersessions import urls as usersessions
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.cache import never_cache

from accounts import views
from accounts.elsewhere import outward
from accounts.guards import Door, unless_closed
from accounts.onward import leads_on
from accounts.roles import PAGES, Who
from accounts.signing_in import starts_anew

Page = URLPattern | URLResolver

# Where somebody passes who sets up a second factor before going on.
ON_THE_WAY = {"mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"}

ours = [
    path("", views.you, name="you"),
    path("email/agree/", views.ask_old_mailbox, name="ask_old_mailbox"),
    path("second-factor/", views.second_factor, name="second_factor"),
]


def uncached(page: Page, *, above: Callable[[Door], Door] = never_cache) -> Page:
    if isinstance(page, URLResolver):
        inner = [uncached(inner, above=above) for inner in page.url_patterns]
        return URLResolver(page.pattern, inner, page.default_kwargs)
    door: Door = leads_on(page.callback) if page.name in ON_THE_WAY else page.callback
    door = starts_anew(door) if page.name == "account_request_login_code" else door
    door = unless_closed(door) if PAGES.get(page.name or "") is Who.PERSON else door
    return URLPattern(page.pattern, above(door), page.default_args, page.name)


def abroad(view: Door) -> Door:
    return never_cache(outward(view))


urlpatterns: list[Page] = [
    path("", include((ours, "accounts"))),
    *map(uncached, account.urlpatterns),
    path("2fa/", include([uncached(page) for page in mfa.urlpatterns])),
    path("sessions/", include([uncached(page) for page in usersessions.urlpatterns])),
    path("elsewhere/", include([uncached(page) for page in social.urlpatterns])),
    *(uncached(page, above=abroad) for urls in (github, orcid, openid) for page in urls.urlpatterns),
]
