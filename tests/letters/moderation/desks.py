"""Short words for the tests of the desk."""

from typing import Any

from accounts.models import Team, User
from letters.models import Decision, Letter, Signature, Submission
from letters.moderation.actions import decide
from letters.moderation.models import Subject
from letters.moderation.wishes import Wish
from letters.writing.actions import submit
from tests.cast import Person
from tests.makers import make_draft, make_user

MO = Person("Mo the Moderator", "mo@undersigned.example")
MIA = Person("Mia the Moderator", "mia@undersigned.example")

Verdict = Decision.Verdict


def moderator(person: Person = MO) -> User:
    return make_user(person, site_role="moderator")


def strike_of(signature: Signature, **options: Any) -> Wish:
    return Wish(Subject.SIGNATURE, signature.pk, Verdict.STRIKE, **({"reason": "fraud"} | options))


def strike(signature: Signature, person: User | None = None, **options: Any) -> Decision:
    at = options.pop("at", None)
    return decide(strike_of(signature, **options), person=person or moderator(), at=at)


def handed(organizer: User, *, trusted: bool = False) -> Submission:
    """A first text that its team has handed in; a trusted team's is public by then."""
    letter = make_draft()
    Team.objects.filter(pk=letter.team_id).update(is_trusted=trusted)
    return submit(letter.pk, person=organizer)


def on_submission(submission: Submission, verdict: Verdict, *, person: User | None = None, **facts: Any) -> Decision:
    return decide(Wish(Subject.SUBMISSION, submission.pk, verdict, **facts), person=person or moderator())


def on_letter(letter: Letter, verdict: Verdict, *, person: User | None = None, **facts: Any) -> Decision:
    return decide(Wish(Subject.LETTER, letter.pk, verdict, **facts), person=person or moderator())
