"""What the pages of the studio say about a letter."""

from typing import Any

from django import template

from letters.studio import states
from letters.studio.sections import sections_of
from letters.writing.models import Letter

register = template.Library()


@register.inclusion_tag("components/letter_sections.html", takes_context=True)
def letter_sections(context: dict[str, Any]) -> dict[str, Any]:
    """The line of a letter's pages, above each of them."""
    request, letter = context["request"], context["letter"]
    sections = sections_of(letter, request.user, current=request.resolver_match.view_name)
    return {"letter": letter, "sections": list(sections)}


@register.filter
def what_waits(letter: Letter) -> str:
    """What the letter's team should do next; empty when it is not their turn."""
    return states.what_waits(letter)
