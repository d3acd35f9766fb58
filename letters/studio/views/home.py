"""The first pages of the studio: what a person's teams are writing, and the beginning of a letter."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Act
from letters.studio.briefs import MOST_BRIEFS, briefs_of
from letters.studio.forms import NewLetterForm
from letters.studio.guards import for_people, person_of
from letters.writing.actions import start
from letters.writing.models import Letter
from petition.lib.paging import numbered_ways

LETTERS_A_PAGE = 50


@require_safe
@for_people
def home(request: HttpRequest) -> HttpResponse:
    letters = Letter.objects.where_may(person_of(request), Act.READ).select_related("current", "team", "log")
    pages = Paginator(letters.prefetch_related("drafts").order_by("-id"), LETTERS_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    shelf = list(page)
    briefs = briefs_of(shelf[:MOST_BRIEFS])
    shown = [(letter, briefs.get(letter.pk)) for letter in shelf]
    return render(request, "studio/home.html", {"letters": shown} | numbered_ways(page))


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def new(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = NewLetterForm(request.POST or None, person=person)
    if not form.is_valid():
        return render(request, "studio/new.html", {"form": form}, status=422 if form.is_bound else 200)
    letter = start(form.chosen_team(), person=person, language=form.cleaned_data["language"])
    return redirect("studio:write", letter.pk)
