"""What happens to a letter after it is out: the news of its team, and a feed of everything."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from letters.pages.feeding import MEDIA_TYPE, feed_of
from letters.pages.finding import public_letter
from letters.pages.guards import public_page
from letters.updates.models import Sending
from petition.lib.paging import numbered_ways

UPDATES_A_PAGE = 20


@public_page
def updates(request: HttpRequest, slug: str) -> HttpResponse:
    letter = public_letter(slug)
    told = Sending.objects.public().filter(update__letter=letter)
    page = Paginator(told, UPDATES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "pages/updates.html", {"letter": letter, "page": page} | numbered_ways(page))


@public_page
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse(feed_of(public_letter(slug)), content_type=f"{MEDIA_TYPE}; charset=utf-8")
