"""Who may do what: the one table that decides, read by access.py and by nobody else."""

from enum import Enum


class Act(Enum):
    """What a member of a team may want to do with it and its letters."""

    READ = "read"  # drafts, counts, what the public does not see yet
    WRITE = "write"  # drafts and translations, first signers, news to signers before it is sent
    PUBLISH = "publish"  # whatever signers and the public cannot be made to forget
    EXPORT = "export"  # signers' data, which leaves the site for good
    MANAGE = "manage"  # members and their roles


MAY: dict[str, frozenset[Act]] = {
    "owner": frozenset(Act),
    "editor": frozenset({Act.READ, Act.WRITE}),
    "viewer": frozenset({Act.READ}),
}


def roles_for(act: Act) -> list[str]:
    """Every role that may do this, for a query."""
    return [role for role, acts in MAY.items() if act in acts]
