"""allauth's pages and our own; none of them may stay in a browser that others use too."""

from allauth.account import urls as allauth
from django.urls import URLPattern, include, path
from django.views.decorators.cache import never_cache

from accounts import views

ours = [path("", views.you, name="you")]


def uncached(page: URLPattern) -> URLPattern:
    return URLPattern(page.pattern, never_cache(page.callback), page.default_args, page.name)


urlpatterns = [path("", include((ours, "accounts"))), *map(uncached, allauth.urlpatterns)]
