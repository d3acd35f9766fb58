"""What a team does with an update: choose whom it is for, try it, send it, pause it, go on, cancel."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from letters.studio.guards import for_letter, person_of
from letters.studio.news import one_update
from letters.studio.progress import progress_of
from letters.studio.refusals import said
from letters.studio.views.updates import update_of
from letters.updates import actions
from letters.updates.forms import AudienceForm, SendForm
from letters.updates.models import Update
from letters.writing.models import Letter
from petition.lib.refusal import Refused


@require_POST
@for_letter
def choose(request: HttpRequest, letter: Letter, update_id: int) -> HttpResponse:
    found = update_of(letter, update_id)
    form = AudienceForm(request.POST, letter=letter, update=found)
    if not form.is_valid():
        return _page(request, letter, found, status=422, audience_form=form)
    return _carry_out(request, letter, found, partial(actions.choose, wanted=form.wanted()))


@require_POST
@for_letter
def send(request: HttpRequest, letter: Letter, update_id: int) -> HttpResponse:
    found = update_of(letter, update_id)
    form = SendForm(request.POST, letter=letter, update=found)
    if not form.is_valid():
        return _page(request, letter, found, status=422, send_form=form)
    chosen = form.cleaned_data
    verb = partial(actions.send, seen=form.seen(), send_at=chosen["send_at"], to_the_rest=chosen["to_the_rest"])
    done = _("It goes out.") if letter.team.is_trusted else _("The desk reads it first; you hear of it by mail.")
    return _carry_out(request, letter, found, verb, done, send_form=form)


@require_POST
@for_letter
def pause(request: HttpRequest, letter: Letter, update_id: int) -> HttpResponse:
    return _carry_out(request, letter, update_of(letter, update_id), actions.pause, _("It is paused."))


@require_POST
@for_letter
def go_on(request: HttpRequest, letter: Letter, update_id: int) -> HttpResponse:
    return _carry_out(request, letter, update_of(letter, update_id), actions.go_on, _("It goes on."))


@require_http_methods(["GET", "HEAD", "POST"])
@for_letter
def cancel(request: HttpRequest, letter: Letter, update_id: int) -> HttpResponse:
    """The page asks first, once something of it has gone out; what has not is taken back without asking."""
    found = update_of(letter, update_id)
    if request.method == "POST":
        return _carry_out(request, letter, found, actions.cancel, _("Whoever has nothing yet gets nothing."))
    actions.look(found)
    progress = progress_of(found)
    if progress is None or not progress.is_going:
        return redirect("studio:update", letter.pk, found.pk)
    shown = {"letter": letter, "update": found, "progress": progress}
    return render(request, "studio/cancel_update.html", shown)


@require_POST
@for_letter
def to_self(request: HttpRequest, letter: Letter, update_id: int) -> HttpResponse:
    done = _("The mail is on its way to %(address)s.") % {"address": person_of(request).email}
    return _carry_out(request, letter, update_of(letter, update_id), actions.send_to_self, done)


def _carry_out(
    request: HttpRequest, letter: Letter, found: Update, verb: Callable[..., object], done: str = "", **forms: Form
) -> HttpResponse:
    """Do it for whoever asks, and go back; what a rule refuses is said on the page, at the form that asked."""
    try:
        verb(found.pk, person=person_of(request))
    except Refused as refused:
        for form in forms.values():
            form.add_error(None, said(refused))
        return _page(request, letter, update_of(letter, found.pk), status=409, refused=said(refused), **forms)
    if done:
        messages.success(request, done)
    return redirect("studio:update", letter.pk, found.pk)


def _page(request: HttpRequest, letter: Letter, found: Update, *, status: int, **shown: object) -> HttpResponse:
    return render(request, "studio/update.html", one_update(letter, found, person_of(request)) | shown, status=status)
