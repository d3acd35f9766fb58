"""The one question every signed-in door asks before it acts."""

from accounts.models import Membership, Team, User
from accounts.roles import Act, roles_for


def may(person: User, act: Act, team: Team) -> bool:
    """Judge by the membership as it stands in the database now, not as it stood when the page was made."""
    roles = roles_for(act)
    return person.is_here and Membership.objects.filter(team=team, user=person, role__in=roles).exists()
