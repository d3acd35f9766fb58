"""The mails about teams and about a person's place on the site."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Invitation, Membership, Team, User
from accounts.uninvited import link_to_refuse
from petition.lib import vault
from petition.lib.text import unlinked
from petition.lib.tokens import Purpose, make
from petition.outbox.actions import Limits, one_at_a_time, owe, owe_within_limits
from petition.outbox.composing import compose
from petition.outbox.headers import headers_to_leave
from petition.outbox.kinds import UNWANTED, Mail, Unwanted, register
from petition.outbox.models import Message, Priority

INVITATION = "accounts.invitation"
ROLE_CHANGED = "accounts.role_changed"
REMOVED = "accounts.removed"
PLACE_CHANGED = "accounts.place_changed"

# A mailbox hears of so many things that strangers asked for, over all teams and letters, in a day.
MAILS_A_DAY = 10


def owe_invitation(invitation: Invitation, address: str) -> None:
    """Owe its mail; past what a mailbox should get from strangers in a day, the invitation waits without one."""
    identity = vault.site_identity(address)
    one_at_a_time(identity)
    owe_within_limits(
        INVITATION,
        Limits(per_cause=1, within=timedelta(days=1), per_day=MAILS_A_DAY),
        to=address,
        cause=invitation.pk,
        identity=identity,
        language=invitation.language,
    )


def owe_role_changed(place: Membership, member: User) -> None:
    owe(ROLE_CHANGED, to=member.email, cause=place.pk, language=member.language)


def owe_removed(team: Team, member: User) -> None:
    owe(REMOVED, to=member.email, cause=team.pk, language=member.language)


def owe_owners(team: Team, kind: str, *, cause: int) -> None:
    """Tell every owner of a team the same news, each once."""
    for owner in team.owners():
        owe(kind, to=owner.email, cause=cause, language=owner.language, key=f"{kind} {cause} {owner.pk}")


def owe_place_changed(person: User) -> None:
    owe(PLACE_CHANGED, to=person.email, cause=person.pk, language=person.language)


def invitation(message: Message) -> Mail | Unwanted:
    found = Invitation.objects.select_related("team").filter(pk=message.cause).first()
    if found is None or not found.is_open(timezone.now()):
        return UNWANTED
    leave = link_to_refuse(found.team_id, message.address)
    about = {
        "team": _shown(found.team),
        "role": found.role,
        "link": _link("studio:invitation", message.language, make(Purpose.INVITE, found.pk)),
        "until": found.expires_at,
        "unsubscribe": leave,
    }
    return _compose(message, about, headers_to_leave(leave))


def role_changed(message: Message) -> Mail | Unwanted:
    place = Membership.objects.select_related("team").filter(pk=message.cause).first()
    if place is None:
        return UNWANTED
    link = _link("studio:team", message.language, place.team_id)
    return _compose(message, {"team": _shown(place.team), "role": place.role, "link": link})


def removed(message: Message) -> Mail | Unwanted:
    team = Team.objects.filter(pk=message.cause).first()
    if team is None or team.members.filter(email=message.address.lower()).exists():
        return UNWANTED
    return _compose(message, {"team": _shown(team)})


def place_changed(message: Message) -> Mail | Unwanted:
    person = User.objects.filter(pk=message.cause).first()
    if person is None:
        return UNWANTED
    link = _link("desk:home" if person.is_moderator else "studio:home", message.language)
    return _compose(message, {"role": person.site_role, "link": link})


def register_kinds() -> None:
    for kind, render in RENDERERS.items():
        register(kind, render, priority=Priority.DECISION, limited=kind == INVITATION)


RENDERERS: dict[str, Callable[[Message], Mail | Unwanted]] = {
    INVITATION: invitation,
    ROLE_CHANGED: role_changed,
    REMOVED: removed,
    PLACE_CHANGED: place_changed,
}


def _shown(team: Team) -> str:
    """A team's name, in characters that no mail program makes a link of."""
    return unlinked(team.name)


def _compose(message: Message, context: dict[str, object], headers: Mapping[str, str] | None = None) -> Mail:
    return compose(f"mail/{message.kind.replace('.', '/')}", context, language=message.language, headers=headers)


def _link(page: str, language: str, *arguments: object) -> str:
    with translation.override(language):
        return f"{settings.SITE_URL}{reverse(page, args=arguments)}"
