"""The verbs of people and their teams."""

from accounts.actions.people import (
    PROVE_WITHIN,
    forget_password_of_a_stranger,
    forget_unproven,
    person_for,
    rename,
)
from accounts.actions.teams import name_team, team_for

__all__ = [
    "PROVE_WITHIN",
    "forget_password_of_a_stranger",
    "forget_unproven",
    "name_team",
    "person_for",
    "rename",
    "team_for",
]
