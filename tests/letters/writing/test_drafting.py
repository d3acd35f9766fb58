from datetime import timedelta
from functools import partial

import pytest

from accounts.models import Team, User
from letters.models import Draft, Letter, Revision
from letters.writing.actions import be_seen, keep, open_draft, start, submit
from letters.writing.actions.drafting import REVISIONS_KEPT, Outcome
from letters.writing.merging import DraftText
from letters.writing.revisions import colleagues_at
from petition.lib.refusal import Refused
from tests.cast import ADA
from tests.letters.signing.trying import overlapping
from tests.makers import make_letter, make_team, make_user

pytestmark = pytest.mark.django_db

BASE = DraftText("Pay us", "Whom it concerns", "One.\n\nTwo.\n\nThree.\n")


@pytest.fixture
def team(organizer: User) -> Team:
    return make_team(organizer)


@pytest.fixture
def draft(team: Team, organizer: User) -> Draft:
    draft = start(team, person=organizer).drafts.get()
    keep(draft.pk, BASE, on=0, person=organizer)
    draft.refresh_from_db()
    return draft


def body(text: str) -> DraftText:
    return DraftText(BASE.title, BASE.to, text)


def test_a_text_kept_on_the_newest_revision_is_the_next(draft: Draft, organizer: User) -> None:
    kept = keep(draft.pk, body("Four."), on=1, person=organizer)

    assert (kept.outcome, kept.revision, kept.text.body) == (Outcome.KEPT, 2, "Four.")
    assert [revision.body for revision in draft.revisions.order_by("number")] == ["", BASE.body, "Four."]


def test_the_same_text_writes_nothing(draft: Draft, organizer: User) -> None:
    kept = keep(draft.pk, BASE, on=1, person=organizer)

    assert (kept.outcome, kept.revision) == (Outcome.SAME, 1)
    assert draft.revisions.count() == 2


def test_two_people_at_different_places_are_merged(draft: Draft, organizer: User) -> None:
    keep(draft.pk, body("ONE.\n\nTwo.\n\nThree.\n"), on=1, person=make_user(ADA))

    kept = keep(draft.pk, DraftText("Pay all of us", BASE.to, "One.\n\nTwo.\n\nTHREE.\n"), on=1, person=organizer)

    assert kept.outcome == Outcome.MERGED
    assert kept.text == DraftText("Pay all of us", BASE.to, "ONE.\n\nTwo.\n\nTHREE.\n")
    assert draft.revisions.get(number=kept.yours).body == "One.\n\nTwo.\n\nTHREE.\n"


def test_whoever_went_on_writing_after_a_merge_is_merged_again(draft: Draft, organizer: User) -> None:
    keep(draft.pk, body("ONE.\n\nTwo.\n\nThree.\n"), on=1, person=make_user(ADA))
    kept = keep(draft.pk, body("One.\n\nTwo.\n\nTHREE.\n"), on=1, person=organizer)

    again = keep(draft.pk, body("One.\n\nTwo.\n\nTHREE AND MORE.\n"), on=kept.yours, person=organizer)

    assert again.text.body == "ONE.\n\nTwo.\n\nTHREE AND MORE.\n"


def test_where_both_changed_one_place_nothing_is_overwritten(draft: Draft, organizer: User) -> None:
    keep(draft.pk, body("One.\n\nTheirs.\n\nThree.\n"), on=1, person=make_user(ADA))

    kept = keep(draft.pk, body("One.\n\nYours.\n\nThree.\n"), on=1, person=organizer)

    draft.refresh_from_db()
    assert kept.outcome == Outcome.CLASH
    assert draft.body == kept.text.body == "One.\n\nTheirs.\n\nThree.\n"
    assert draft.revisions.get(number=kept.yours).body == "One.\n\nYours.\n\nThree.\n"
    assert kept.proposal is not None
    assert "Theirs." in kept.proposal.body
    assert "Yours." in kept.proposal.body


def test_a_clash_sent_again_is_kept_once(draft: Draft, organizer: User) -> None:
    keep(draft.pk, body("Theirs."), on=1, person=make_user(ADA))

    first, second = (keep(draft.pk, body("Yours."), on=1, person=organizer) for _ in range(2))

    assert first == second
    assert draft.revisions.count() == 4


def test_choosing_ones_own_text_leaves_the_other_in_the_history(draft: Draft, organizer: User) -> None:
    keep(draft.pk, body("Theirs."), on=1, person=make_user(ADA))
    clash = keep(draft.pk, body("Yours."), on=1, person=organizer)

    kept = keep(draft.pk, body("Yours."), on=clash.revision, person=organizer)

    assert kept.text.body == "Yours."
    assert draft.revisions.filter(body="Theirs.").exists()


def test_a_stale_page_that_changed_nothing_takes_nothing_back(draft: Draft, organizer: User) -> None:
    keep(draft.pk, body("Newer."), on=1, person=make_user(ADA))

    kept = keep(draft.pk, BASE, on=1, person=organizer)

    assert (kept.outcome, kept.text.body) == (Outcome.SAME, "Newer.")


def test_a_page_older_than_the_history_shows_both(draft: Draft, organizer: User) -> None:
    Revision.objects.filter(draft=draft, number=0).delete()

    assert keep(draft.pk, body("Old."), on=0, person=organizer).outcome == Outcome.CLASH


def test_the_newest_hundred_texts_are_kept(draft: Draft, organizer: User) -> None:
    for number in range(1, REVISIONS_KEPT + 5):
        keep(draft.pk, body(str(number)), on=number, person=organizer)

    assert draft.revisions.count() == REVISIONS_KEPT


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("submitted", "letter-submitted"),
        ("approved", "letter-submitted"),
        ("rejected", "letter-settled"),
    ],
)
def test_a_draft_stays_while_somebody_decides_on_it(draft: Draft, organizer: User, state: str, code: str) -> None:
    Letter.objects.filter(pk=draft.letter_id).update(state=state)

    with pytest.raises(Refused, match=code):
        keep(draft.pk, body("Late."), on=1, person=organizer)


@pytest.mark.parametrize("state", ["draft", "changes_asked"])
def test_a_draft_changes_while_it_is_its_teams(draft: Draft, organizer: User, state: str) -> None:
    Letter.objects.filter(pk=draft.letter_id).update(state=state)

    assert keep(draft.pk, body("Late."), on=1, person=organizer).outcome == Outcome.KEPT


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_while_the_letter_is_handed_in_is_refused(draft: Draft, organizer: User) -> None:
    told = overlapping(
        partial(submit, draft.letter_id, person=organizer),
        partial(keep, draft.pk, body("Late."), on=1, person=organizer),
    )

    assert told[1] == "letter-submitted"
    assert Draft.objects.get().body == BASE.body


def test_the_draft_of_a_published_letter_begins_with_its_text(organizer: User) -> None:
    letter = make_letter(closes_at=None)

    draft = open_draft(letter, language="en", person=organizer)

    assert (draft.title, draft.body) == (letter.title, letter.current.body)  # type: ignore[union-attr]
    assert draft.based_on == letter.current
    assert open_draft(letter, language="en", person=organizer) == draft


def test_who_has_the_draft_open_is_forgotten_after_a_minute(draft: Draft, organizer: User) -> None:
    from_now = draft.edited_at
    be_seen(draft, person=make_user(ADA), at=from_now)

    assert colleagues_at(draft, than=organizer.pk, at=from_now + timedelta(seconds=59)) == [ADA.name]
    assert colleagues_at(draft, than=organizer.pk, at=from_now + timedelta(seconds=61)) == []
