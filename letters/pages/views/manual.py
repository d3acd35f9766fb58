"""The manual, as pages anybody may read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from letters.pages.guards import public_page
from letters.pages.manual import PAGES

HEADINGS = dict(PAGES)
ORDER = tuple(HEADINGS)


@public_page
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "manual/index.html", {"pages": [_link(page) for page in ORDER]})


@public_page
def manual(request: HttpRequest, page: str) -> HttpResponse:
    if page not in HEADINGS:
        raise Http404
    place = ORDER.index(page)
    ways = {
        "previous": _link(ORDER[place - 1]) if place else None,
        "next": _link(ORDER[place + 1]) if place + 1 < len(ORDER) else None,
    }
    return render(request, f"manual/{page}.html", {"page": page, "heading": HEADINGS[page]} | ways)


def _link(page: str) -> dict[str, str]:
    return {"address": reverse("pages:manual", args=[page]), "heading": HEADINGS[page]}
