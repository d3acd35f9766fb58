"""One mail of every kind, each rendered from rows as they are when it is sent."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts import mail as of_accounts
from accounts import team_mail
from accounts.actions import invite
from accounts.models import Invitation, Membership, User
from letters.models import Decision, FirstSigner, Letter, Milestone, Report, Update
from letters.moderation import answers, informing, telling
from letters.moderation import digest as of_the_desk
from letters.moderation.actions.reporting import Complaint, report
from letters.privacy import mail as of_privacy
from letters.signing import composing, digest
from letters.signing import mail as of_signing
from letters.signing.actions import choosing
from letters.updates import mail as of_updates
from letters.updates.weekly import ended
from letters.writing import mail as of_writing
from letters.writing.actions import amend
from petition.audit.actions import OPERATOR
from petition.lib.vault import letter_identity, seal
from petition.outbox.actions import owe
from petition.outbox.models import Message
from tests.cast import ADA, MO, NOOR, OLIVE, SUZIE
from tests.letters.signing.test_mails import STATES
from tests.letters.updates.newsroom import reader, sent
from tests.makers import make_letter, make_signature, make_submission, make_user

WORDS = "Please say whom you ask."
ACCOUNT = {"code": "271828", "to_email": "new@example.org", "provider": "GitHub", "news": "webauthn_added"}

Scene = Callable[[Letter], Message]
SCENES: dict[str, Scene] = {}


def message(kind: str, cause: int, to: str = ADA.address, **options: Any) -> Message:
    owe(kind, to=to, cause=cause, **options)
    return Message.objects.filter(kind=kind).latest("id")


def scene(*kinds: str) -> Callable[[Callable[[Letter, str], Message]], None]:
    def keep(play: Callable[[Letter, str], Message]) -> None:
        SCENES.update({kind: lambda letter, kind=kind: play(letter, kind) for kind in kinds})  # type: ignore[misc]

    return keep


@scene(*of_accounts.ABOUT_PEOPLE)
def about_an_account(letter: Letter, kind: str) -> Message:
    return message(kind, make_user(ADA).pk, secrets=ACCOUNT)


@scene(team_mail.INVITATION)
def an_invitation(letter: Letter, kind: str) -> Message:
    invite(letter.team, ADA.address, "editor", person=make_user(OLIVE), language="en")
    return message(kind, Invitation.objects.get().pk)


@scene(team_mail.ROLE_CHANGED)
def another_role(letter: Letter, kind: str) -> Message:
    place = Membership.objects.create(team=letter.team, user=make_user(ADA), role="editor")
    return message(kind, place.pk)


@scene(team_mail.REMOVED)
def no_place_any_more(letter: Letter, kind: str) -> Message:
    return message(kind, letter.team_id)


@scene(team_mail.PLACE_CHANGED)
def a_place_at_the_desk(letter: Letter, kind: str) -> Message:
    return message(kind, make_user(MO, site_role="moderator").pk, to=MO.address)


@scene(*set(composing.RENDERERS) - {of_signing.AMENDED, of_signing.FIRST_SIGNER})
def about_a_signature(letter: Letter, kind: str) -> Message:
    return message(kind, make_signature(letter, ADA, state=STATES.get(kind, "confirmed"), wants_news=True).pk)


@scene(of_signing.AMENDED)
def another_text(letter: Letter, kind: str) -> Message:
    signature = make_signature(letter, ADA)
    amend(letter, body="Another text.", note="It names the opera now.", by=OPERATOR)
    return message(kind, signature.pk)


@scene(of_signing.MILESTONE)
def a_number_reached(letter: Letter, kind: str) -> Message:
    owner = User.objects.get(memberships__team=letter.team)
    return message(kind, Milestone.objects.create(letter=letter, number=1000).pk, to=owner.email)


@scene(of_signing.FIRST_SIGNER)
def asked_to_stand_at_the_head(letter: Letter, kind: str) -> Message:
    about = {"rank": 1, "name": NOOR.name, "address": seal(NOOR.address)}
    first = FirstSigner.objects.create(letter=letter, identity=letter_identity(letter.pk, NOOR.address), **about)
    return message(kind, first.pk, to=NOOR.address)


@scene(of_signing.DIGEST)
def a_day_of_an_organizer(letter: Letter, kind: str) -> Message:
    person = User.objects.get(memberships__team=letter.team)
    User.objects.filter(pk=person.pk).update(digest="daily")
    yesterday = digest.span_of("daily", timezone.now()).since + timedelta(hours=1)
    make_signature(letter, ADA, reason="Because my daughter sings there, unpaid.", at=yesterday)
    Milestone.objects.create(letter=letter, number=25, reached_at=yesterday)
    return message(kind, person.pk, to=person.email)


@scene(*telling.RENDERERS)
def about_a_decision_on_a_signature(letter: Letter, kind: str) -> Message:
    state = "struck" if kind == of_signing.STRUCK else "confirmed"
    reason = {"ended_reason": "fraud"} if state == "struck" else {}
    hidden = {"name_hidden_at": timezone.now()} if kind == of_signing.NAME_HIDDEN else {}
    return message(kind, make_signature(letter, ADA, state=state, **reason, **hidden).pk)


@scene(*informing.OF_DECISIONS)
def about_a_decision_on_a_letter(letter: Letter, kind: str) -> Message:
    verdict = next((verdict for verdict, known in informing.KINDS.items() if known == kind), "uphold")
    decision = _decision(letter, verdict)
    return message(kind, decision.pk)


@scene(informing.UNDONE)
def a_decision_undone(letter: Letter, kind: str) -> Message:
    decision = _decision(letter, "take_down")
    message(informing.TAKEN_DOWN, decision.pk)
    Message.objects.filter(kind=informing.TAKEN_DOWN).update(state="sent", sent_at=timezone.now())
    return message(kind, decision.pk)


@scene(informing.SUBMITTED)
def handed_in(letter: Letter, kind: str) -> Message:
    return message(kind, make_submission(letter, kind="amendment").pk)


@scene(answers.REPORT_OUTCOME)
def what_a_reporter_hears(letter: Letter, kind: str) -> Message:
    report(letter, Complaint("abuse", address=ADA.address))
    return message(kind, Report.objects.get().pk, secrets={"decision": _decision(letter, "keep").pk})


@scene(of_the_desk.DIGEST)
def a_morning_at_the_desk(letter: Letter, kind: str) -> Message:
    make_submission(letter, kind="amendment")
    return message(kind, make_user(MO, site_role="moderator").pk, to=MO.address)


@scene(of_updates.UPDATE)
def an_update(letter: Letter, kind: str) -> Message:
    reader(letter)
    sent(letter)
    return Message.objects.get(kind=kind)


@scene(of_updates.TO_SELF)
def an_update_to_its_writer(letter: Letter, kind: str) -> Message:
    sent(letter)
    return message(kind, Update.objects.get().pk)


@scene(of_signing.WEEKLY)
def a_week_of_news(letter: Letter, kind: str) -> Message:
    signature = reader(letter)
    reader(make_letter("another", team=letter.team, title="Pay the choir"), ADA)
    choosing.gather(signature.pk, weekly=True)
    sent(letter)
    owed = message(kind, signature.pk)
    Message.objects.filter(pk=owed.pk).update(created_at=ended(timezone.now()) + timedelta(days=7))
    return Message.objects.get(pk=owed.pk)


@scene(of_privacy.CLOSING)
def an_account_that_closes(letter: Letter, kind: str) -> Message:
    person = make_user(SUZIE)
    User.objects.filter(pk=person.pk).update(closing_at=timezone.now() + timedelta(days=30))
    return message(kind, person.pk, to=SUZIE.address)


@scene(of_privacy.CLOSED)
def an_account_that_is_gone(letter: Letter, kind: str) -> Message:
    return message(kind, 0)


@scene(of_writing.PUBLISHED)
def a_letter_published_at_its_time(letter: Letter, kind: str) -> Message:
    return message(kind, letter.pk)


def _decision(letter: Letter, verdict: str) -> Decision:
    about = {"kind": "letter", "subject_id": letter.pk, "letter": letter}
    return Decision.objects.create(verdict=verdict, words=WORDS, **about)
