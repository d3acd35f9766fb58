"""The desk on which a letter's text is written."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from letters.studio.guards import for_letter
from letters.writing.models import Letter


@require_safe
@for_letter
def write(request: HttpRequest, letter: Letter, language: str = "") -> HttpResponse:
    draft = get_object_or_404(letter.drafts, language=language or letter.language)
    return render(request, "studio/write.html", {"letter": letter, "draft": draft})
