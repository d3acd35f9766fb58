"""Where the desk's items are."""

from django import template

from letters.desk.records import address_of
from letters.moderation.models import Decision

register = template.Library()


@register.simple_tag
def item_address(decision: Decision) -> str:
    return address_of(decision)
