import json
from base64 import urlsafe_b64encode

import pytest
from django.test import Client

from letters.guard.verdicts import Verdict
from letters.ledger.openings import secret_of
from letters.ledger.receipts import parse
from letters.models import Letter, Opening, Signature
from letters.signing.queries import count_of
from letters.signing.rotating import rotate
from letters.signing.rules import EDITS_PER_DAY
from petition.lib.tokens import Purpose, make
from tests.cast import ADA, NOOR
from tests.letters.pages.filled import confirm_form, manage_path, pending
from tests.letters.signing.trying import facts_in_the_log, kinds_owed, row_of
from tests.makers import make_signature

State = Signature.State


@pytest.fixture
def mine(letter: Letter) -> Signature:
    return make_signature(letter, ADA, title="Mathematician", wants_news=True)


def edit_form(**fields: str) -> dict[str, str]:
    return {"name": "Ada Lovelace", "display": "name"} | fields


def test_the_page_shows_the_signature_to_whoever_has_the_link(client: Client, mine: Signature) -> None:
    page = client.get(manage_path(mine)).content.decode()

    assert "Number 1" in page
    assert 'value="Mathematician"' in page
    assert "Others read “Ada Lovelace”" in page


def test_who_is_not_named_reads_what_others_read(client: Client, letter: Letter) -> None:
    page = client.get(manage_path(make_signature(letter, ADA, display="anonymous"))).content.decode()

    assert "nothing about you" in page
    assert "Others read “" not in page


@pytest.mark.parametrize("state", State.values)
def test_every_state_has_its_page(client: Client, letter: Letter, state: str) -> None:
    signature = make_signature(letter, NOOR, state=state, ended_at=letter.published_at)

    assert client.get(manage_path(signature)).status_code == 200


def test_a_struck_signature_reads_its_public_reason(client: Client, letter: Letter) -> None:
    signature = make_signature(letter, NOOR, state="struck", ended_reason="fraud")

    assert "not signed by the person it names" in client.get(manage_path(signature)).content.decode()


def test_an_edit_shows_at_once(client: Client, letter: Letter, mine: Signature) -> None:
    client.post(manage_path(mine), edit_form(display="initials"))

    page = client.get(f"/letters/{letter.slug}/signatures/").content.decode()
    assert "A. L." in page
    assert "Lovelace" not in page


def test_an_edit_that_fails_comes_back_filled(client: Client, mine: Signature) -> None:
    answer = client.post(manage_path(mine), edit_form(name="visit evil.com", title="Countess"))

    assert answer.status_code == 422
    assert 'value="Countess"' in answer.content.decode()


def test_edits_are_limited_a_day(client: Client, mine: Signature) -> None:
    for number in range(EDITS_PER_DAY):
        assert client.post(manage_path(mine), edit_form(title=f"Title {number}")).status_code == 302

    answer = client.post(manage_path(mine), edit_form(title="One more"))

    assert answer.status_code == 429
    mine.refresh_from_db()
    assert mine.title == f"Title {EDITS_PER_DAY - 1}"


def test_hiding_takes_one_click_and_stays_counted(client: Client, letter: Letter, mine: Signature) -> None:
    answer = client.post(f"{manage_path(mine)}hide/", follow=True)

    assert answer.status_code == 200
    assert "Ada Lovelace" not in client.get(f"/letters/{letter.slug}/signatures/").content.decode()
    assert count_of(letter.pk) == 1


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("button", ["hide", "withdraw", "erase"])
def test_a_button_is_no_link(client: Client, mine: Signature, button: str, method: str) -> None:
    assert getattr(client, method)(f"{manage_path(mine)}{button}/").status_code == 405


def test_withdrawing_lowers_the_count_once(client: Client, letter: Letter, mine: Signature) -> None:
    for _ in range(2):
        answer = client.post(f"{manage_path(mine)}withdraw/", follow=True)

    assert "is withdrawn" in answer.content.decode()
    assert count_of(letter.pk) == 0
    assert kinds_owed() == ["withdrawn"]


def test_withdrawn_and_signed_again_counts_again(client: Client, letter: Letter, mine: Signature) -> None:
    client.post(f"{manage_path(mine)}withdraw/")
    _, path = pending(letter)

    client.post(path, confirm_form(letter))

    assert (row_of(letter).state, count_of(letter.pk)) == (State.CONFIRMED, 1)


def test_withdrawing_and_erasing_leaves_nothing(client: Client, letter: Letter, mine: Signature) -> None:
    answer = client.post(f"{manage_path(mine)}erase/")

    assert "no longer counted" in answer.content.decode()
    assert not Signature.objects.exists()
    assert count_of(letter.pk) == 0


