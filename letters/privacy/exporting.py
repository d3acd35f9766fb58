"""Everything the site keeps of a person, as files for that person; of others it holds nothing."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import Invitation, User
from accounts.roles import Act
from letters.writing.models import Letter
from petition.audit.exporting import lines_of
from petition.lib.zipping import zipped

PROFILE = (
    *("email", "name", "about", "link", "language", "time_zone", "digest", "wants_milestones"),
    *("wants_desk_digest", "site_role", "created_at", "last_login"),
)
PARTICULARS = ("state", "language", "topics", "goal", "created_at", "published_at", "closes_at", "closed_at")

File = tuple[str, Iterable[str]]


def archive_of(person: User) -> Iterator[bytes]:
    """A ZIP, piece by piece."""
    return zipped(_files(person))


def _files(person: User) -> Iterator[File]:
    yield "README.txt", [_readme()]
    yield "profile.json", [_json(_profile(person))]
    yield "teams.json", [_json(_memberships(person))]
    yield "invitations.json", [_json(_invitations(person))]
    yield "sessions.json", [_json(_sessions(person))]
    yield "history.jsonl", (f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines_of(person.pk))
    for letter in Letter.objects.where_may(person, Act.READ).order_by("pk").iterator():
        yield from _letter(letter)


def _readme() -> str:
    return _(
        "What {site} keeps of you.\n\n"
        "profile.json       your account: addresses, name, language, second factors, logins of other sites\n"
        "teams.json         the teams you belong to, with your role\n"
        "invitations.json   the invitations you sent, without the addresses of those you invited\n"
        "sessions.json      where you are signed in\n"
        "history.jsonl      what you did and what was done to your account, one line each, oldest first\n"
        "letters/           the letters of your teams: drafts, published versions and translations\n\n"
        "Of others nothing is in here. Signatures belong to a mail address, not to an account: the page\n"
        "of each signature exports it, and {find} mails you the links.\n"
    ).format(site=settings.SITE_NAME, find=f"{settings.SITE_URL}/find/")


def _profile(person: User) -> dict[str, Any]:
    addresses = EmailAddress.objects.filter(user=person).order_by("pk")
    factors = Authenticator.objects.filter(user=person).order_by("pk")
    return {
        **{name: getattr(person, name) for name in PROFILE},
        "addresses": list(addresses.values("email", "verified", "primary")),
        "second_factors": list(factors.values("type", "created_at", "last_used_at")),
        "logins": list(SocialAccount.objects.filter(user=person).values("provider", "uid", "date_joined")),
    }


def _memberships(person: User) -> list[Any]:
    return list(person.memberships.order_by("pk").values("team__id", "team__name", "role", "created_at"))


def _invitations(person: User) -> list[Any]:
    sent = Invitation.objects.filter(invited_by=person).order_by("pk")
    return list(sent.values("team__name", "role", "created_at", "expires_at", "accepted_at", "withdrawn_at"))


def _sessions(person: User) -> list[Any]:
    sessions = UserSession.objects.filter(user=person).order_by("pk")
    return list(sessions.values("created_at", "last_seen_at", "ip", "user_agent"))


def _letter(letter: Letter) -> Iterator[File]:
    folder = f"letters/{letter.pk}"
    yield f"{folder}/letter.json", [_json({name: getattr(letter, name) for name in PARTICULARS})]
    for draft in letter.drafts.order_by("language"):
        yield f"{folder}/draft-{draft.language}.md", [f"# {draft.title}\n\n{draft.to}\n\n{draft.body}\n"]
    for version in letter.versions.order_by("number"):
        yield f"{folder}/version-{version.number}.md", [version.document]
    for text in letter.translations.order_by("pk"):
        yield f"{folder}/version-{text.number}-{text.language}-{text.pk}.md", [text.document]


def _json(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False, indent=2, default=_plain) + "\n"


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
