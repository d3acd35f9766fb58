"""Short words for the tests of the desk."""

from typing import Any

from accounts.models import User
from letters.models import Decision, Signature
from letters.moderation.actions import decide
from letters.moderation.models import Subject
from letters.moderation.wishes import Wish
from tests.cast import Person
from tests.makers import make_user

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
