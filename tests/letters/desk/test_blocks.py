"""Domains and addresses are blocked at the desk: looked at first, done once, and lifted again."""

import re
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from letters.guard.actions import block
from letters.guard.verdicts import Attempt, verdict
from letters.models import Block, Letter, Signature
from letters.signing import hits
from petition.audit.models import AuditEvent
from tests.cast import ADA, Person
from tests.letters.desk.sitting import seat, sit
from tests.letters.moderation.desks import MIA, MO
from tests.letters.signing.trying import at_once
from tests.live import Site
from tests.makers import make_letter, make_signature, make_user

pytestmark = pytest.mark.django_db

BLOCKS, DO = "/desk/blocks/", "/desk/blocks/do/"
TROLL = Person("A Troll", "Troll+1@spam.example")
NOW = timezone.now()


@pytest.fixture
def mo(client: Client) -> User:
    return sit(client)


def looked_at(client: Client, subject: str, **fields: str) -> Any:
    return client.post(f"{BLOCKS}preview/", {"subject": subject, "reason": "spam"} | fields)


def looked_at_from(client: Client, signature: Signature, subject: str, **fields: str) -> Any:
    return client.post(f"/desk/signatures/{signature.pk}/block/", {"subject": subject, "reason": "fraud"} | fields)


def token_of(answer: Any) -> str:
    (token,) = re.findall(r'name="token" value="([^"]+)"', answer.content.decode())
    return str(token)


def blocked(client: Client, subject: str, **fields: str) -> Any:
    return client.post(DO, {"token": token_of(looked_at(client, subject, **fields))}, follow=True)


def judged(address: str) -> tuple[str, str]:
    found = verdict(Attempt(letter_id=1, address=address, client="192.0.2.1", trap="", at=timezone.now()))
    return found.action, found.rule


def test_a_look_at_what_it_would_hit_changes_nothing(client: Client, mo: User, letter: Letter) -> None:
    make_signature(letter, TROLL)

    page = looked_at(client, "spam.example").content.decode()

    assert "Nothing has changed yet" in page
    assert judged(TROLL.address) == ("pass", "")
    assert not Block.objects.exists()
    assert not AuditEvent.objects.filter(verb="guard.block").exists()


def test_a_blocked_domain_is_refused_with_all_below_it(client: Client, mo: User) -> None:
    page = blocked(client, "SPAM.example", note="Sells followers.").content.decode()

    assert judged("a@mail.spam.example") == ("refuse", "blocked-domain")
    for words in ("spam.example", "spam or advertising", "Sells followers.", mo.name, "refused from now on"):
        assert words in page


def test_a_blocked_address_is_refused_however_it_is_spelled(client: Client, mo: User) -> None:
    blocked(client, TROLL.address)

    assert judged("troll@SPAM.example") == ("refuse", "blocked-address")
    assert judged("ada@spam.example") == ("pass", "")


def test_the_preview_counts_an_address_under_every_letter(client: Client, mo: User, letter: Letter) -> None:
    other = make_letter("trams", title="Trams at night")
    make_signature(letter, TROLL)
    make_signature(other, Person("Again", "troll@spam.example"), state="held")
    make_signature(other, ADA)

    page = looked_at(client, TROLL.address).content.decode()

    assert "2 signatures have this address" in page
    assert "unpaid R&amp;D</bdi>: counted</th><td>1<" in page
    assert "Trams at night</bdi>: held, not counted</th><td>1<" in page


def test_the_preview_of_a_domain_says_how_little_it_looked_at(
    client: Client, mo: User, letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hits, "MOST_OPENED", 3)
    old = make_signature(letter, TROLL)
    Signature.objects.filter(pk=old.pk).update(created_at=NOW - timedelta(days=31))
    people = [Person(f"Signer {n}", f"signer{n}@mail.spam.example") for n in range(4)]
    for person in people[:1]:
        make_signature(letter, person)

    page = looked_at(client, "spam.example").content.decode()
    assert "1 signature is from there" in page
    assert "Only the last thirty days were looked at" in page

    for person in people[1:]:
        make_signature(letter, person)
    page = looked_at(client, "spam.example").content.decode()
    assert "3 signatures are from there" in page
    assert "Only the newest 3 signatures were looked at" in page


