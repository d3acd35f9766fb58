"""Leaving the mail of a letter, a team, or all, by one click and without a cookie (RFC 8058)."""

import pytest
from django.test import Client
from django.utils.html import escape

from letters.models import Letter, Signature
from letters.pages.views.choosing import CHOICES
from letters.signing.actions import choosing, erase
from letters.writing.actions import close, take_down
from petition.audit.actions import OPERATOR
from petition.audit.models import AuditEvent
from petition.lib.tokens import Purpose, make
from tests.cast import ADA, NOOR, Person
from tests.letters.signing.trying import at_once
from tests.live import Site
from tests.makers import make_letter, make_signature, make_team

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def path_of(signature: Signature, *scope: int) -> str:
    return f"/unsubscribe/{make(Purpose.UNSUBSCRIBE, signature.pk, *scope)}/"


def followers() -> list[str]:
    wanting = Signature.objects.filter(wants_news=True).order_by("pk")
    return [f"{row.letter.slug} {row.name}" for row in wanting.select_related("letter")]


@pytest.fixture
def follower(db: None) -> Signature:
    """Ada follows two letters of one team and one of another; Noor follows the first."""
    team = make_team()
    for slug, of in (("first", team), ("second", team), ("third", make_team(name="Another"))):
        make_signature(make_letter(slug, team=of), ADA, wants_news=True)
    first = Letter.objects.get(slug="first")
    make_signature(first, NOOR, wants_news=True)
    return Signature.objects.get(letter=first, name=ADA.name)


OTHERS = {
    "letter": ["second Ada Lovelace", "third Ada Lovelace"],
    "team": ["third Ada Lovelace"],
    "all": [],
}


@pytest.mark.parametrize("choice", ["letter", "team", "all"])
def test_each_choice_leaves_just_that_and_again_says_so(client: Client, follower: Signature, choice: str) -> None:
    told = [client.post(path_of(follower), {"choice": choice}).content.decode() for _ in range(2)]

    assert set(followers()) == {*OTHERS[choice], f"first {NOOR.name}"}
    assert all(str(CHOICES[choice][1]) in page for page in told)
    left = 3 - len(OTHERS[choice])
    assert AuditEvent.objects.filter(verb="signing.unsubscribe").count() == left


@pytest.mark.parametrize("end", ["close", "take_down", "archive"])
def test_a_mail_program_leaves_a_letter_that_has_ended(follower: Signature, end: str) -> None:
    if end == "take_down":
        take_down(follower.letter, notice="Against the terms.", by=OPERATOR)
    else:
        close(follower.letter, by=OPERATOR)
    Letter.objects.filter(pk=follower.letter_id).update(**({"state": "archived"} if end == "archive" else {}))

    answer = Client(enforce_csrf_checks=True).post(path_of(follower), ONE_CLICK)

    assert (answer.status_code, answer.cookies) == (200, {})
    assert f"first {ADA.name}" not in followers()


def test_a_real_server_takes_the_click_without_cookie_or_origin(live_site: Site) -> None:
    signature, other = _two()
    sent = {"Content-Type": "application/x-www-form-urlencoded"}

    for _ in range(2):
        answer = live_site.ask("POST", path_of(signature), b"List-Unsubscribe=One-Click", sent)
        assert (answer.status, answer.headers["Set-Cookie"]) == (200, None)
        assert "You get no news" in answer.text

    assert followers() == [f"one {other.name}"]


def test_a_mail_program_in_a_browser_posts_from_another_site(follower: Signature) -> None:
    theirs = {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}

    answer = Client(enforce_csrf_checks=True).post(path_of(follower), ONE_CLICK, headers=theirs)

    assert answer.status_code == 200
    assert f"first {ADA.name}" not in followers()


def test_opening_it_changes_nothing(client: Client, follower: Signature) -> None:
    before = list(Signature.objects.order_by("pk").values())

    client.get(path_of(follower))
    client.head(path_of(follower))

    assert list(Signature.objects.order_by("pk").values()) == before


def test_the_link_of_a_mail_about_all_letters_leaves_them_all_at_one_click(client: Client, follower: Signature) -> None:
    client.post(path_of(follower, 1), ONE_CLICK)

    assert followers() == [f"first {NOOR.name}"]


def test_news_can_be_had_again(client: Client, follower: Signature) -> None:
    client.post(path_of(follower), ONE_CLICK)

    told = client.post(path_of(follower), {"choice": "back"}).content.decode()

    assert f"first {ADA.name}" in followers()
    assert "news of this letter again" in told


def test_nobody_is_brought_back_who_does_not_stand_under_the_letter(client: Client, letter: Letter) -> None:
    signature = make_signature(letter, ADA, state="withdrawn")

    client.post(path_of(signature), {"choice": "back"})

    assert followers() == []


def test_all_letters_share_one_mail_a_week_until_they_do_not(client: Client, follower: Signature) -> None:
    client.post(path_of(follower), {"choice": "weekly"})
    weekly = Signature.objects.filter(wants_weekly=True)
    assert set(weekly.values_list("name", flat=True)) == {ADA.name}
    assert weekly.count() == 3

    client.post(path_of(follower), {"choice": "each"})
    assert weekly.count() == 0


def test_it_tells_of_no_other_letter(client: Client, follower: Signature) -> None:
    told = client.get(path_of(follower)).content.decode() + client.post(path_of(follower), ONE_CLICK).content.decode()

    assert "/letters/first/" in told
    assert "/letters/second/" not in told
    assert ADA.address not in told


@pytest.mark.parametrize("choice", ["team", "all"])
def test_an_alias_of_the_mailbox_is_somebody_else(client: Client, follower: Signature, choice: str) -> None:
    alias = Person("Ada of the choir", ADA.address.replace("@", "+choir@"))
    make_signature(make_letter("fourth", team=follower.letter.team), alias, wants_news=True)

    client.post(path_of(follower), {"choice": choice})

    assert f"fourth {alias.name}" in followers()


def test_a_letter_taken_down_is_not_named(client: Client, follower: Signature) -> None:
    take_down(follower.letter, notice="Against the terms.", by=OPERATOR)

    page = client.get(path_of(follower)).content.decode()
    assert escape(follower.letter.title) not in page
    assert "/letters/first/" not in page


@pytest.mark.parametrize("none", ["everything", "", "everything\x00"])
def test_a_choice_that_is_none_changes_nothing(client: Client, follower: Signature, none: str) -> None:
    before = followers()

    assert client.post(path_of(follower), {"choice": none}).status_code == 400

    assert followers() == before


def test_an_erased_signature_gets_no_news(client: Client, follower: Signature) -> None:
    erase(follower.pk, keep_counted=True)

    for choice in ("letter", "team", "all", "back", "weekly"):
        assert "You get no news" in client.post(path_of(follower), {"choice": choice}).content.decode()


@pytest.mark.django_db(transaction=True)
def test_leaving_everything_at_once_is_told_of_once() -> None:
    signature, _ = _two()

    at_once(*[lambda: choosing.leave_all(signature.pk)] * 4)

    assert AuditEvent.objects.filter(verb="signing.unsubscribe").count() == 1


def _two() -> tuple[Signature, Signature]:
    letter = make_letter("one")
    return make_signature(letter, ADA, wants_news=True), make_signature(letter, NOOR, wants_news=True)
