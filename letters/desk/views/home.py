"""The first page of the desk: what waits, and since when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from letters.desk.guards import for_moderators


@require_safe
@for_moderators
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/home.html")
