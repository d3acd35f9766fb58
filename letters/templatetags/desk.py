"""Where the desk's items are."""

from django import template
from django.urls import reverse

from letters.moderation.models import Decision, Subject

register = template.Library()

PAGES = {
    Subject.SUBMISSION: "desk:submission",
    Subject.LETTER: "desk:letter",
    Subject.CASE: "desk:case",
    Subject.SIGNATURE: "desk:signature",
}


@register.simple_tag
def item_address(decision: Decision) -> str:
    """Where the desk shows what was decided about."""
    return reverse(PAGES[Subject(decision.kind)], args=[decision.subject_id])
