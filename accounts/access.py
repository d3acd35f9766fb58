"""The one question every signed-in door asks before it acts."""

from accounts.models import Membership, Team, User
from accounts.roles import MAY, Act, roles_for


def may(person: User, act: Act, team: Team) -> bool:
    """Judge by the membership as it stands in the database now, not as it stood when the page was made."""
    roles = roles_for(act)
    return person.is_here and Membership.objects.filter(team=team, user=person, role__in=roles).exists()


def acts_of(person: User, team: Team) -> frozenset[Act]:
    """Everything that somebody may do with a team just now, for a page that offers several things."""
    if not person.is_here:
        return frozenset()
    role = Membership.objects.filter(team=team, user=person).values_list("role", flat=True).first()
    return MAY.get(role or "", frozenset())
