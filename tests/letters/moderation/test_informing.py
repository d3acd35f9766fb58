"""What organizers, reporters and moderators hear by mail."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions import choose_mail
from accounts.models import Membership, User
from letters.models import Case, Letter, Report
from letters.moderation import digest
from letters.moderation.actions import decide, undo
from letters.moderation.actions.reporting import Complaint, report
from letters.moderation.actions.sweeping import forget_reporters, tell_submitted
from letters.moderation.models import Subject
from letters.moderation.wishes import Wish
from letters.writing.actions import appeal, submit
from petition.outbox.kinds import UNWANTED, Mail, Rendered, kind_of
from petition.outbox.models import Message
from tests.cast import RUTH, SUZIE
from tests.letters.moderation.desks import MIA, MO, Verdict, handed, moderator, on_letter, on_submission
from tests.makers import make_draft, make_letter, make_signature, make_submission, make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def newest() -> Message:
    return Message.objects.latest("pk")


def rendered(message: Message | None = None) -> Rendered:
    message = message or newest()
    return kind_of(message.kind).render(message)


def said() -> str:
    """The newest mail, with its lines joined as a reader sees them."""
    mail = rendered()
    assert isinstance(mail, Mail)
    assert mail.html
    return f"{mail.subject}\n{mail.text}"


@pytest.mark.parametrize(
    ("verdict", "reason", "subject", "words"),
    [
        (Verdict.APPROVE, "", "Approved: Pay the choir", "It is published"),
        (Verdict.ASK_CHANGES, "addressee", "Please change something: Pay the choir", "whom the letter is written to"),
        (Verdict.REJECT, "spam", "Not published: Pay the choir", "you can appeal once"),
    ],
)
def test_a_team_hears_what_was_decided_and_why(
    organizer: User, verdict: Verdict, reason: str, subject: str, words: str
) -> None:
    on_submission(handed(organizer), verdict, reason=reason)

    assert subject in said()
    assert words in said()
    assert newest().address == organizer.email


@pytest.mark.parametrize(
    ("kind", "language", "words"),
    [("amendment", "en", "the new version of your letter"), ("translation", "de", "your letter (Deutsch)")],
)
def test_a_team_hears_which_of_its_texts_was_approved(letter: Letter, kind: str, language: str, words: str) -> None:
    handed_in = make_submission(letter, kind=kind, language=language, body="Other words.", note="The words")

    on_submission(handed_in, Verdict.APPROVE)

    assert words in " ".join(said().split())


def test_a_letter_taken_down_and_brought_back_is_told_with_the_way_to_appeal(letter: Letter) -> None:
    first = on_letter(letter, Verdict.TAKE_DOWN, reason="order", words="A court says so.")
    assert "A court says so." in said()
    assert "you can appeal once" in said()

    on_letter(letter, Verdict.BRING_BACK, seen=first.pk)
    assert "Back again" in said()


def what_the_link_shows(client: Client) -> str:
    (address,) = set(re.findall(r"https?://\S+/studio/\S+", said()))
    return client.get(urlsplit(address).path).content.decode()


@pytest.mark.parametrize(
    ("verdict", "reason", "next_step"),
    [(Verdict.ASK_CHANGES, "addressee", "Submit it again"), (Verdict.REJECT, "spam", "Send the appeal")],
)
def test_the_link_leads_to_what_the_mail_proposes(
    client: Client, organizer: User, verdict: Verdict, reason: str, next_step: str
) -> None:
    on_submission(handed(organizer), verdict, reason=reason)
    client.force_login(organizer)

    assert next_step in what_the_link_shows(client)


def test_a_take_down_is_answered_where_its_mail_leads(client: Client, organizer: User, letter: Letter) -> None:
    on_letter(letter, Verdict.TAKE_DOWN, reason="order")
    client.force_login(organizer)

    assert "Send the appeal" in what_the_link_shows(client)


@pytest.mark.parametrize(
    ("verdict", "reason", "words"),
    [(Verdict.UPHOLD, "stands", "The decision stands."), (Verdict.BRING_BACK, "", "decided in your favour")],
)
def test_an_appeal_is_answered(organizer: User, verdict: Verdict, reason: str, words: str) -> None:
    decision = on_submission(handed(organizer), Verdict.REJECT, reason="spam")
    handed_in = appeal(decision.letter_id, words="No!", person=organizer, decided_by=decision.by)

    on_submission(handed_in, verdict, reason=reason, person=moderator(MIA))

    assert words in said()


def test_every_owner_hears_in_their_own_language_and_no_editor_does(organizer: User) -> None:
    submission = handed(organizer)
    team = submission.letter.team
    for number, role in enumerate((Membership.Role.OWNER, Membership.Role.EDITOR)):
        user = User.objects.create_user(f"{number}@studio.example", language="fr")
        Membership.objects.create(team=team, user=user, role=role)

    on_submission(submission, Verdict.REJECT, reason="spam")

    told = Message.objects.filter(kind="moderation.rejected")
    assert sorted((message.address, message.language) for message in told) == [
        ("0@studio.example", "fr"),
        (organizer.email, "en"),
    ]


def test_an_undone_decision_is_not_sent_and_its_end_neither(organizer: User) -> None:
    decision = on_submission(handed(organizer), Verdict.REJECT, reason="spam")
    rejected = newest()

    undo(decision.pk, person=moderator())

    assert rendered(rejected) is UNWANTED
    assert (newest().kind, rendered()) == ("moderation.undone", UNWANTED)


def test_whoever_was_told_hears_that_it_was_taken_back(organizer: User) -> None:
    decision = on_submission(handed(organizer), Verdict.REJECT, reason="spam")
    Message.objects.update(state="sent")

    undo(decision.pk, person=moderator())

    assert "taken back the decision" in said()


def test_a_team_hears_once_that_the_desk_has_its_text(organizer: User) -> None:
    submission = submit(make_draft().pk, person=organizer)

    assert (tell_submitted(), tell_submitted()) == (1, 0)
    assert "We have your letter: Pay the choir" in said()

    on_submission(submission, Verdict.REJECT, reason="spam")
    assert rendered(Message.objects.get(kind="moderation.submitted")) is UNWANTED


def reported(letter: Letter) -> Case:
    report(letter, Complaint("abuse", address="reader@example.org", network="192.0.2.0/32"))
    report(letter, Complaint("spam", network="192.0.2.1/32"))
    return Case.objects.get(letter=letter)


def test_reporters_who_left_an_address_hear_the_outcome_once_nobody_can_undo_it(letter: Letter) -> None:
    decision = decide(Wish(Subject.CASE, reported(letter).pk, Verdict.KEEP), person=moderator())

    message = Message.objects.get(kind="moderation.report_outcome")
    assert (message.address, message.due_at) == ("reader@example.org", decision.at + timedelta(minutes=30))
    assert "found nothing that goes against the rules" in said()


def test_of_a_letter_taken_down_the_reporter_reads_no_title(letter: Letter) -> None:
    decide(Wish(Subject.CASE, reported(letter).pk, Verdict.TAKE_DOWN, "hate"), person=moderator())

    mail = rendered(Message.objects.get(kind="moderation.report_outcome"))
    assert isinstance(mail, Mail)
    assert "you were right" in mail.text
    assert letter.title not in mail.text + mail.subject


def test_a_report_that_is_asked_again_is_answered_by_the_next_decision(letter: Letter) -> None:
    case = reported(letter)
    first = decide(Wish(Subject.CASE, case.pk, Verdict.KEEP), person=moderator())
    undo(first.pk, person=moderator())
    decide(Wish(Subject.CASE, case.pk, Verdict.TAKE_DOWN, "hate", seen=first.pk), person=moderator())

    answers = Message.objects.filter(kind="moderation.report_outcome").order_by("pk")
    assert [rendered(message) is UNWANTED for message in answers] == [True, False]


def test_the_reporter_of_a_signature_hears_of_it(letter: Letter) -> None:
    signature = make_signature(letter)
    report(letter, Complaint("not_me", address="reader@example.org"), entry=signature.index)

    decide(Wish(Subject.SIGNATURE, signature.pk, Verdict.STRIKE, "fraud"), person=moderator())

    mail = rendered(Message.objects.get(kind="moderation.report_outcome"))
    assert isinstance(mail, Mail)
    assert "You reported a signature." in mail.text


def test_addresses_of_reporters_go_with_the_answer_and_networks_after_a_month(letter: Letter) -> None:
    decision = decide(Wish(Subject.CASE, reported(letter).pk, Verdict.KEEP), person=moderator())

    forget_reporters(at=decision.at + timedelta(minutes=29))
    assert Report.objects.exclude(address=None).count() == 1

    forget_reporters(at=decision.at + timedelta(minutes=31))
    assert not Report.objects.exclude(address=None).exists()
    assert Report.objects.exclude(network="").count() == 2

    forget_reporters(at=decision.at + timedelta(days=31))
    assert not Report.objects.exclude(network="").exists()


def test_moderators_get_one_digest_a_day_when_something_waits(letter: Letter) -> None:
    moderator(MO), moderator(MIA), make_user(SUZIE)
    make_user(RUTH, site_role="administrator", closing_at=timezone.now())
    assert digest.tell() == 0

    reported(letter)
    at = timezone.now()
    assert (digest.tell(at=at), digest.tell(at=at)) == (2, 2)

    assert Message.objects.filter(kind=digest.DIGEST).count() == 2
    assert "1 item waits at the desk" in said()
    assert "1 report on a letter, waiting for less than a minute" in said()
    assert "handed in" not in said()


def test_of_several_the_digest_says_how_long_the_oldest_waits(letter: Letter) -> None:
    moderator()
    reported(letter)
    reported(make_letter("builders"))
    Case.objects.update(opened_at=timezone.now() - timedelta(hours=2, minutes=5))

    digest.tell()

    assert "2 reports on letters, the oldest waiting for 2\u00a0hours" in said()


def test_a_digest_of_what_was_decided_meanwhile_is_not_sent(letter: Letter) -> None:
    moderator()
    case = reported(letter)
    digest.tell()
    message = newest()

    decide(Wish(Subject.CASE, case.pk, Verdict.KEEP), person=moderator())

    assert rendered(message) is UNWANTED


def test_who_wants_none_is_owed_none_and_what_was_owed_is_not_sent(letter: Letter) -> None:
    mo = moderator()
    reported(letter)
    digest.tell()
    mail = rendered(newest())
    assert isinstance(mail, Mail)
    assert mail.headers["List-Unsubscribe"].strip("<>") in mail.text

    choose_mail(mo.pk, desk=False, by=f"user {mo.pk}")

    assert rendered(newest()) is UNWANTED
    assert digest.tell(at=timezone.now() + timedelta(days=1)) == 0


def test_who_has_closed_the_account_gets_no_digest(letter: Letter) -> None:
    mo = moderator()
    reported(letter)
    digest.tell()

    User.objects.filter(pk=mo.pk).update(closing_at=timezone.now() + timedelta(days=14))

    assert rendered(newest()) is UNWANTED
    assert digest.tell() == 0
