"""The first page of a letter in the studio, and what its owners do with a letter that is public."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from letters.studio.guards import by_person, for_letter, person_of
from letters.studio.letter_forms import DeliveredForm, OpenAgainForm, ResponseForm
from letters.studio.overview import overview
from letters.studio.refusals import said
from letters.writing import actions as writing
from letters.writing.models import Letter
from petition.lib.refusal import Refused


@require_safe
@for_letter
def letter(request: HttpRequest, letter: Letter) -> HttpResponse:
    return show(request, letter)


@require_POST
@for_letter
def close(request: HttpRequest, letter: Letter) -> HttpResponse:
    return carry_out(request, letter, lambda: writing.close(letter, by=by_person(request)), _("The letter is closed."))


@require_POST
@for_letter
def open_again(request: HttpRequest, letter: Letter) -> HttpResponse:
    form, at = OpenAgainForm(request.POST), timezone.now()
    try:
        closes_at = form.closes_at(letter, at) if form.is_valid() else None
    except ValidationError as mistake:
        form.add_error("closes_on", mistake)
    if form.errors:
        return show(request, letter, open_again_form=form)
    return carry_out(
        request,
        letter,
        lambda: writing.open_again(letter, closes_at=closes_at, by=by_person(request), at=at),
        _("The letter takes signatures again."),
        open_again_form=form,
    )


@require_POST
@for_letter
def archive(request: HttpRequest, letter: Letter) -> HttpResponse:
    verb = writing.unarchive if "back" in request.POST else writing.archive
    done = _("It stands among the closed letters again.") if "back" in request.POST else _("The letter is archived.")
    return carry_out(request, letter, lambda: verb(letter, by=by_person(request)), done)


@require_POST
@for_letter
def deliver(request: HttpRequest, letter: Letter) -> HttpResponse:
    form = DeliveredForm(request.POST)
    if not form.is_valid():
        return show(request, letter, delivered_form=form)
    on, note = form.cleaned_data["on"], form.cleaned_data["note"]
    return carry_out(
        request,
        letter,
        lambda: writing.mark_delivered(letter, on=on, note=note, by=by_person(request)),
        _("The letter says now that it was delivered."),
        delivered_form=form,
    )


@require_POST
@for_letter
def respond(request: HttpRequest, letter: Letter) -> HttpResponse:
    form = ResponseForm(request.POST)
    if not form.is_valid():
        return show(request, letter, response_form=form)
    return carry_out(
        request,
        letter,
        lambda: writing.publish_response(letter, **form.cleaned_data, person=person_of(request)),
        _("The answer stands under the letter."),
        response_form=form,
    )


def carry_out(
    request: HttpRequest, letter: Letter, verb: Callable[[], object], done: str, **forms: Form
) -> HttpResponse:
    """Do it and go back to the letter; what a rule refuses is said at the form that asked, which stays filled."""
    try:
        verb()
    except Refused as refused:
        for form in forms.values():
            form.add_error(None, said(refused))
        return show(request, letter, refused=said(refused), status=409, **forms)
    messages.success(request, done)
    return redirect("studio:letter", letter.pk)


def show(request: HttpRequest, letter: Letter, *, status: int = 0, **shown: Any) -> HttpResponse:
    """The letter's page; with a form that somebody filled, as it was filled."""
    letter.refresh_from_db()
    found = overview(letter, person_of(request)) | shown
    return render(request, "studio/letter.html", found, status=status or (422 if shown else 200))
