"""check_log.py against the site itself: its pages, its log, its openings and its number, over HTTP."""

import pytest

from letters.ledger.actions import forget
from letters.ledger.listing import list_checkpoints
from letters.models import Letter, Signature
from letters.signing import actions
from letters.signing.rules import StrikeReason
from petition.audit.actions import OPERATOR
from tests.cast import ADA, MALLORY, NOOR, SUZIE
from tests.letters.ledger.served import Check
from tests.live import Site
from tests.makers import make_letter, make_signature, make_signatures

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letter(live_site: Site) -> Letter:
    """A letter with a list of two pages and signers of every kind."""
    letter = make_letter("artists")
    make_signatures(letter, 110)
    make_signature(letter, ADA, affiliation="Analytical Engines", title="Countess", city="London", country="GB")
    make_signature(letter, NOOR, display="initials")
    make_signature(letter, SUZIE, display="anonymous")
    return letter


def address(site: Site, letter: Letter) -> str:
    return f"{site.url}/letters/{letter.slug}/"


def test_what_the_site_shows_is_what_was_signed(live_site: Site, letter: Letter, check: Check) -> None:
    struck = Signature.objects.filter(letter=letter).order_by("pk").first()
    actions.strike(struck.pk, reason=StrikeReason.FRAUD, by=OPERATOR)

    verdict = check(address(live_site, letter))

    assert verdict.status == 0, verdict.words
    assert "the number shown, 112, is the sum of the log's 115 entries" in verdict.words
    assert "1 text is the one that was signed" in verdict.words
    assert "111 names on the public list are those that were signed" in verdict.words


def test_a_name_changed_in_the_database_is_found(live_site: Site, letter: Letter, check: Check) -> None:
    Signature.objects.filter(letter=letter, name=ADA.name).update(name="Somebody Famous")

    verdict = check(address(live_site, letter))

    assert verdict.status == 1
    assert "“Somebody Famous”" in verdict.last


def test_a_name_hidden_for_a_look_is_only_not_shown(live_site: Site, letter: Letter, check: Check) -> None:
    actions.hide_name(Signature.objects.get(letter=letter, name=ADA.name).pk, by=OPERATOR)

    verdict = check(address(live_site, letter))

    assert verdict.status == 0, verdict.words
    assert "1 more public signature is not shown" in verdict.words
    assert "the number shown, 113," in verdict.words


def test_a_name_that_nothing_opens_is_found(live_site: Site, letter: Letter, check: Check) -> None:
    forget(Signature.objects.get(letter=letter, name=ADA.name).operation_id)

    assert "which nothing opens" in check(address(live_site, letter)).last


def test_two_who_sign_not_at_all_are_no_name_shown_twice(live_site: Site, letter: Letter, check: Check) -> None:
    make_signature(letter, MALLORY, display="anonymous")

    verdict = check(address(live_site, letter))

    assert verdict.status == 0, verdict.words
    assert "112 names on the public list are those that were signed" in verdict.words


def test_the_log_of_the_site_says_that_no_letter_was_checked(live_site: Site, letter: Letter, check: Check) -> None:
    list_checkpoints()

    verdict = check(live_site.url)

    assert verdict.status == 0, verdict.words
    assert f"name one, as in check_log.py {address(live_site, letter)}\n" in verdict.words
    assert "no letter was checked" in verdict.last
