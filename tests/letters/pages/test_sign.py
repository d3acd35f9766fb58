from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from letters.guard import limits
from letters.guard.actions import block_address
from letters.guard.rules import FLOOD_FACTOR, PER_NETWORK
from letters.models import Letter, Signature
from letters.writing.actions import amend, close, take_down
from petition.audit.actions import OPERATOR
from tests.cast import ADA, NOOR, Person
from tests.letters.pages.filled import sign_form, sign_path
from tests.letters.signing.trying import kinds_owed, row_of
from tests.makers import make_signature

State = Signature.State


def test_a_filled_form_owes_a_mail_and_shows_the_next_step(client: Client, letter: Letter) -> None:
    answer = client.post(sign_path(letter), sign_form(letter), follow=True)

    assert "look in your mail" in answer.content.decode().lower()
    assert kinds_owed() == ["please_confirm"]


def test_the_form_stands_on_a_page_of_its_own(client: Client, letter: Letter) -> None:
    page = client.get(sign_path(letter)).content.decode()

    assert f'action="{sign_path(letter)}"' in page
    assert "csrf" not in page


def _nothing(letter: Letter) -> None:
    """Ada is new here."""


def _waits(letter: Letter) -> None:
    make_signature(letter, ADA, state=State.PENDING)


def _signed(letter: Letter) -> None:
    make_signature(letter, ADA)


def _struck(letter: Letter) -> None:
    make_signature(letter, ADA, state=State.STRUCK)


def _blocked(letter: Letter) -> None:
    block_address(ADA.address, by=OPERATOR)


BEFORE = (_nothing, _waits, _signed, _struck, _blocked)


def _fingerprint(answer: HttpResponse) -> tuple[int, dict[str, str], bytes]:
    headers = {name: value for name, value in answer.items() if name != "X-Request-ID"}
    return answer.status_code, headers, answer.content


@pytest.mark.parametrize("before", BEFORE)
def test_every_address_gets_the_same_answer(client: Client, letter: Letter, before: Callable[[Letter], None]) -> None:
    reference = _fingerprint(client.post(sign_path(letter), sign_form(letter, NOOR)))
    before(letter)

    assert _fingerprint(client.post(sign_path(letter), sign_form(letter))) == reference


def test_every_address_costs_the_same_statements(client: Client, letter: Letter) -> None:
    def shape() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            client.post(sign_path(letter), sign_form(letter))
        return [query["sql"].split()[0] for query in queries.captured_queries]

    shapes = set()
    for before in BEFORE:
        Signature.objects.all().delete()
        before(letter)
        shapes.add(tuple(shape()))

    assert len(shapes) == 1


def test_a_form_that_fails_comes_back_filled(client: Client, letter: Letter) -> None:
    form = sign_form(letter, email="ada at example", title="Mathematician", reason="Because.", consent_political="")

    answer = client.post(sign_path(letter), form)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Mathematician"' in page
    assert "Because." in page
    assert 'id="id_email_error"' in page
    assert 'id="id_consent_political_error"' in page
    assert not Signature.objects.exists()


def test_a_form_on_an_older_text_comes_back_with_the_difference(client: Client, letter: Letter) -> None:
    form = sign_form(letter, title="Mathematician")
    amend(letter, body="We wrote the songs. We also drew.", note="Painters too", by=OPERATOR)

    answer = client.post(sign_path(letter), form)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<ins" in page
    assert 'value="Mathematician"' in page
    assert '<input type="hidden" name="version" value="2"' in page
    assert not Signature.objects.exists()


def test_consent_to_the_older_text_is_no_consent_to_the_newer(client: Client, letter: Letter) -> None:
    form = sign_form(letter)
    amend(letter, body="Another text altogether.", note="Rewritten", by=OPERATOR)

    page = client.post(sign_path(letter), form).content.decode()

    assert 'id="id_consent_text_error"' in page


def test_a_closed_letter_takes_no_signature(client: Client, letter: Letter) -> None:
    close(letter, by=OPERATOR)

    answer = client.post(sign_path(letter), sign_form(letter))

    assert answer.status_code == 409
    assert not Signature.objects.exists()


def test_a_letter_taken_down_is_gone_with_its_reason(client: Client, letter: Letter) -> None:
    take_down(letter, notice="A court has said so.", by=OPERATOR)

    answer = client.post(sign_path(letter), sign_form(letter))

    assert answer.status_code == 410
    assert "A court has said so." in answer.content.decode()
    assert letter.title not in answer.content.decode()


def test_a_filled_hidden_field_is_refused_without_a_word(client: Client, letter: Letter) -> None:
    answer = client.post(sign_path(letter), sign_form(letter, website="https://spam.example"))

    assert answer.status_code == 302
    assert row_of(letter).state == State.REFUSED
    assert kinds_owed() == []


def test_past_the_limit_of_a_network_the_mail_goes_out_and_the_verdict_is_kept(client: Client, letter: Letter) -> None:
    _use_up(PER_NETWORK.limit)

    answer = client.post(sign_path(letter), sign_form(letter))

    assert answer.status_code == 302
    assert (row_of(letter).verdict, row_of(letter).rule) == ("hold", "network")
    assert kinds_owed() == ["please_confirm"]


def test_a_flood_is_answered_429_and_leaves_no_row(client: Client, letter: Letter) -> None:
    _use_up(PER_NETWORK.limit * FLOOD_FACTOR)

    answer = client.post(sign_path(letter), sign_form(letter))

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert not Signature.objects.exists()


def _use_up(many: int) -> None:
    """Count tries from the test client's network, as if so many had been made."""
    network = limits.of_network("127.0.0.1", PER_NETWORK)
    for _ in range(many):
        limits.positions("sign", network, at=timezone.now())


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}]
)
def test_a_form_of_another_site_is_refused(client: Client, letter: Letter, headers: dict[str, str]) -> None:
    answer = client.post(sign_path(letter), sign_form(letter), headers=headers)

    assert answer.status_code == 403
    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    "name",
    ["佐藤 美咲", "Beyoncé", "O’Dwyer", "Ngô Thị Hạnh", "هدى المصري", "N. 🎨 Doe", "Z̈oë", "X"],
)
def test_names_of_every_script_are_taken_as_they_are(client: Client, letter: Letter, name: str) -> None:
    client.post(sign_path(letter), sign_form(letter, Person(name, ADA.address)))

    assert row_of(letter).name == name


@pytest.mark.parametrize("name", ["Win at evil.com", "a\x07b", "Ada \u202eecalevoL", "x" * 101, "Z" + "\u0308" * 9])
def test_names_that_are_no_names_get_a_message_at_the_field(client: Client, letter: Letter, name: str) -> None:
    answer = client.post(sign_path(letter), sign_form(letter, name=name))

    assert answer.status_code == 422
    assert 'id="id_name_error"' in answer.content.decode()


def test_a_reason_with_an_address_is_taken_and_waits(client: Client, letter: Letter) -> None:
    client.post(sign_path(letter), sign_form(letter, reason="See https://example.org"))

    assert row_of(letter).reason_awaits


def test_unnamed_signers_need_no_name(client: Client, letter: Letter) -> None:
    client.post(sign_path(letter), sign_form(letter, name="", display="anonymous"))

    assert row_of(letter).name == ""
