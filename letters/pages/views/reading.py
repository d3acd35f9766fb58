"""The pages anybody reads: the same bytes for everybody."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from letters.pages.forms import CLOSING_SOON, MOST_SIGNED, SORTS, BrowseForm
from letters.pages.guards import public_page
from letters.writing.models import Letter
from letters.writing.queries import LetterQuerySet

# As many as a front page holds before it turns into a list.
ON_THE_FRONT = 7
LETTERS_A_PAGE = 20


@public_page
def front(request: HttpRequest) -> HttpResponse:
    newest = list(Letter.objects.public().newest_first().select_related("tally")[:ON_THE_FRONT])
    return render(request, "pages/front.html", {"lead": newest[0] if newest else None, "letters": newest[1:]})


@public_page
def letters(request: HttpRequest) -> HttpResponse:
    sort, number = BrowseForm(request.GET).wish()
    page = Paginator(_sorted(sort).select_related("tally"), LETTERS_A_PAGE).get_page(number)
    shown = {"page": page, "sort": sort, "sorts": SORTS}
    return render(request, "pages/letters.html", shown | _ways(page, sort))


@public_page
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html")


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


@public_page
def how(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/how.html")


def _sorted(sort: str) -> LetterQuerySet:
    if sort == CLOSING_SOON:
        return Letter.objects.closing_soon(timezone.now())
    public = Letter.objects.public()
    return public.most_signed() if sort == MOST_SIGNED else public.newest_first()


def _ways(page: Page, sort: str) -> dict[str, str]:
    return {
        "previous": f"?sort={sort}&page={page.previous_page_number()}" if page.has_previous() else "",
        "next": f"?sort={sort}&page={page.next_page_number()}" if page.has_next() else "",
    }