def test_an_address_is_shown_on_no_page(client: Client, mo: User, letter: Letter) -> None:
    signature = make_signature(letter, TROLL)
    answers = [looked_at(client, TROLL.address), looked_at_from(client, signature, "address")]
    answers += [blocked(client, TROLL.address), looked_at(client, TROLL.address)]
    answers += [client.get(path) for path in (BLOCKS, "/desk/history/", f"/desk/signatures/{signature.pk}/")]

    pages = [answer.content.decode().lower() for answer in answers]

    assert [answer.status_code for answer in answers] == [200] * 7
    assert not any("troll+1" in page or "troll@" in page for page in pages)
    assert AuditEvent.objects.get(verb="guard.block").changes == {"fields": ["address"], "reason": "spam"}


@pytest.mark.parametrize(
    ("subject", "rule", "others"), [("address", "blocked-address", "pass"), ("domain", "blocked-domain", "refuse")]
)
def test_the_mailbox_of_a_signature_is_blocked_unread(
    client: Client, mo: User, letter: Letter, subject: str, rule: str, others: str
) -> None:
    signature = make_signature(letter, TROLL)
    assert "Block its mailbox or domain" in client.get(f"/desk/signatures/{signature.pk}/").content.decode()

    client.post(DO, {"token": token_of(looked_at_from(client, signature, subject))})

    assert judged("troll@spam.example") == ("refuse", rule)
    assert judged("ada@spam.example")[0] == others


def test_the_mailbox_of_an_erased_signature_can_not_be_blocked(client: Client, mo: User, letter: Letter) -> None:
    signature = make_signature(letter, ADA, address=None, name="", display="anonymous")

    assert "Block its mailbox" not in client.get(f"/desk/signatures/{signature.pk}/").content.decode()
    assert looked_at_from(client, signature, "address").status_code == 410


def test_a_plain_organizer_finds_nothing(client: Client, letter: Letter) -> None:
    client.force_login(make_user())
    block_id, signature = block("spam.example", by="operator").pk, make_signature(letter)

    answers = [client.get(BLOCKS), looked_at(client, "a.example"), looked_at_from(client, signature, "address")]
    answers += [client.post(DO), client.post(f"{BLOCKS}{block_id}/lift/", {"note": "Fine."})]

    assert {answer.status_code for answer in answers} == {404}
    assert Block.objects.exists()


def test_blocking_twice_is_blocking_once(client: Client, mo: User) -> None:
    token = token_of(looked_at(client, "spam.example"))
    for _ in range(2):
        client.post(DO, {"token": token})

    assert Block.objects.count() == AuditEvent.objects.filter(verb="guard.block").count() == 1
    assert "It is blocked already" in looked_at(client, "mail.spam.example").content.decode()


def test_two_moderators_at_once_make_one_block(live_site: Site) -> None:
    tries = []
    for person in (MO, MIA):
        cookies = seat(person)
        preview = live_site.post(f"{BLOCKS}preview/", {"subject": "spam.example", "reason": "spam"}, **cookies)
        (token,) = re.findall(r'name="token" value="([^"]+)"', preview.text)
        tries.append(partial(live_site.post, DO, {"token": token}, **cookies))

    answers = at_once(*tries)

    assert [answer.status for answer in answers] == [302, 302]
    assert Block.objects.count() == AuditEvent.objects.filter(verb="guard.block").count() == 1


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c"])
def test_what_was_not_looked_at_is_not_blocked(client: Client, mo: User, token: str) -> None:
    assert client.post(DO, {"token": token}).status_code == 409
    assert not Block.objects.exists()


def test_a_preview_is_good_for_its_own_moderator_alone(client: Client, mo: User) -> None:
    token = token_of(looked_at(client, "spam.example"))
    sit(client, MIA)

    answer = client.post(DO, {"token": token})

    assert (answer.status_code, Block.objects.exists()) == (409, False)
    assert "was not yours" in answer.content.decode()


