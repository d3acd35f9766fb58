import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from letters.models import Letter, Log, Signature
from letters.signing.actions import strike
from letters.signing.queries import count_of
from letters.signing.rules import StrikeReason
from letters.writing.actions import amend, close, take_down
from petition.audit.actions import OPERATOR
from tests.cast import ADA, MALLORY
from tests.letters.pages.filled import confirm_form, manage_path, pending
from tests.letters.signing.trying import HOLD, age_mails, kinds_owed, row_of, try_to_sign

State = Signature.State


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing(client: Client, letter: Letter, method: str) -> None:
    signature, path = pending(letter)

    answer = getattr(client, method)(path, headers={"Sec-Purpose": "prefetch"})

    signature.refresh_from_db()
    assert answer.status_code == 200
    assert (signature.state, count_of(letter.pk), answer.cookies) == (State.PENDING, 0, {})


def test_the_page_shows_what_was_typed_for_its_owner_to_correct(client: Client, letter: Letter) -> None:
    typed = {"title": "Mathematician", "affiliation": "Royal Society", "city": "London", "country": "England"}
    _, path = pending(letter, display="initials", reason="I wrote half of it.", **typed)

    page = client.get(path).content.decode()

    for field, text in {"name": ADA.name, **typed}.items():
        assert f'name="{field}" value="{text}"' in page
    assert re.search(r'name="display" value="initials"[^>]* checked', page)
    assert "I wrote half of it.</textarea>" in page
    assert letter.title.replace("&", "&amp;") in page


def test_the_button_counts_and_sends_on_to_the_stub(client: Client, letter: Letter) -> None:
    _, path = pending(letter)

    answer = client.post(path, confirm_form(letter), follow=True)

    assert answer.redirect_chain == [(f"/letters/{letter.slug}/signed/", 302)]
    assert "You have signed" in answer.content.decode()
    assert count_of(letter.pk) == 1
    assert kinds_owed() == ["please_confirm", "receipt"]


def test_the_cookie_of_the_stub_is_for_its_page_only(client: Client, letter: Letter) -> None:
    _, path = pending(letter)

    cookie = client.post(path, confirm_form(letter)).cookies["signed"]

    assert (cookie["path"], cookie["samesite"], cookie["max-age"]) == (f"/letters/{letter.slug}/signed/", "Lax", 900)
    assert cookie["httponly"]


def test_the_stub_is_for_the_browser_that_confirmed(client: Client, letter: Letter) -> None:
    _, path = pending(letter)
    stub = client.post(path, confirm_form(letter), follow=True)

    answer = Client().get(f"/letters/{letter.slug}/signed/", follow=True)

    assert "no-store" in stub.headers["Cache-Control"]
    assert answer.redirect_chain == [(f"/letters/{letter.slug}/", 302)]
    assert "You have signed" not in answer.content.decode()


def test_a_second_click_sees_the_same_page_and_counts_nothing(client: Client, letter: Letter) -> None:
    _, path = pending(letter)
    first = client.post(path, confirm_form(letter), follow=True).content

    second = Client().post(path, confirm_form(letter), follow=True).content

    assert second == first
    assert count_of(letter.pk) == 1
    assert kinds_owed() == ["please_confirm", "receipt"]


def test_a_link_that_has_done_its_work_offers_no_button(client: Client, letter: Letter) -> None:
    _, path = pending(letter)
    before = client.get(path).content.decode()
    client.post(path, confirm_form(letter))

    after = client.get(path).content.decode()

    assert "You are about to sign" in before
    assert "nothing more is needed" in after
    assert "<button" not in after
    assert ADA.name not in after


def test_corrections_are_kept(client: Client, letter: Letter) -> None:
    _, path = pending(letter, title="Poet")

    form = confirm_form(letter, name="Augusta Ada King", title="Countess", display="initials")
    stub = client.post(path, form, follow=True).content.decode()

    signature = row_of(letter)
    assert "A. A. K." in stub
    assert "Augusta" not in stub
    assert (signature.name, signature.title, signature.display) == ("Augusta Ada King", "Countess", "initials")


def test_a_strangers_second_try_in_between_changes_nothing(client: Client, letter: Letter) -> None:
    _, path = pending(letter)
    form = confirm_form(letter)
    age_mails(seconds=120)
    try_to_sign(letter, type(ADA)(MALLORY.name, ADA.address), title="Forger", affiliation="Forgers Ltd")

    client.post(path, form)

    signature = row_of(letter)
    assert (signature.name, signature.title, signature.affiliation) == ("Ada Lovelace", "", "")


