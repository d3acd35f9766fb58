"""Keeping what one has open, and giving it back."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from letters.desk.guards import for_moderators, moderator_of
from letters.moderation.actions import claim, release
from letters.moderation.models import Subject
from letters.moderation.subjects import demand_of_another_team, exists

QUEUES = {
    Subject.SUBMISSION: "desk:letters",
    Subject.LETTER: "desk:home",
    Subject.CASE: "desk:reports",
    Subject.SIGNATURE: "desk:signatures",
}


@require_POST
@for_moderators
def keep_claim(request: HttpRequest, kind: str, subject_id: int) -> HttpResponse:
    """Renew a claim while its moderator reads; the page asks for it from time to time."""
    subject, person = _subject(kind, subject_id), moderator_of(request)
    demand_of_another_team(subject, subject_id, person)
    claimed = claim(subject, subject_id, person=person)
    return JsonResponse({"is_mine": claimed.is_mine, "by": str(claimed.by), "until": claimed.until})


@require_POST
@for_moderators
def give_back(request: HttpRequest, kind: str, subject_id: int) -> HttpResponse:
    subject = _subject(kind, subject_id)
    release(subject, subject_id, person=moderator_of(request))
    return redirect(QUEUES[subject])


def _subject(kind: str, subject_id: int) -> Subject:
    if kind not in Subject.values or not exists(kind, subject_id):
        raise Http404
    return Subject(kind)
