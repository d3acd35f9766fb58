"""The verbs of people and their teams."""

from accounts.actions.invitations import accept, decline, forget_unanswered, invite, withdraw_invitation
from accounts.actions.people import (
    PROVE_WITHIN,
    Profile,
    describe,
    forget_password_of_a_stranger,
    forget_unproven,
    person_for,
)
from accounts.actions.site import appoint, give_site_role, trust
from accounts.actions.teams import change_role, hand_over, leave, make_team, name_team, remove, team_for

__all__ = [
    "PROVE_WITHIN",
    "Profile",
    "accept",
    "appoint",
    "change_role",
    "decline",
    "describe",
    "forget_password_of_a_stranger",
    "forget_unanswered",
    "forget_unproven",
    "give_site_role",
    "hand_over",
    "invite",
    "leave",
    "make_team",
    "name_team",
    "person_for",
    "remove",
    "team_for",
    "trust",
    "withdraw_invitation",
]
