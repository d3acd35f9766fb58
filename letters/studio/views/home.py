"""The first page of the studio: what a person's teams are writing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.roles import Act
from letters.studio.guards import for_people, person_of
from letters.writing.models import Letter


@require_safe
@for_people
def home(request: HttpRequest) -> HttpResponse:
    letters = Letter.objects.where_may(person_of(request), Act.READ).select_related("current", "team", "log")
    return render(request, "studio/home.html", {"letters": letters.order_by("-id")[:50]})
