"""What opening an item does, whatever it is: it is claimed, and stands beside its dossier and its verdicts."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from letters.desk.dossiers import dossier
from letters.desk.guards import moderator_of
from letters.desk.records import just_now
from letters.desk.refusals import sentence
from letters.desk.verdicts import Button, DecisionForm, with_forms
from letters.moderation.actions import claim
from letters.moderation.actions.claiming import Claimed
from letters.moderation.models import Claim, Decision, Subject
from letters.moderation.subjects import is_of_their_team
from letters.moderation.wishes import Deed
from letters.writing.models import Letter
from petition.errors import STATUS
from petition.lib.refusal import Refused


@dataclass(frozen=True)
class Item:
    """What is open, what may be decided about it, and the form that comes back."""

    kind: Subject
    pk: int
    letter: Letter
    choices: list[tuple[str, Button]]
    form: DecisionForm | None = None
    refused: Refused | None = None
    language: str = ""  # of whoever is told, where that is not the letter's


def deed_of(request: HttpRequest) -> Deed:
    return Deed(moderator_of(request), timezone.now())


def item_page(
    request: HttpRequest, template: str, item: Item, shown: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    deed, newest = deed_of(request), _newest(item)
    is_own = is_of_their_team(item.kind, item.pk, deed.person)
    choices = [] if is_own else item.choices
    form, refused = item.form, item.refused
    # Whoever was refused reads now what was decided; whoever mistyped knows only what they knew before.
    seen = newest if form is None or refused else form["seen"].value() or 0
    about = {
        "kind": item.kind.value,
        "subject_id": item.pk,
        "is_own": is_own,
        "claimed": _claimed(request, item, deed, may_decide=bool(choices)),
        "choices": with_forms(choices, language=item.language or item.letter.language, seen=newest, sent=form),
        "seen": seen,
        "refused": sentence(item.kind, refused) if refused else "",
        "done": just_now(request.GET.get("done", ""), person=deed.person, at=deed.at),
    }
    if refused:
        status = STATUS.get(refused.code, 409)
    return render(request, template, dossier(item.letter, deed) | about | shown, status=status)


def _claimed(request: HttpRequest, item: Item, deed: Deed, *, may_decide: bool) -> Claimed | None:
    """Claim what can be decided; a browser that only fetches ahead has opened nothing."""
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        held = Claim.objects.filter(kind=item.kind, subject_id=item.pk, until__gt=deed.at).select_related("by").first()
        return Claimed(held.by, held.until, held.by_id == deed.person.pk) if held else None
    return claim(item.kind, item.pk, person=deed.person, at=deed.at) if may_decide else None


def _newest(item: Item) -> int:
    newest = Decision.objects.on(item.kind, item.pk).standing().newest_first().values_list("pk", flat=True).first()
    return newest or 0
