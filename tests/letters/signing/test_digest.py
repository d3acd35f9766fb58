"""An organizer hears what happened to their letters as often as they want, and only when something did."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine

from accounts.actions import choose_mail
from accounts.models import Membership, User
from letters.models import Letter, Milestone
from letters.signing import digest, milestones
from letters.signing.actions import withdraw
from letters.signing.digest import span_of
from letters.signing.mail import DIGEST, MILESTONE
from petition.lib.tokens import Purpose, read
from petition.outbox.kinds import UNWANTED, kind_of
from petition.outbox.models import Message
from tests.cast import ADA, NOOR, OLIVE, SUZIE
from tests.letters.signing.test_mails import newest, rendered, token_in
from tests.letters.signing.trying import at_once
from tests.makers import make_letter, make_signature, make_signatures, make_team, make_user

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 12, 7, 6, 10, tzinfo=UTC)
SUNDAY = MONDAY - timedelta(hours=12)
LONG = "I have drawn for this industry for thirty years."


@pytest.fixture
def letter() -> Letter:
    return make_letter("artists", team=make_team(make_user(OLIVE)))


def told(often: str = "weekly", at: datetime = MONDAY) -> list[Message]:
    """The digests owed when the clock rings, as if written then."""
    User.objects.update(digest=often)
    digest.tell(at=at)
    Message.objects.filter(kind=DIGEST).update(created_at=at)
    return list(Message.objects.filter(kind=DIGEST))


@pytest.mark.parametrize(
    ("often", "at", "since"),
    [
        ("daily", MONDAY, datetime(2026, 12, 6, 6, tzinfo=UTC)),
        ("daily", MONDAY - timedelta(minutes=11), datetime(2026, 12, 5, 6, tzinfo=UTC)),
        ("weekly", MONDAY, datetime(2026, 11, 30, 6, tzinfo=UTC)),
        ("weekly", MONDAY - timedelta(minutes=11), datetime(2026, 11, 23, 6, tzinfo=UTC)),
    ],
)
def test_a_day_and_a_week_end_in_the_morning(often: str, at: datetime, since: datetime) -> None:
    assert span_of(often, at).since == since


@pytest.mark.parametrize("often", ["daily", "weekly"])
def test_it_tells_of_signatures_reasons_and_milestones(letter: Letter, often: str) -> None:
    make_signature(letter, ADA, reason=LONG, at=SUNDAY)
    make_signature(letter, NOOR, at=SUNDAY - timedelta(days=30))
    Milestone.objects.create(letter=letter, number=25, reached_at=SUNDAY)

    (message,) = told(often)
    mail = rendered(message)

    assert mail.subject == "1 new signature under your letters"
    for part in (mail.text, mail.html):
        told_of = (letter.title, "2 in all", LONG, ADA.name, "It reached 25")
        assert all(words in unescape(part) for words in told_of)


def test_nothing_is_owed_when_nothing_happened(letter: Letter) -> None:
    make_signature(letter, ADA, at=SUNDAY - timedelta(days=30))

    assert told() == []


def test_whoever_wants_none_gets_none(letter: Letter) -> None:
    make_signature(letter, ADA, at=SUNDAY)

    assert told("never") == []


def test_again_owes_no_second_one(letter: Letter) -> None:
    make_signature(letter, ADA, at=SUNDAY)

    told()

    assert len(told()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_rounds_at_once_owe_one() -> None:
    make_signature(make_letter(), ADA, at=SUNDAY)

    at_once(*[lambda: digest.tell(at=MONDAY)] * 3)

    assert Message.objects.filter(kind=DIGEST).count() == 1


HIDDEN = [
    {"display": "anonymous"},
    {"display": "initials"},
    {"name_hidden_at": SUNDAY},
    {"reason_awaits": True},
    {"reported_at": SUNDAY},
]


@pytest.mark.parametrize("fields", HIDDEN, ids=lambda fields: next(iter(fields)))
def test_what_others_do_not_read_beside_a_name_is_not_quoted(letter: Letter, fields: dict[str, object]) -> None:
    make_signature(letter, SUZIE, reason=LONG, at=SUNDAY, **fields)

    (message,) = told()

    mail = rendered(message)
    assert LONG not in mail.text + mail.html
    assert SUZIE.name not in mail.text + mail.html


def test_who_withdrew_before_it_goes_out_is_in_no_number(letter: Letter) -> None:
    signature = make_signature(letter, ADA, reason=LONG, at=SUNDAY)
    (message,) = told()

    withdraw(signature.pk)

    assert kind_of(DIGEST).render(message) is UNWANTED


def test_what_waits_for_the_team_is_named(letter: Letter) -> None:
    make_signature(letter, ADA, at=SUNDAY)
    waits = make_letter(team=letter.team, title="Pay the choir", state="changes_asked")

    (message,) = told()

    assert waits.title in rendered(message).text


def test_a_viewer_and_a_stranger_hear_nothing(letter: Letter) -> None:
    make_signature(letter, ADA, at=SUNDAY)
    make_user(NOOR)
    Membership.objects.create(team=letter.team, user=make_user(SUZIE), role="viewer")

    assert [message.address for message in told()] == [OLIVE.address]


def test_typed_words_are_no_markup_and_no_link(letter: Letter) -> None:
    make_signature(letter, ADA, name="<b>Ada", reason=f"{LONG} <b> pay.example", at=SUNDAY)

    (message,) = told()

    mail = rendered(message)
    assert "<b>" not in mail.html
    assert "pay.example" not in mail.text


def test_its_link_leaves_digests_and_that_of_a_milestone_milestones(letter: Letter) -> None:
    make_signature(letter, ADA, at=SUNDAY)
    (message,) = told()
    olive = User.objects.get(email=OLIVE.address)

    mail = rendered(message)

    assert read(Purpose.ORGANIZER, token_in(mail, "mail")) == (olive.pk, 0)
    assert mail.headers["List-Unsubscribe"].endswith(f"/mail/{token_in(mail, 'mail')}/>")
    make_signatures(letter, 25)
    milestones.tell()
    assert newest().kind == MILESTONE
    assert read(Purpose.ORGANIZER, token_in(rendered(newest()), "mail")) == (olive.pk, 1)


def test_who_wants_no_news_of_counts_gets_none(letter: Letter) -> None:
    make_signatures(letter, 25)
    milestones.tell()

    choose_mail(User.objects.get(email=OLIVE.address).pk, milestones=False, by="user 1")

    assert kind_of(MILESTONE).render(newest()) is UNWANTED


def test_a_choice_made_before_it_goes_out_stands(letter: Letter) -> None:
    make_signature(letter, ADA, at=SUNDAY)
    (message,) = told()

    with time_machine.travel(MONDAY):
        choose_mail(message.cause, digest="never", by="user 1")

    assert kind_of(DIGEST).render(message) is UNWANTED
