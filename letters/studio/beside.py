"""A form of particulars that comes back because a colleague was faster: as it was typed, and beside it what stands."""

from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from letters.studio.particulars import ParticularsForm, as_they_stand, typed_addressees
from letters.writing.addressing import To, addressees_of, line_of
from letters.writing.models import Letter

STANDS = _("It is now: %(value)s")
NOTHING = _("nothing")


def stand_beside(letter: Letter, form: ParticularsForm, rows: "forms.BaseFormSet[Any]") -> None:
    """Say at each field what stands in place of what was typed; whoever sends it once more has seen that."""
    stands = ParticularsForm(letter=letter, initial=as_they_stand(letter))
    sent = cast(QueryDict, form.data).copy()
    sent["on"] = stands["on"].value()
    form.data = sent
    form.add_error(None, _("A colleague has changed this meanwhile. To replace theirs, save yours once more."))
    for theirs in stands.visible_fields():
        if theirs.name in form.fields and _typed(form[theirs.name]) != _typed(theirs):
            form.add_error(theirs.name, _stands(in_words(theirs.field, theirs.value())))
    addressees = tuple(addressees_of(letter))
    if addressees != typed_addressees(rows):
        rows.non_form_errors().append(_stands("; ".join(_person(one) for one in addressees)))


def in_words(field: forms.Field, value: Any) -> str:
    if choices := dict(getattr(field, "choices", ())):
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(str(choices.get(one, one)) for one in chosen if one)
    if isinstance(value, date):
        return date_format(value, "j F Y, H:i" if isinstance(value, datetime) else "j F Y")
    return str(value or "")


def _stands(value: str) -> str:
    return str(STANDS % {"value": value or NOTHING})


def _person(to: To) -> str:
    return f"{line_of([to])} {to.address}".strip()


def _typed(bound: forms.BoundField) -> Any:
    """A value as a form would send it."""
    return bound.field.widget.format_value(bound.value())
