"""What a letter says beside its text: to whom, about what, how long, under which address."""

from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from letters.studio.beside import stand_beside
from letters.studio.guards import for_letter, person_of
from letters.studio.particulars import (
    Addressees,
    ParticularsForm,
    addressees_as_they_stand,
    as_they_stand,
    fits_on_a_line,
    typed_addressees,
)
from letters.writing.actions import describe
from letters.writing.actions.steps import may_set_beside
from letters.writing.models import Letter
from letters.writing.rules import is_editable
from petition.lib.refusal import Refused

AT_THEIR_FIELDS = {
    "closing-date-passed": ("closes_on", _("This day would be over before anybody could sign.")),
    "no-such-image": ("cover", _("Somebody has taken this image away. Choose another one.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_letter
def particulars(request: HttpRequest, letter: Letter) -> HttpResponse:
    if request.method != "POST":
        form = ParticularsForm(letter=letter, initial=as_they_stand(letter))
        return _page(request, letter, form, Addressees(initial=addressees_as_they_stand(letter)), 200)
    form, rows = ParticularsForm(request.POST, letter=letter), Addressees(request.POST)
    status = _kept(request, letter, form, rows) if form.is_valid() and rows.is_valid() else 422
    if status != 200:
        return _page(request, letter, form, rows, status)
    messages.success(request, _("Saved."))
    return redirect("studio:particulars", letter.pk)


def _kept(request: HttpRequest, letter: Letter, form: ParticularsForm, rows: "BaseFormSet[Any]") -> int:
    addressees = typed_addressees(rows)
    if not fits_on_a_line(addressees):
        form.add_error(None, _("These are too many addressees for one line; leave out some roles."))
        return 422
    try:
        describe(letter, form.particulars(addressees), on=form.cleaned_data["on"], person=person_of(request))
    except Refused as refused:
        return _refused(refused, letter, form, rows)
    return 200


def _refused(refused: Refused, letter: Letter, form: ParticularsForm, rows: "BaseFormSet[Any]") -> int:
    if refused.code == "changed-since":
        stand_beside(letter, form, rows)
        return 409
    if refused.code not in AT_THEIR_FIELDS:
        raise refused
    form.add_error(*AT_THEIR_FIELDS[refused.code])
    return 422


def _page(request: HttpRequest, letter: Letter, form: ParticularsForm, rows: object, status: int) -> HttpResponse:
    shown = {"letter": letter, "form": form, "rows": rows, "is_editable": is_editable(letter)}
    shown |= {"may_change": is_editable(letter) and may_set_beside(letter, person_of(request))}
    return render(request, "studio/particulars.html", shown, status=status)
