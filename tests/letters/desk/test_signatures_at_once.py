"""Signatures decided at the same moment, over real HTTP: removing one subtracts one, and undoing gives it back."""

import re
from functools import partial

from django.urls import reverse

from letters.models import Decision, Letter, Signature
from letters.signing.queries import count_of, differing_from_the_log
from petition.audit.models import AuditEvent
from tests.cast import ADA, NOOR, SUZIE
from tests.letters.desk.sitting import seat
from tests.letters.desk.test_at_once import both
from tests.letters.moderation.desks import MIA, MO
from tests.letters.signing.trying import at_once
from tests.live import Answer, Site
from tests.makers import make_letter, make_signature


def address(signature: Signature) -> str:
    return reverse("desk:signature", args=[signature.pk])


def pressed(site: Site, path: str, times: int = 8, **fields: str) -> list[int]:
    """Mo presses the same button many times at once."""
    mo = seat(MO)
    answers: list[Answer] = at_once(*[partial(site.post, path, fields, **mo)] * times)
    return sorted(answer.status for answer in answers)


def shown_count(site: Site, letter: Letter) -> int:
    return int(re.findall(r'"count": (\d+)', site.get(f"/letters/{letter.slug}/count.json").text)[0])


def test_of_two_moderators_one_decides_and_the_other_loses_no_word(live_site: Site) -> None:
    signature = make_signature(make_letter(), ADA)

    answers = both(live_site, address(signature), verdict="strike", reason="fraud", note="A long thought.")

    decision = Decision.objects.select_related("by").get()
    (loser,) = (answer for answer in answers if answer.status == 409)
    assert decision.by
    assert sorted(answer.status for answer in answers) == [302, 409]
    assert f"{decision.by.name} was first: struck" in loser.text
    (lost,) = {f"Words of {MO.name}", f"Words of {MIA.name}"} - {decision.words}
    assert lost in loser.text
    assert "A long thought." in loser.text


def test_removing_a_counted_one_subtracts_one_once_and_undoing_gives_it_back_once(live_site: Site) -> None:
    letter = make_letter()
    make_signature(letter, NOOR)
    signature = make_signature(letter, ADA)

    assert pressed(live_site, address(signature), verdict="strike", reason="fraud") == [302] + [409] * 7
    assert (shown_count(live_site, letter), count_of(letter.pk)) == (1, 1)

    undo = reverse("desk:undo", args=[Decision.objects.get().pk])
    assert pressed(live_site, undo) == [302] * 8
    assert (shown_count(live_site, letter), differing_from_the_log()) == (2, [])
    assert AuditEvent.objects.of("signing.restore").count() == 1


def test_removing_a_pending_one_subtracts_nothing_and_undoing_gives_nothing_back(live_site: Site) -> None:
    letter = make_letter()
    make_signature(letter, NOOR)
    signature = make_signature(letter, ADA, state="pending")

    pressed(live_site, address(signature), verdict="strike", reason="fraud")
    assert (shown_count(live_site, letter), Signature.objects.get(pk=signature.pk).state) == (1, "struck")

    pressed(live_site, reverse("desk:undo", args=[Decision.objects.get().pk]))
    assert (shown_count(live_site, letter), Signature.objects.get(pk=signature.pk).state) == (1, "pending")


def test_many_decided_together_and_sent_many_times_at_once_are_decided_once_each(live_site: Site) -> None:
    letter = make_letter()
    held = [make_signature(letter, person, state="held", rule="network") for person in (ADA, NOOR, SUZIE)]
    picks = {"what": "release", "which": "picked", "pick": [str(row.pk) for row in held]}
    preview = live_site.post(reverse("desk:bulk"), picks, **seat(MO))
    (token,) = re.findall(r'name="token" value="([^"]+)"', preview.text)

    assert pressed(live_site, reverse("desk:do_bulk"), times=4, token=token) == [302] * 4

    assert (Decision.objects.count(), shown_count(live_site, letter), differing_from_the_log()) == (3, 3, [])
