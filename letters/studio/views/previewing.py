"""The page that a draft would make, for its team alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.access import may
from accounts.roles import Act
from letters.studio.drafts import draft_to_read
from letters.studio.guards import for_letter, person_of
from letters.studio.previewing import as_it_will_print, whole_page
from letters.writing.forms import DraftForm
from letters.writing.models import Letter
from letters.writing.revisions import text_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_letter
def preview(request: HttpRequest, letter: Letter, language: str = "") -> HttpResponse:
    """The draft as it was kept, or as somebody has just typed it; `?part=letter` leaves out what stands around it."""
    draft = draft_to_read(letter, language)
    form = DraftForm(request.POST or None, language=draft.language)
    text = form.text() if form.is_valid() else text_of(draft)
    if form.is_bound and not form.is_valid():
        return render(request, "studio/unprintable.html", {"form": form}, status=422)
    if request.GET.get("part") == "letter":
        return render(request, "components/letter_preview.html", as_it_will_print(draft, text))
    may_write = may(person_of(request), Act.WRITE, letter.team)
    return render(request, "studio/preview.html", whole_page(draft, text) | {"may_write": may_write})
