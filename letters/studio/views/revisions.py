"""What a draft has said before, and the way back to it."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import may
from accounts.roles import Act
from letters.studio.drafts import draft_to_read
from letters.studio.guards import for_letter, person_of
from letters.writing.differences import difference
from letters.writing.drafts import Draft, Revision
from letters.writing.models import Letter
from letters.writing.rules import is_editable


@require_safe
@for_letter
def revisions(request: HttpRequest, letter: Letter, language: str = "") -> HttpResponse:
    draft = draft_to_read(letter, language)
    kept = _kept(draft).select_related("by").order_by("-number")
    shown = {
        "letter": letter,
        "draft": draft,
        "may_write": is_editable(letter) and may(person_of(request), Act.WRITE, letter.team),
    }
    asked = request.GET.get("number")
    if asked is None:
        return render(request, "studio/revisions.html", shown | {"revisions": kept.defer("body")})
    revision = _numbered(draft, asked)
    changes = difference(revision, draft)
    return render(request, "studio/revision.html", shown | {"revision": revision, "changes": changes})


def _kept(draft: Draft) -> QuerySet[Revision]:
    """By number, since a draft that nobody has begun has none."""
    return Revision.objects.filter(draft_id=draft.pk)


def _numbered(draft: Draft, asked: str) -> Revision:
    found = _kept(draft).filter(number=asked).first() if asked.isdecimal() and len(asked) < 10 else None
    if found is None:
        raise Http404
    return found
