"""allauth's pages and our own; none of them may stay in a browser that others use too."""

from allauth.account import urls as account
from allauth.mfa import urls as mfa
from allauth.usersessions import urls as usersessions
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.cache import never_cache

from accounts import views

Page = URLPattern | URLResolver

ours = [
    path("", views.you, name="you"),
    path("email/agree/", views.ask_old_mailbox, name="ask_old_mailbox"),
    path("second-factor/", views.second_factor, name="second_factor"),
]


def uncached(page: Page) -> Page:
    if isinstance(page, URLResolver):
        return URLResolver(page.pattern, [uncached(inner) for inner in page.url_patterns], page.default_kwargs)
    return URLPattern(page.pattern, never_cache(page.callback), page.default_args, page.name)


urlpatterns: list[Page] = [
    path("", include((ours, "accounts"))),
    *map(uncached, account.urlpatterns),
    path("2fa/", include([uncached(page) for page in mfa.urlpatterns])),
    path("sessions/", include([uncached(page) for page in usersessions.urlpatterns])),
]
