"""What every page knows about the site, without a request: error pages have none."""

from email.utils import parseaddr

from django import template
from django.conf import settings
from django.urls import reverse

register = template.Library()


@register.simple_tag
def site_name() -> str:
    return settings.SITE_NAME


@register.simple_tag
def site_url() -> str:
    return settings.SITE_URL


@register.simple_tag
def source_url() -> str:
    return settings.SOURCE_URL


@register.simple_tag
def address_of(page: str, *parts: object) -> str:
    """The one full address of a page, as search engines and link previews should keep it."""
    return f"{settings.SITE_URL}{reverse(page, args=parts)}"


@register.simple_tag
def site_contact() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


@register.filter
def without_scheme(address: str) -> str:
    """An address as people read it aloud and copy it from paper."""
    return address.partition("://")[2]
