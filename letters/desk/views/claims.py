"""Keeping what one has open, and giving it back."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from letters.desk.guards import for_moderators, moderator_of
from letters.desk.verdicts import BIGGEST_ID
from letters.moderation.actions import claim, release
from letters.moderation.models import Subject

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
    claimed = claim(_subject(kind, subject_id), subject_id, person=moderator_of(request))
    return JsonResponse({"is_mine": claimed.is_mine, "by": str(claimed.by), "until": claimed.until})


@require_POST
@for_moderators
def give_back(request: HttpRequest, kind: str, subject_id: int) -> HttpResponse:
    subject = _subject(kind, subject_id)
    release(subject, subject_id, person=moderator_of(request))
    return redirect(QUEUES[subject])


def _subject(kind: str, subject_id: int) -> Subject:
    if kind not in Subject.values or subject_id > BIGGEST_ID:
        raise Http404
    return Subject(kind)
