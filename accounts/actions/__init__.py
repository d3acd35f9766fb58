"""The verbs of people and their teams."""

from accounts.actions.invitations import accept, decline, forget_unanswered, invite, withdraw_invitation
from accounts.actions.people import (
    PROVE_WITHIN,
    Profile,
    choose_mail,
    describe,
    forget_password_of_a_stranger,
    forget_unproven,
    person_for,
)
from accounts.actions.refusing import allow_invitations, refuse_invitations
from accounts.actions.site import appoint, demand_another_administrator, give_site_role, let_in, shut_out, trust
from accounts.actions.teams import change_role, hand_over, leave, make_team, name_team, name_team_by, remove, team_for

__all__ = [
    "PROVE_WITHIN",
    "Profile",
    "accept",
    "allow_invitations",
    "appoint",
    "change_role",
    "choose_mail",
    "decline",
    "demand_another_administrator",
    "describe",
    "forget_password_of_a_stranger",
    "forget_unanswered",
    "forget_unproven",
    "give_site_role",
    "hand_over",
    "invite",
    "leave",
    "let_in",
    "make_team",
    "name_team",
    "name_team_by",
    "person_for",
    "refuse_invitations",
    "remove",
    "shut_out",
    "team_for",
    "trust",
    "withdraw_invitation",
]