def test_erasing_and_staying_counted_leaves_no_name(client: Client, letter: Letter, mine: Signature) -> None:
    client.post(f"{manage_path(mine)}erase/", {"keep": "counted"})

    mine.refresh_from_db()
    assert (mine.name, mine.address, mine.search, count_of(letter.pk)) == ("", None, "", 1)


def test_the_export_holds_everything_kept_about_a_signature(client: Client, mine: Signature) -> None:
    answer = client.get(f"{manage_path(mine)}export/")

    data = json.loads(answer.content)
    assert (data["address"], data["name"], data["title"]) == (ADA.address, "Ada Lovelace", "Mathematician")
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_page_leads_to_the_entry_and_hands_out_the_receipt(client: Client, letter: Letter, mine: Signature) -> None:
    page = client.get(manage_path(mine)).content.decode()
    answer = client.get(f"{manage_path(mine)}receipt/")

    assert f'href="/letters/{letter.slug}/log/entry/1/"' in page
    assert 'href="receipt/" download' in page
    assert parse(answer.content.decode()).opening.card.startswith("name Ada Lovelace\n")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="receipt-{letter.slug}-1.tlog-proof"'
    assert "no-store" in answer.headers["Cache-Control"]


def test_after_a_rotation_the_page_leads_to_the_entry_that_counts(
    client: Client, letter: Letter, mine: Signature
) -> None:
    rotate(letter.pk)
    assert f'href="/letters/{letter.slug}/log/2/entry/1/"' in client.get(manage_path(mine)).content.decode()


@pytest.mark.parametrize("state", ["pending", "held", "withdrawn", "struck"])
def test_what_does_not_count_has_no_receipt(client: Client, letter: Letter, state: str) -> None:
    path = manage_path(make_signature(letter, NOOR, state=state, ended_at=letter.published_at))

    answer = client.get(f"{path}receipt/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "../")
    assert "receipt/" not in client.get(path).content.decode()


def test_who_erases_reads_what_stays(client: Client, mine: Signature) -> None:
    assert "archives of the log, that others already hold" in client.get(manage_path(mine)).content.decode()


def test_whoever_is_held_reads_no_rule(client: Client, letter: Letter) -> None:
    _, path = pending(letter, verdict=Verdict("hold", "disposable"))
    received = client.post(path, confirm_form(letter))
    mine = manage_path(row_of(letter))

    told = [received, client.get(path), client.get(mine), client.get(f"{mine}export/")]

    assert row_of(letter).rule == "disposable"
    assert not any("disposable" in answer.content.decode() for answer in told)


def test_pages_with_a_token_are_kept_by_no_cache(client: Client, mine: Signature) -> None:
    assert "no-store" in client.get(manage_path(mine)).headers["Cache-Control"]


def test_leaving_the_news_takes_a_click_without_a_cookie(mine: Signature) -> None:
    path = f"/unsubscribe/{make(Purpose.UNSUBSCRIBE, mine.pk)}/"
    stranger = Client(enforce_csrf_checks=True)
    stranger.get(path)
    mine.refresh_from_db()
    assert mine.wants_news

    answer = stranger.post(path, {"List-Unsubscribe": "One-Click"}, headers={"Sec-Fetch-Site": "cross-site"})

    mine.refresh_from_db()
    assert (answer.status_code, mine.wants_news) == (200, False)
    assert "You get no news" in stranger.post(path).content.decode()


def test_a_control_token_that_the_log_shows_opens_nothing(client: Client, letter: Letter, mine: Signature) -> None:
    client.post(manage_path(mine), edit_form(display="initials"))
    revealed = facts_in_the_log(letter)[-1].control  # type: ignore[union-attr]

    for spelled in (
        revealed.hex(),
        urlsafe_b64encode(revealed).decode(),
        urlsafe_b64encode(revealed).decode().rstrip("="),
    ):
        for page in ("", "hide/", "withdraw/", "erase/", "export/", "receipt/"):
            assert client.get(f"/signature/{spelled}/{page}").status_code in (404, 405)
            assert client.post(f"/signature/{spelled}/{page}").status_code in (404, 405)
    assert (row_of(letter).state, count_of(letter.pk)) == (State.CONFIRMED, 1)


def test_the_export_holds_the_receipt_and_no_secret_of_the_log(client: Client, mine: Signature) -> None:
    secret = secret_of(Opening.objects.get())

    data = client.get(f"{manage_path(mine)}export/").json()

    assert (data["number"], data["index"]) == (1, 1)
    assert parse(data["receipt"]).opening.card == "name Ada Lovelace\nrole Mathematician\nplace \n"
    assert secret.token.hex() not in str(data)