def test_a_form_that_fails_comes_back_filled(client: Client, letter: Letter) -> None:
    _, path = pending(letter)

    answer = client.post(path, confirm_form(letter, name="visit evil.com", title="Countess"))

    assert answer.status_code == 422
    assert 'value="Countess"' in answer.content.decode()
    assert row_of(letter).state == State.PENDING


def test_an_amended_text_is_shown_with_its_difference(client: Client, letter: Letter) -> None:
    _, path = pending(letter)
    amend(letter, body="We wrote the songs. We also drew.", note="Painters too", by=OPERATOR)

    page = client.get(path).content.decode()

    assert "<ins" in page
    assert "Sign the new text" in page


def test_a_text_amended_while_the_page_was_open_asks_once_more(client: Client, letter: Letter) -> None:
    _, path = pending(letter)
    form = confirm_form(letter, title="Countess")
    amend(letter, body="We wrote the songs. We also drew.", note="Painters too", by=OPERATOR)

    answer = client.post(path, form)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="Countess"' in page
    assert "<ins" in page
    assert '<input type="hidden" name="version" value="2"' in page
    assert count_of(letter.pk) == 0


def test_confirming_the_new_text_binds_the_signature_to_it(client: Client, letter: Letter) -> None:
    _, path = pending(letter)
    newest = amend(letter, body="We wrote the songs. We also drew.", note="Painters too", by=OPERATOR)

    client.post(path, confirm_form(letter, version=newest.number))

    assert row_of(letter).version == newest


@pytest.mark.parametrize(
    ("late", "status"), [(timedelta(hours=23, minutes=58), 302), (timedelta(hours=24, minutes=2), 409)]
)
def test_confirming_works_for_a_day_after_closing(client: Client, letter: Letter, late: timedelta, status: int) -> None:
    _, path = pending(letter)
    close(letter, by=OPERATOR, at=timezone.now() - late)

    answer = client.post(path, confirm_form(letter))

    assert answer.status_code == status
    assert count_of(letter.pk) == (1 if status == 302 else 0)


def test_a_letter_taken_down_confirms_nothing(client: Client, letter: Letter) -> None:
    _, path = pending(letter)
    take_down(letter, notice="A court has said so.", by=OPERATOR)

    answer = client.post(path, confirm_form(letter))

    assert answer.status_code == 410
    assert row_of(letter).state == State.PENDING


def test_a_held_signature_is_received_and_not_counted(client: Client, letter: Letter) -> None:
    _, path = pending(letter, verdict=HOLD)

    answer = client.post(path, confirm_form(letter))

    page = answer.content.decode()
    assert "receipt comes by mail when it is counted" in page
    assert "network" not in page
    assert (row_of(letter).state, count_of(letter.pk)) == (State.HELD, 0)


def test_a_struck_signature_reads_its_public_reason(client: Client, letter: Letter) -> None:
    signature, path = pending(letter)
    client.post(path, confirm_form(letter))
    strike(signature.pk, reason=StrikeReason.FRAUD, by=OPERATOR)

    answer = client.post(path, confirm_form(letter))

    assert str(StrikeReason.FRAUD.label) in answer.content.decode()
    assert (row_of(letter).state, Log.objects.get().struck) == (State.STRUCK, 1)


def test_a_link_used_before_withdrawing_leads_to_signing_again(client: Client, letter: Letter) -> None:
    signature, path = pending(letter)
    client.post(path, confirm_form(letter))
    client.post(f"{manage_path(signature)}withdraw/")

    page = client.get(path).content.decode()

    assert "You have withdrawn" in page
    assert f'href="/letters/{letter.slug}/sign/"' in page
    assert "Confirm my signature" not in page


def test_no_two_signers_share_a_number(client: Client, letter: Letter) -> None:
    signature, path = pending(letter)
    client.post(path, confirm_form(letter))
    client.post(f"{manage_path(signature)}withdraw/")
    _, other = pending(letter, MALLORY)

    client.post(other, confirm_form(letter, MALLORY))

    assert (row_of(letter).number, row_of(letter, MALLORY).number) == (1, 2)


def test_an_erased_signature_says_so(client: Client, letter: Letter) -> None:
    signature, path = pending(letter)
    client.post(f"{manage_path(signature)}erase/")

    answer = client.get(path)

    assert answer.status_code == 410
    assert "erased" in answer.content.decode()
