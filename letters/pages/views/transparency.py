"""What moderators decided, in numbers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from letters.moderation.transparency import months
from letters.pages.guards import public_page


@public_page
def transparency(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/transparency.html", {"months": months(timezone.now())})
