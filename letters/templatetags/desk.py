"""Where the desk's items are."""

from django import template

from letters.desk import deeds
from letters.desk.records import address_of
from letters.moderation.models import Decision

register = template.Library()


@register.filter
def deed(verb: str) -> str:
    """What a line of the history says happened."""
    return deeds.in_words(verb)


@register.simple_tag
def item_address(decision: Decision) -> str:
    return address_of(decision)