@pytest.mark.parametrize("path", ["lift", "lift again"])
def test_lifting_lets_new_ones_pass_and_is_kept(client: Client, mo: User, path: str) -> None:
    block_id = block("spam.example", by="operator").pk
    for _ in path.split():
        answer = client.post(f"{BLOCKS}{block_id}/lift/", {"note": "They have a new owner."})
        assert answer.status_code == 302

    assert judged("a@spam.example") == ("pass", "")
    event = AuditEvent.objects.get(verb="guard.unblock")
    assert event.actor == f"user {mo.pk}"
    assert event.changes == {"domain": "spam.example", "note": "They have a new owner."}


@pytest.mark.parametrize("note", ["", "It was troll@spam.example all along."])
def test_lifting_asks_why_and_wants_no_address(client: Client, mo: User, note: str) -> None:
    block_id = block("spam.example", by="operator").pk

    answer = client.post(f"{BLOCKS}{block_id}/lift/", {"note": note})

    assert answer.status_code == 422
    assert ("Name no address here" if note else "Say why") in answer.content.decode()
    assert note in answer.content.decode()
    assert Block.objects.exists()


@pytest.mark.parametrize("number", [0, 999_999, 2**63, 10**40])
def test_what_was_never_blocked_is_not_found(client: Client, mo: User, number: int) -> None:
    assert client.post(f"{BLOCKS}{number}/lift/", {"note": "Fine."}).status_code == 404
    assert client.post(f"/desk/signatures/{number}/block/", {"subject": "address"}).status_code == 404


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("", "Say which domain or which address"),
        ("org", "Enter a domain such as"),
        ("bad example.org", "Enter a domain such as"),
        ("https://spam.example/", "Enter a domain such as"),
        ("troll@", "Enter an e-mail address such as"),
        ("@spam.example", "Enter an e-mail address such as"),
        ("x" * 300, "at most 254 characters"),
    ],
)
def test_nonsense_gets_a_message_and_comes_back_filled(client: Client, mo: User, subject: str, words: str) -> None:
    answer = looked_at(client, subject, note="Seen before.")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Seen before." in page
    assert '<option value="spam" selected>' in page


@pytest.mark.parametrize("fields", [{"reason": ""}, {"reason": "whim"}, {"note": "x" * 301}, {"note": "a@b.example"}])
def test_a_wrong_reason_or_note_comes_back_beside_its_subject(client: Client, mo: User, fields: dict[str, str]) -> None:
    answer = looked_at(client, "spam.example", **fields)

    assert answer.status_code == 422
    assert 'value="spam.example"' in answer.content.decode()
    assert "field__error" in answer.content.decode()


def test_a_wrong_word_about_a_signature_comes_back_to_it(client: Client, mo: User, letter: Letter) -> None:
    signature = make_signature(letter, TROLL)

    answer = looked_at_from(client, signature, "everything", note="Seen before.")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"the mailbox of signature {signature.pk}" in page
    assert "Seen before." in page
    assert "troll" not in page.lower()


@pytest.mark.parametrize(("subject", "named"), [("gmail.com", "gmail.com"), ("co.uk", "hotmail.co.uk")])
def test_shutting_out_a_country_is_warned_of(client: Client, mo: User, subject: str, named: str) -> None:
    page = looked_at(client, subject).content.decode()

    assert "Very many people have their mail there" in page
    assert named in page
    assert "Very many" not in looked_at(client, "spam.example").content.decode()


def test_other_scripts_are_kept_in_ascii(client: Client, mo: User) -> None:
    blocked(client, "BÜCHER.example")

    assert Block.objects.get().domain == "xn--bcher-kva.example"


def test_the_list_goes_on_page_by_page(client: Client, mo: User) -> None:
    for number in range(51):
        block(f"spam{number}.example", by="operator")

    first = client.get(BLOCKS).content.decode()
    (way,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = client.get(way).content.decode()

    assert ("spam50.example" in first, "spam0.example" in first) == (True, False)
    assert ("spam50.example" in second, "spam0.example" in second) == (False, True)
    assert client.get(f"{BLOCKS}?after=nonsense").status_code == 400
