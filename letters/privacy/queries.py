"""Which teams a person can't leave behind, and which go with them."""

from django.db.models import Exists, OuterRef

from accounts.models import Membership, Team, User
from accounts.queries import MembershipQuerySet, TeamQuerySet
from letters.writing.models import Letter

# A letter in another state is public, was so, or is about to be: somebody has to answer for it.
NOT_UNDER_WAY = (Letter.State.DRAFT, Letter.State.CHANGES_ASKED, Letter.State.REJECTED)


def to_hand_over(person: User) -> TeamQuerySet:
    """Teams that would be left with members or with letters, and nobody to own them."""
    letters = Letter.objects.filter(team=OuterRef("pk")).exclude(state__in=NOT_UNDER_WAY, published_at=None)
    return _last_owned(person).filter(Exists(_others(person)) | Exists(letters)).order_by("pk")


def going_with(person: User) -> TeamQuerySet:
    """Teams of nobody else, with nothing that anybody else has seen."""
    return _last_owned(person).exclude(pk__in=to_hand_over(person).values("pk"))


def _last_owned(person: User) -> TeamQuerySet:
    return Team.objects.filter(
        ~Exists(_others(person).owners().here()), memberships__user=person, memberships__role=Membership.Role.OWNER
    )


def _others(person: User) -> MembershipQuerySet:
    return Membership.objects.filter(team=OuterRef("pk")).exclude(user=person)
