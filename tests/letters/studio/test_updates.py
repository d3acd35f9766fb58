"""The pages on which a team writes news to its signers, sends it, and follows it."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Team, User
from letters.models import Figures, Letter, Sending, Signature, Submission, Update
from letters.updates.actions.writing import News
from letters.writing.actions import reject
from petition.outbox.delivery import deliver
from petition.outbox.models import Message
from tests.cast import ADA, NOOR
from tests.letters.updates.newsroom import of_untrusted, reader, readers, send_it, sent, sweep, written
from tests.makers import make_letter, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(team: Team) -> Letter:
    Team.objects.filter(pk=team.pk).update(is_trusted=True)
    return make_letter("artists", team=Team.objects.get(pk=team.pk), time_zone="Europe/Lisbon")


def page(name: str, update: Update) -> str:
    return reverse(f"studio:{name}", args=(update.letter_id, update.pk))


def button(studio: Client, update: Update) -> dict[str, str]:
    """What the send button's form carries."""
    found = studio.get(page("update", update)).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(on|before|audience)" value="([^"]*)"', found))


def options(studio: Client, update: Update, audience: str) -> list[str]:
    """How the audiences of one kind are offered."""
    found = studio.get(page("update", update)).content.decode()
    return [unescape(words) for words in re.findall(rf'<option value="{audience}[^>]*>([^<]+)<', found)]


def test_an_update_is_begun_written_and_found_in_the_list(studio: Client, mine: Letter) -> None:
    response = studio.post(reverse("studio:new_update", args=(mine.pk,)), {"title": "News", "body": "One.", "on": 0})

    update = Update.objects.get()
    assert response.headers["Location"] == page("write_update", update)
    studio.post(page("write_update", update), {"title": "Better news", "body": "Two.", "on": 0})
    assert "Better news" in studio.get(reverse("studio:updates", args=(mine.pk,))).content.decode()


@pytest.mark.parametrize("name", ["update", "write_update", "delete_update"])
def test_a_page_below_the_updates_is_marked_in_the_line_of_the_letter(studio: Client, mine: Letter, name: str) -> None:
    shown = studio.get(page(name, written(mine))).content.decode()

    assert re.findall(r'aria-current="page">([^<]+)<', shown) == ["Updates"]


def test_the_script_hears_what_was_kept_and_of_a_newer_text(studio: Client, mine: Letter) -> None:
    update = written(mine)
    fields = {"title": "Newer", "body": "Newer.", "on": 0}

    kept = json.loads(studio.post(page("write_update", update), fields, headers={"Accept": "application/json"}).content)
    older = studio.post(page("write_update", update), fields | {"body": "O."}, headers={"Accept": "application/json"})

    assert (kept["outcome"], kept["revision"], kept["text"]["body"]) == ("kept", 1, "Newer.")
    assert (older.status_code, json.loads(older.content)["outcome"]) == (409, "clash")


def test_without_the_script_both_texts_come_back_and_one_more_click_decides(studio: Client, mine: Letter) -> None:
    update = written(mine)
    studio.post(page("write_update", update), {"title": "Newer", "body": "Newer.", "on": 0})

    response = studio.post(page("write_update", update), {"title": "Mine", "body": "Mine alone.", "on": 0})
    text = response.content.decode()
    assert (response.status_code, "Newer." in text, "Mine alone." in text) == (409, True, True)
    studio.post(page("write_update", update), {"title": "Mine", "body": "Mine alone.", "on": 1})

    update.refresh_from_db()
    assert update.body == "Mine alone."


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"title": "x" * 201}, "title"),
        ({"body": "x" * 20_001}, "body"),
        ({"on": "-1"}, "on"),
        ({"body": "\x07"}, "body"),
    ],
)
def test_a_wrong_text_comes_back_filled(studio: Client, mine: Letter, sent: dict[str, str], field: str) -> None:
    update = written(mine)
    response = studio.post(page("write_update", update), {"title": "T", "body": "B", "on": "0"} | sent)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_it_is_previewed_as_page_and_as_mail_with_what_was_just_typed(
    studio: Client, mine: Letter, settings: Any
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Letters <letters@letters.example>"
    update = written(mine)
    typed = {"title": "Just typed", "body": "**Now.**", "on": "0"}

    as_page = studio.post(page("preview_update", update), typed).content.decode()
    as_mail = studio.post(page("preview_update", update) + "?as=mail", typed)

    assert "<strong>Now.</strong>" in as_page
    assert '<dd class="lines__value" dir="auto">Just typed</dd>' in as_mail.content.decode()
    assert "<bdi>letters@letters.example</bdi>" in as_mail.content.decode()
    assert "sandbox" in as_mail.headers["Content-Security-Policy"]
    assert Update.objects.get().title == "They answered"


def test_the_number_of_readers_is_shown_before_sending_and_follows_the_audience(studio: Client, mine: Letter) -> None:
    readers(mine, 3)
    reader(mine, ADA, first_rank=1)
    update = written(mine)
    assert "Send to 4 readers" in studio.get(page("update", update)).content.decode()

    studio.post(page("choose_audience", update), {"audience": "first_signers"})

    assert "Send to one reader" in studio.get(page("update", update)).content.decode()


def test_an_audience_of_another_language_is_told_of_before_sending(studio: Client, mine: Letter) -> None:
    reader(mine, ADA, language="de")
    reader(mine, NOOR, language="en")
    update = written(mine)
    warned = []
    for audience in ("everybody", "language:de", "language:en"):
        studio.post(page("choose_audience", update), {"audience": audience})
        shown = studio.get(page("update", update)).content.decode()
        warned.append("It is written in English, and these readers read in Deutsch." in shown)

    assert warned == [False, True, False]


def test_countries_are_offered_as_far_as_they_are_counted(studio: Client, mine: Letter) -> None:
    Figures.objects.create(letter=mine, size=9, at=timezone.now(), countries=[["Ghana", 8], ["France", 7], ["", 2]])
    reader(mine, ADA, country="france")
    update = written(mine)

    studio.post(page("choose_audience", update), {"audience": "country:France"})
    response = studio.post(page("choose_audience", update), {"audience": "country:Atlantis"})

    update.refresh_from_db()
    assert (update.audience_value, response.status_code) == ("France", 422)
    assert options(studio, update, "country") == ["France (1)"]


def test_languages_are_offered_as_far_as_somebody_reads_in_them(studio: Client, mine: Letter) -> None:
    readers(mine, 2)
    reader(mine, ADA, language="de")
    reader(mine, NOOR, language="fr", wants_news=False)
    update = written(mine)

    assert options(studio, update, "language") == ["English (2)", "Deutsch (1)"]
    assert options(studio, update, "everybody") == ["Everybody (3)"]


def test_a_chosen_language_stays_offered_when_its_last_reader_left(studio: Client, mine: Letter) -> None:
    signature = reader(mine, ADA, language="de")
    update = written(mine)
    studio.post(page("choose_audience", update), {"audience": "language:de"})
    Signature.objects.filter(pk=signature.pk).update(wants_news=False)

    assert options(studio, update, "language") == ["Deutsch (0)"]


def test_a_double_click_on_send_sends_once(studio: Client, mine: Letter) -> None:
    readers(mine, 2)
    update = written(mine)
    form = button(studio, update)

    for _ in range(2):
        assert studio.post(page("send_update", update), form).status_code == 302
    sweep()
    studio.post(page("send_update", update), form)
    sweep()

    assert (Sending.objects.count(), Message.objects.filter(kind="updates.update").count()) == (1, 2)


def test_it_is_sent_at_a_moment_of_the_letters_own_clock(studio: Client, mine: Letter) -> None:
    update = written(mine)

    studio.post(page("send_update", update), button(studio, update) | {"send_at": "2027-07-01T09:00"})

    update.refresh_from_db()
    assert update.send_at
    assert update.send_at.isoformat() == "2027-07-01T08:00:00+00:00"
    assert "Not before 1 July 2027, 09:00 (Europe/Lisbon)" in studio.get(page("update", update)).content.decode()


@pytest.mark.parametrize("moment", ["2001-01-01T00:00", "9999-12-31T23:59", "0001-01-01T00:00", "soon"])
def test_a_moment_that_cannot_be_comes_back_at_its_field(studio: Client, mine: Letter, moment: str) -> None:
    update = written(mine)
    response = studio.post(page("send_update", update), button(studio, update) | {"send_at": moment})

    assert (response.status_code, list(response.context["send_form"].errors)) == (422, ["send_at"])
    assert moment in response.content.decode()


def test_what_was_changed_since_the_page_was_opened_is_not_sent(studio: Client, mine: Letter) -> None:
    update = written(mine)
    form = button(studio, update)
    studio.post(page("write_update", update), {"title": "Other", "body": "Other.", "on": "0"})

    response = studio.post(page("send_update", update), form)

    assert (response.status_code, Submission.objects.count()) == (409, 0)
    assert "It was changed since you opened this page" in response.content.decode()


def test_it_is_paused_gone_on_with_and_cancelled_and_the_numbers_add_up(studio: Client, mine: Letter) -> None:
    readers(mine, 5)
    update = sent(mine)

    for name, state in (("pause_update", "Paused"), ("go_on_update", "Going out"), ("cancel_update", "Cancelled")):
        assert studio.post(page(name, update)).status_code == 302
        sweep()
        assert state in studio.get(page("update", update)).content.decode()

    progress = studio.get(page("update", update)).context["progress"]
    assert (progress.total, progress.left, progress.sent) == (5, 5, 0)
    assert studio.post(page("pause_update", update)).status_code == 409


def test_a_cancelled_one_is_said_to_stay_on_the_letters_page_until_the_desk_takes_it_off(
    studio: Client, mine: Letter
) -> None:
    readers(mine, 1)
    update = sent(mine)
    assert "It stays on the letter" not in studio.get(page("update", update)).content.decode()

    studio.post(page("cancel_update", update))
    assert "It stays on the letter" in studio.get(page("update", update)).content.decode()

    reject(Update.objects.get().submission_id or 0, by="user 1")
    sweep()
    assert "It was taken off the letter" in studio.get(page("update", update)).content.decode()


def test_a_script_reads_only_how_far_it_is(studio: Client, mine: Letter) -> None:
    readers(mine, 2)
    update = sent(mine)

    text = studio.get(page("update", update) + "?part=progress").content.decode()

    assert 'data-number="waiting">2<' in text
    assert "<html" not in text


def test_an_editor_writes_and_an_owner_sends(client: Client, mine: Letter) -> None:
    editor = make_user(ADA)
    Membership.objects.create(team=mine.team, user=editor, role="editor")
    client.force_login(editor)
    update = written(mine)

    text = client.get(page("update", update)).content.decode()
    assert ("An owner of the team can send it." in text, 'name="send_at"' in text) == (True, False)
    assert client.post(page("send_update", update)).status_code == 403
    assert client.get(page("write_update", update)).status_code == 200


def test_its_writer_gets_it_first(studio: Client, mine: Letter, organizer: User) -> None:
    update = written(mine)
    for _ in range(2):
        studio.post(page("test_update", update))
    deliver()

    assert Message.objects.get(kind="updates.to_self").state == "sent"


def test_a_draft_is_deleted_after_a_question_and_a_second_click_leads_to_the_list(studio: Client, mine: Letter) -> None:
    update = written(mine)
    for name in ("update", "write_update"):
        assert page("delete_update", update) in studio.get(page(name, update)).content.decode()
    assert "Nobody was sent it." in studio.get(page("delete_update", update)).content.decode()

    where = [studio.post(page("delete_update", update)).headers["Location"] for _ in range(2)]

    assert where == [reverse("studio:updates", args=(mine.pk,))] * 2
    assert not Update.objects.exists()


def test_what_went_out_offers_no_way_to_delete_it(studio: Client, mine: Letter) -> None:
    update = sent(mine)

    assert page("delete_update", update) not in studio.get(page("update", update)).content.decode()
    assert "can be deleted" in studio.get(page("delete_update", update)).content.decode()
    assert studio.post(page("delete_update", update)).status_code == 409


def test_an_update_of_another_letter_is_not_found(studio: Client, mine: Letter, team: Team) -> None:
    other = written(make_letter(team=team))
    for name in ("update", "write_update", "preview_update", "delete_update"):
        assert studio.get(reverse(f"studio:{name}", args=(mine.pk, other.pk))).status_code == 404
    studio.post(reverse("studio:delete_update", args=(mine.pk, other.pk)))
    assert Update.objects.get() == other


def test_news_of_a_team_that_is_not_trusted_waits_and_is_taken_back(studio: Client, mine: Letter) -> None:
    update = written(of_untrusted(mine))
    studio.post(page("send_update", update), button(studio, update))
    assert "A moderator reads it before it goes out" in studio.get(page("update", update)).content.decode()
    assert "It is about to go out, or with the desk" in studio.get(page("write_update", update)).content.decode()

    studio.post(page("cancel_update", update))

    update.refresh_from_db()
    assert update.state == "draft"


def test_an_update_of_many_kinds_of_letters_is_set_as_they_are(studio: Client, mine: Letter) -> None:
    update = send_it(written(mine, News("ALL CAPS ☠️", "▌║█║▌ **PAY US** ▌║█║▌ ☠️\n\n" + "x" * 400)))
    assert "▌║█║▌" in studio.get(page("update", update)).content.decode()
