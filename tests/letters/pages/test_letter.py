from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from letters.models import Letter, Log
from letters.writing.actions import amend, close, take_down
from petition.audit.actions import OPERATOR
from tests.cast import ADA, NOOR, SUZIE, Person
from tests.makers import make_letter, make_signature, make_signatures


def read(client: Client, letter: Letter) -> str:
    return client.get(f"/letters/{letter.slug}/").content.decode()


def test_it_shows_title_addressee_text_and_number(client: Client, letter: Letter) -> None:
    make_signatures(letter, 3)

    page = read(client, letter)

    assert "Artists are not your unpaid R&amp;D</h1>" in page
    assert "An open letter to <bdi>Whom it concerns</bdi>" in page
    assert "We wrote the songs." in page
    assert 'data-count="3"' in page


def test_big_numbers_are_set_in_groups(client: Client, letter: Letter) -> None:
    Log.objects.filter(pk=letter.log_id).update(signed=1234567)

    assert ">1\u00a0234\u00a0567</span>" in read(client, letter)


def test_an_open_letter_holds_the_slip_for_its_version(client: Client, letter: Letter) -> None:
    amend(letter, body="We wrote more songs.", note="More songs.", by=OPERATOR)

    page = read(client, letter)

    assert f'action="/letters/{letter.slug}/sign/"' in page
    assert '<input type="hidden" name="version" value="2"' in page


def test_the_goal_tells_how_many_are_missing(client: Client, db: None) -> None:
    letter = make_letter(goal=10)
    make_signatures(letter, 4)

    page = read(client, letter)

    assert '<progress class="count__bar" max="10" value="4"' in page
    assert '<span data-live="rest">6</span> to go to 10' in page


def test_a_closed_letter_says_so_in_place_of_the_slip(client: Client, letter: Letter) -> None:
    close(letter, by=OPERATOR)

    page = read(client, letter)

    assert "Signing is over" in page
    assert "may still confirm within 24 hours" in page
    assert f'action="/letters/{letter.slug}/sign/"' not in page


def test_a_letter_closed_early_says_the_day_it_was_closed_and_expects_no_more(client: Client, db: None) -> None:
    letter = make_letter(goal=10, closes_at=datetime(2031, 4, 1, tzinfo=UTC))
    close(letter, by=OPERATOR, at=datetime(2026, 11, 29, 12, tzinfo=UTC))

    page = read(client, letter)

    assert "It was closed on 29 November 2026." in page
    assert "31 March 2031" not in page
    assert "to go to 10" not in page
    assert "the goal was 10" in page


def test_a_letter_whose_date_closed_it_says_its_last_day(client: Client, db: None) -> None:
    over = timezone.now() - timedelta(days=3)
    letter = make_letter(closes_at=over)
    close(letter, by=OPERATOR, at=over)

    assert "The last day was" in read(client, letter)


def test_a_letter_closed_long_ago_promises_no_more_confirming(client: Client, letter: Letter) -> None:
    close(letter, by=OPERATOR, at=timezone.now() - timedelta(days=2))

    assert "may still confirm" not in read(client, letter)


def test_the_last_day_is_read_on_the_letters_own_calendar(client: Client, db: None) -> None:
    midnight_in_los_angeles = datetime(2031, 4, 1, 7, tzinfo=UTC)
    letter = make_letter(closes_at=midnight_in_los_angeles, time_zone="America/Los_Angeles")

    assert "Open until 31 March 2031" in read(client, letter)


def test_first_signers_stand_above_the_rest_with_what_they_do(client: Client, letter: Letter) -> None:
    make_signature(letter, SUZIE)
    make_signature(letter, ADA, first_rank=2, title="Mathematician", city="London")
    make_signature(letter, NOOR, first_rank=1)

    page = read(client, letter)

    assert page.index(NOOR.name) < page.index(ADA.name) < page.index(SUZIE.name)
    assert page.count(ADA.name) == 1
    assert "Mathematician, London" in page


@pytest.mark.parametrize(("display", "shown"), [("initials", "A. L."), ("anonymous", "prefers not to be named")])
@pytest.mark.parametrize("rank", [None, 1])
@pytest.mark.parametrize("list_of", ["", "signatures/"])
def test_a_name_its_owner_hides_is_nowhere_on_the_page(
    client: Client, letter: Letter, display: str, shown: str, rank: int | None, list_of: str
) -> None:
    make_signature(letter, ADA, display=display, first_rank=rank)

    page = client.get(f"/letters/{letter.slug}/{list_of}").content.decode()

    assert shown in page
    assert "Lovelace" not in page


@pytest.mark.parametrize("state", ["pending", "held", "refused", "withdrawn", "struck"])
def test_who_is_not_counted_is_not_named(client: Client, letter: Letter, state: str) -> None:
    make_signature(letter, ADA, state=state)

    assert ADA.name not in read(client, letter)


def test_only_the_newest_names_stand_under_a_letter(client: Client, letter: Letter) -> None:
    made = make_signatures(letter, 61)

    page = read(client, letter)

    assert f"<bdi>{made[-1].name}</bdi>" in page
    assert f"<bdi>{made[0].name}</bdi>" not in page
    assert "All 61 signatures" in page


def test_a_name_is_no_markup(client: Client, letter: Letter) -> None:
    make_signature(letter, Person("<b>Bobby</b>", "bobby@example.org"))

    page = read(client, letter)

    assert "&lt;b&gt;Bobby&lt;/b&gt;" in page
    assert "<b>Bobby" not in page


def test_a_letter_from_the_right_reads_from_the_right(client: Client, db: None) -> None:
    letter = make_letter(language="ar", title="رسالة", body="دعوتمونا شركاء.")

    page = read(client, letter)

    assert 'class="letter" lang="ar" dir="rtl"' in page
    assert '<html lang="en" dir="ltr">' in page


def test_a_large_initial_opens_long_latin_text_only(client: Client, db: None) -> None:
    long = make_letter(body="We wrote the songs that you sing. " * 9)
    skull = make_letter(body="☠️ We wrote the songs that you sing. " * 9)

    assert "letter--initial" in read(client, long)
    assert "letter--initial" not in read(client, skull)


def test_previews_quote_title_text_and_the_one_address(client: Client, letter: Letter) -> None:
    page = read(client, letter)

    assert '<meta property="og:title" content="Artists are not your unpaid R&amp;D">' in page
    assert '<meta property="og:description" content="We wrote the songs.">' in page
    assert f'/letters/{letter.slug}/">' in page.split('rel="canonical"')[1].split("\n")[0]


def test_one_taken_down_shows_its_reason_and_nothing_else(client: Client, letter: Letter) -> None:
    make_signature(letter, ADA)
    take_down(letter, notice="A court said so.", by=OPERATOR)

    for path in ("", "v/1/", "signatures/"):
        answer = client.get(f"/letters/{letter.slug}/{path}")
        page = answer.content.decode()
        assert answer.status_code == 410
        assert "A court said so." in page
        assert "unpaid" not in page
        assert ADA.name not in page


def test_a_draft_was_never_there(client: Client, db: None) -> None:
    draft = make_letter(state=Letter.State.DRAFT)

    answer = client.get(f"/letters/{draft.slug}/")

    assert answer.status_code == 404
    assert "unpaid" not in answer.content.decode()
