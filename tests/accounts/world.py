"""A small site with somebody in every role, and one sample for each argument of an address."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts.actions import invite
from accounts.models import Invitation, Membership, Team, User
from letters.models import Block, Case, Decision, Draft, Letter, PaperList, Question, Signature, Submission, Update
from letters.moderation.actions.reporting import Complaint, report
from letters.privacy.rules import COMES_BACK_WITHIN
from letters.updates.actions import start as begin_update
from letters.updates.actions.writing import News
from letters.writing.actions import add_image, start
from letters.writing.images import Picture
from petition.lib.tokens import Purpose, make
from tests.cast import ADA, Person
from tests.makers import make_letter, make_signature, make_submission, make_team, make_user

PASSWORD = "correct horse battery"
PICTURE = Picture(b"as if it were one", 1, 1)
CARELESS = "moderator without a second factor"
CLOSED = "administrator who closed the account"
ROLES = ("nobody", "stranger", "viewer", "editor", "owner", CARELESS, "moderator", "administrator", CLOSED)


@dataclass(frozen=True)
class World:
    people: dict[str, User]
    team: Team
    letter: Letter
    signature: Signature
    invitation: Invitation
    submission: Submission


def make_world() -> World:
    people = {role: person(role) for role in ROLES[1:]}
    team = make_team(people["owner"])
    for role in ("viewer", "editor"):
        Membership.objects.create(team=team, user=people[role], role=role)
    Membership.objects.create(team=team, user=people[CLOSED], role="owner")
    for role in ("moderator", "administrator", CLOSED):
        Authenticator.objects.create(user=people[role], type=Authenticator.Type.TOTP, data={"secret": ""})
    User.objects.filter(pk=people[CLOSED].pk).update(closing_at=timezone.now() + COMES_BACK_WITHIN)
    letter = make_letter("artists", team=team)
    for language in (letter.language, "de"):
        Draft.objects.create(letter=letter, language=language, based_on=letter.current)
    invite(team, ADA.address, "viewer", person=people["owner"], language="en")
    letter.cover = add_image(letter, PICTURE, alt="A wall of names", person=people["owner"])
    letter.save(update_fields=["cover"])
    for asking in (letter, start(team, person=people["owner"])):
        Question.objects.create(letter=asking, kind=Question.Kind.TEXT, label="Which shift?")
    begin_update(letter.pk, News("They answered", "Once."), person=people["owner"])
    PaperList.objects.create(letter=letter, number=3, collected_on=date(2026, 3, 1))
    submission = make_submission(letter, kind="amendment")
    report(letter, Complaint("abuse"))
    Block.objects.create(domain="spam.example")
    Decision.objects.create(kind="letter", subject_id=letter.pk, letter=letter, verdict="keep")
    return World(people, team, letter, make_signature(letter), Invitation.objects.get(), submission)


def person(role: str) -> User:
    site_role = role.partition(" ")[0] if role.startswith(("moderator", "administrator")) else ""
    address = f"{role.replace(' ', '-')}@roles.example"
    return make_user(Person(role.title(), address), password=PASSWORD, site_role=site_role)


def unpublished() -> Question:
    """What an editor may still change: the questions of a public letter are its owners'."""
    return Question.objects.get(letter__published_at=None)


# What stands in an address, by the name of the argument; where two views mean different things, by "view argument".
SAMPLES: dict[str, Callable[[World], Any]] = {
    "provider_id": lambda world: "openid",
    "slug": lambda world: world.letter.slug,
    "letter_id": lambda world: world.letter.pk,
    "team_id": lambda world: world.team.pk,
    "member_id": lambda world: world.people["viewer"].pk,
    "person_id": lambda world: world.people["viewer"].pk,
    "invitation_id": lambda world: world.invitation.pk,
    "question_id": lambda world: Question.objects.get(letter=world.letter).pk,
    **{
        f"studio:{page} {argument}": lambda world, of=of: getattr(unpublished(), of)
        for page in ("move_question", "retire_question")
        for argument, of in (("letter_id", "letter_id"), ("question_id", "pk"))
    },
    "signature_id": lambda world: world.signature.pk,
    "update_id": lambda world: Update.objects.get().pk,
    "paper_id": lambda world: PaperList.objects.get().pk,
    "number": lambda world: 1,
    "index": lambda world: 0,
    "turn": lambda world: 2,
    "language": lambda world: "en",
    "studio:submit_translation language": lambda world: "de",
    "submission_id": lambda world: world.submission.pk,
    "page": lambda world: "public-log",
    "key": lambda world: PICTURE.key,
    "path": lambda world: f"/letters/{world.letter.slug}/log",
    "tile": lambda world: "0/000.p/2",
    "token": lambda world: make(Purpose.MANAGE, world.signature.pk),
    "pages:confirm token": lambda world: make(Purpose.CONFIRM, world.signature.pk, 1),
    "pages:organizer_mail token": lambda world: make(Purpose.ORGANIZER, world.people["owner"].pk),
    "pages:no_invitations token": lambda world: make(Purpose.UNINVITE, world.team.pk, 1),
    "pages:deny token": lambda world: make(Purpose.DENY, world.signature.pk),
    "pages:unsubscribe token": lambda world: make(Purpose.UNSUBSCRIBE, world.signature.pk),
    "pages:move token": lambda world: make(Purpose.MOVE, world.signature.pk, 1),
    "case_id": lambda world: Case.objects.get().pk,
    "decision_id": lambda world: Decision.objects.get().pk,
    "kind": lambda world: "letter",
    "block_id": lambda world: Block.objects.get().pk,
    "subject_id": lambda world: world.letter.pk,
    "pk": lambda world: 0,
    "studio:invitation token": lambda world: make(Purpose.INVITE, world.invitation.pk),
    "studio:decline_invitation token": lambda world: make(Purpose.INVITE, world.invitation.pk),
    "name": lambda world: "a-mail",
    "place": lambda world: 0,
}
