"""The first page of the desk: what waits, since when, and what was decided last."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from letters.desk.guards import for_moderators
from letters.desk.opening import deed_of
from letters.desk.records import on_record, taken
from letters.desk.spine import QUEUES
from letters.moderation.models import Decision
from letters.moderation.rules import SERVICE_TIME, UNDO_WITHIN
from letters.moderation.waiting import queues

MINE = 8  # the rest has a page of its own


@require_safe
@for_moderators
def home(request: HttpRequest) -> HttpResponse:
    deed = deed_of(request)
    mine = on_record(Decision.objects.filter(by=deed.person), most=MINE)
    shown = {
        "queues": [(queue, *QUEUES[queue.name], queue.is_late(deed.at)) for queue in queues(deed.person)],
        "taken": taken(mine, person=deed.person, at=deed.at),
        "service_time": SERVICE_TIME,
        "undo_within": UNDO_WITHIN,
    }
    return render(request, "desk/home.html", shown)
