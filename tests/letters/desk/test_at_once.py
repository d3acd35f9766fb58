"""Two moderators decide the same thing at the same moment, over real HTTP."""

from functools import partial
from http import HTTPStatus

from django.urls import reverse

from letters.models import Decision, Letter
from letters.moderation.actions.reporting import Complaint, report
from letters.moderation.models import Case
from tests.letters.desk.sitting import seat
from tests.letters.moderation.desks import MIA, MO
from tests.letters.signing.trying import at_once
from tests.live import Answer, Site
from tests.makers import make_draft, make_letter, make_submission


def both(site: Site, path: str, **fields: str) -> list[Answer]:
    """Mo and Mia press the button at once, each with words of their own."""
    seats = [(seat(person), f"Words of {person.name}") for person in (MO, MIA)]
    return at_once(*(partial(site.post, path, fields | {"words": words}, **cookies) for cookies, words in seats))


def test_of_two_moderators_one_decides_a_letter_and_the_other_loses_no_word(live_site: Site) -> None:
    submission = make_submission(make_draft(state="submitted"))
    path = reverse("desk:submission", args=[submission.pk])

    answers = both(live_site, path, verdict="reject", reason="spam")

    decision = Decision.objects.select_related("by").get()
    (loser,) = (answer for answer in answers if answer.status == HTTPStatus.CONFLICT)
    assert decision.by
    assert sorted(answer.status for answer in answers) == [302, 409]
    assert f"{decision.by.name} was first: rejected" in loser.text
    (lost,) = {f"Words of {MO.name}", f"Words of {MIA.name}"} - {decision.words}
    assert lost in loser.text


def test_of_two_answers_to_a_report_one_stands(live_site: Site) -> None:
    letter = make_letter()
    report(letter, Complaint("abuse"))
    path = reverse("desk:case", args=[Case.objects.get().pk])

    answers = both(live_site, path, verdict="take_down", reason="hate")

    assert sorted(answer.status for answer in answers) == [302, 409]
    assert Letter.objects.get().notice == Decision.objects.get().words


def test_a_letter_that_is_taken_down_is_gone_and_restored_within_a_second(live_site: Site) -> None:
    letter, mo = make_letter(), seat(MO)
    path, page = reverse("desk:letter", args=[letter.pk]), letter.get_absolute_url()
    assert live_site.get(page).status == 200

    assert live_site.post(path, {"verdict": "take_down", "reason": "order"}, **mo).status == 302
    gone = live_site.get(page)
    assert (gone.status, "has ordered this" in gone.text) == (410, True)
    assert letter.title not in live_site.get("/letters/").text

    seen = str(Decision.objects.get().pk)
    assert live_site.post(path, {"verdict": "bring_back", "seen": seen}, **mo).status == 302
    assert live_site.get(page).status == 200
