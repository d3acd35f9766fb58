"""Verbs on people; signing in and changing passwords are allauth's."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils import timezone

from accounts.models import Team, User
from petition.audit.actions import CLOCK, OPERATOR, record
from petition.lib import emails
from petition.lib.refusal import Refused
from petition.lib.sweeping import sweep_each

# Long enough for a mail that went to spam and a week off, short enough for an address somebody else typed.
PROVE_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Profile:
    """What a person says of themselves."""

    name: str = ""
    about: str = ""
    link: str = ""
    language: str = "en"
    time_zone: str = "UTC"


@transaction.atomic
def person_for(address: str, *, name: str = "", by: str = OPERATOR) -> User:
    """The person behind an address somebody vouches for, with an account made where there was none.

    Whoever signed up with this address before without proving it loses the password they chose: otherwise one could
    lie in wait with a stranger's address until the operator names that stranger an organizer.
    """
    login = _login(address)
    person, is_new = User.objects.get_or_create(email=login, defaults={"name": name, "password": User.no_password()})
    if is_new:
        record("accounts.create", person, by=by)
    if not EmailAddress.objects.filter(user=person, email=login, verified=True).exists():
        EmailAddress.objects.update_or_create(user=person, email=login, defaults={"verified": True, "primary": True})
        forget_password_of_a_stranger(person)
    return person


def _login(address: str) -> str:
    try:
        return emails.parse(address).lower()
    except ValueError as mistake:
        raise Refused("bad-address", message=str(mistake)) from mistake


def forget_password_of_a_stranger(person: User) -> None:
    """Drop what lets in whoever typed the address first, now that its owner has proved it by mail.

    That is the password they chose, and the account elsewhere with which they signed up.
    """
    SocialAccount.objects.filter(user=person).delete()
    if person.has_usable_password():
        person.set_unusable_password()
        person.save(update_fields=["password"])


@transaction.atomic
def describe(person: User, profile: Profile, *, by: str) -> None:
    """Keep what somebody says of themselves, and call their own team by the new name where it bore the old one."""
    said = asdict(profile)
    list(Team.objects.filter(person=person).select_for_update(no_key=True))  # before the person, here as elsewhere
    person.refresh_from_db(from_queryset=User.objects.select_for_update(no_key=True))
    changed = [field for field, value in said.items() if value != getattr(person, field)]
    if not changed:
        return
    Team.objects.filter(person=person, name=person.name).update(name=profile.name)
    for field in changed:
        setattr(person, field, said[field])
    person.save(update_fields=changed)
    record("accounts.describe", person, by=by, changes={"fields": changed})


@transaction.atomic
def choose_mail(
    person_id: int,
    *,
    digest: str | None = None,
    milestones: bool | None = None,
    desk: bool | None = None,
    by: str,
) -> bool:
    """Send an organizer or a moderator as much as they want; what is not named stays. Whether anything changed."""
    person = User.objects.select_for_update(no_key=True).filter(pk=person_id).first()
    named = {"digest": digest, "wants_milestones": milestones, "wants_desk_digest": desk}
    wanted = {field: value for field, value in named.items() if value is not None}
    changed = {field: value for field, value in wanted.items() if value != getattr(person, field, value)}
    if person is None or not changed:
        return False
    User.objects.filter(pk=person_id).update(**changed)
    record("accounts.choose_mail", person, by=by, changes=changed)
    return True


def forget_unproven(*, at: datetime | None = None) -> int:
    """Erase accounts whose address nobody proved in time, and free those addresses for their owners."""
    at = at or timezone.now()
    strangers = User.objects.unproven().since_before(at - PROVE_WITHIN).order_by("pk")
    return sweep_each(list(strangers.values_list("pk", flat=True)), partial(_forget, at=at), what="forget account")


@transaction.atomic
def _forget(person_id: int, *, at: datetime) -> int:
    """Unless its owner is just proving the address, or has since it was found."""
    strangers = User.objects.unproven().select_for_update(skip_locked=True)
    stranger = strangers.filter(pk=person_id).first()
    if stranger is None:
        return 0
    record("accounts.forget_unproven", stranger, by=CLOCK, at=at)
    stranger.delete()
    return 1
