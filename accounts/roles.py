"""Who may do what: the one table that decides; doors read it, and a test walks every address of the site by it."""

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


class Who(Enum):
    """Whom a page is for that belongs to no team."""

    ANYBODY = "anybody"
    HOLDER = "holder"  # whoever has the link from a mail
    PERSON = "person"  # whoever has signed in
    MODERATOR = "moderator"  # with a second factor
    ADMINISTRATOR = "administrator"  # with a second factor
    MACHINE = "machine"  # the operator's programs, by token or network


# Every address of the site by the name of its view; what allauth brings is in accounts/urls.py, and stands here too.
PAGES: dict[str, Act | Who] = {
    "accounts:second_factor": Who.PERSON,
    "accounts:you": Who.PERSON,
    "studio:home": Who.PERSON,
    "studio:new": Who.PERSON,
    "studio:letter": Act.READ,
    "studio:write": Act.WRITE,
    "desk:home": Who.MODERATOR,
    "desk:history": Who.MODERATOR,
}


def roles_for(act: Act) -> list[str]:
    """Every role that may do this, for a query."""
    return [role for role, acts in MAY.items() if act in acts]


def need_of(page: str) -> Act | Who:
    """What a page asks of its visitor; a page that stands in no row is a mistake of ours, and opens to nobody."""
    return PAGES[page]
