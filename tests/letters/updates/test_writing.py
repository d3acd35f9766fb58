"""An update that is being written: no text is lost, and none hides another."""

import pytest

from accounts.models import User
from letters.models import Letter, Update
from letters.updates.actions import cancel, choose, delete, keep, start
from letters.updates.actions.writing import News, Outcome
from letters.updates.audiences import Wanted
from letters.updates.rules import MOST_DRAFTS
from letters.writing.actions import add_image, ask_changes
from letters.writing.actions.illustrating import is_shown
from letters.writing.images import Picture
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from tests.letters.updates.newsroom import NEWS, of_untrusted, send_it, sent, state_of, sweep, written
from tests.makers import make_letter

pytestmark = pytest.mark.django_db


def test_a_text_is_kept_under_the_next_number(letter: Letter, organizer: User) -> None:
    update = written(letter)

    kept = keep(update.pk, News("They answered", "Once."), on=0, person=organizer)

    assert (kept.outcome, kept.changes, kept.text.body) == (Outcome.KEPT, 1, "Once.")
    assert AuditEvent.objects.filter(verb="updates.keep").count() == 1


def test_an_older_number_never_hides_a_newer_text_and_both_come_back(letter: Letter, organizer: User) -> None:
    update = written(letter)
    keep(update.pk, News("Newer", "Newer."), on=0, person=organizer)

    kept = keep(update.pk, News("Older", "Older."), on=0, person=organizer)

    assert (kept.outcome, kept.text, kept.changes) == (Outcome.CLASH, News("Newer", "Newer."), 1)
    assert Update.objects.get().body == "Newer."


def test_the_same_text_twice_is_kept_once(letter: Letter, organizer: User) -> None:
    update = written(letter)

    for _ in range(2):
        kept = keep(update.pk, News("Same", "Same."), on=0, person=organizer)

    assert (kept.outcome, kept.changes) == (Outcome.SAME, 1)


def test_the_same_words_sent_twice_begin_one_update(letter: Letter, organizer: User) -> None:
    assert written(letter).pk == written(letter).pk
    assert written(letter, News("Others", "Others.")).pk != written(letter, NEWS).pk


def test_what_is_about_to_go_out_rests(letter: Letter, organizer: User) -> None:
    update = send_it(written(letter))

    with pytest.raises(Refused, match="update-at-rest"):
        keep(update.pk, News("Other", "Other."), on=0, person=organizer)
    with pytest.raises(Refused, match="update-at-rest"):
        choose(update.pk, Wanted("first_signers"), person=organizer)


def test_a_letter_that_nobody_can_read_has_no_news(organizer: User) -> None:
    with pytest.raises(Refused, match="not-published-yet"):
        written(make_letter(state="draft"))
    with pytest.raises(Refused, match="letter-gone"):
        written(make_letter(state="taken_down"))


def test_drafts_come_to_an_end(letter: Letter, organizer: User) -> None:
    for number in range(MOST_DRAFTS):
        start(letter.pk, News(f"Draft {number}", ""), person=organizer)

    with pytest.raises(Refused, match="too-many-drafts"):
        start(letter.pk, News("One more", ""), person=organizer)


def test_whom_it_is_for_is_chosen_on_record(letter: Letter, organizer: User) -> None:
    update = written(letter)

    for _ in range(2):
        choose(update.pk, Wanted("country", "France"), person=organizer)

    update.refresh_from_db()
    assert (update.audience, update.audience_value) == ("country", "France")
    assert AuditEvent.objects.filter(verb="updates.choose").count() == 1


def test_a_deleted_draft_is_gone_and_stays_on_record(letter: Letter, organizer: User) -> None:
    update = written(letter)

    for _ in range(2):
        delete(update.pk, person=organizer)

    assert not Update.objects.exists()
    event = AuditEvent.objects.get(verb="updates.delete")
    assert (event.actor, event.changes) == (f"user {organizer.pk}", {"letter": letter.pk})


def test_what_was_taken_back_before_anybody_had_it_is_deleted(letter: Letter, organizer: User) -> None:
    update = send_it(written(letter))
    cancel(update.pk, person=organizer)

    delete(update.pk, person=organizer)

    assert not Update.objects.exists()


def test_what_went_out_or_is_about_to_is_not_deleted(letter: Letter, organizer: User) -> None:
    waiting, out = send_it(written(letter)), sent(letter, News("Out", "Out."))
    keep(out.pk, News("Out again", "Out."), on=0, person=organizer)
    again = send_it(out)
    cancel(again.pk, person=organizer)

    assert state_of(again) == "draft"
    for update in (waiting, again):
        with pytest.raises(Refused, match="update-not-deletable"):
            delete(update.pk, person=organizer)


def test_what_the_desk_has_sent_back_is_not_deleted(letter: Letter, organizer: User) -> None:
    update = send_it(written(of_untrusted(letter)))
    ask_changes(update.submission_id or 0, by="user 1")
    sweep()

    assert state_of(update) == "draft"
    with pytest.raises(Refused, match="update-not-deletable"):
        delete(update.pk, person=organizer)


def test_an_image_that_only_a_deleted_draft_showed_can_be_taken_away(letter: Letter, organizer: User) -> None:
    image = add_image(letter, Picture(b"as if it were one", 800, 600), alt="A hall", person=organizer)
    update = written(letter, News("With a picture", f"![](image:{image.key})"))
    assert is_shown(letter, image.key)

    delete(update.pk, person=organizer)

    assert not is_shown(letter, image.key)
