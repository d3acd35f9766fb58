"""What a team hands to the desk, takes back from it, and answers it."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from letters.studio.guards import for_letter, person_of
from letters.studio.letter_forms import AppealForm, SubmitForm
from letters.studio.overview import decider_of
from letters.studio.views.letter import carry_out, show
from letters.writing import actions as writing
from letters.writing.models import Letter
from petition.lib.refusal import Refused


@require_POST
@for_letter
def submit(request: HttpRequest, letter: Letter) -> HttpResponse:
    form = SubmitForm(request.POST)
    if not form.is_valid():
        return show(request, letter, submit_form=form)
    words, person = form.cleaned_data["words"], person_of(request)
    return carry_out(
        request,
        letter,
        lambda: writing.submit(letter.pk, words=words, person=person),
        _("Your letter is public.") if letter.team.is_trusted else _("Your letter is with the desk."),
        submit_form=form,
    )


@require_POST
@for_letter
def take_back(request: HttpRequest, letter: Letter, submission_id: int) -> HttpResponse:
    if not letter.submissions.filter(pk=submission_id).exists():
        raise Refused("not-found")
    person = person_of(request)
    return carry_out(
        request,
        letter,
        lambda: writing.take_back(submission_id, person=person),
        _("You have it back; nobody decides on it."),
    )


@require_POST
@for_letter
def appeal(request: HttpRequest, letter: Letter) -> HttpResponse:
    form = AppealForm(request.POST)
    if not form.is_valid():
        return show(request, letter, appeal_form=form)
    words, person = form.cleaned_data["words"], person_of(request)
    return carry_out(
        request,
        letter,
        lambda: writing.appeal(letter.pk, words=words, person=person, decided_by=decider_of(letter)),
        _("Another moderator reads your appeal."),
        appeal_form=form,
    )
