"""Every page of an account, and in whose browser it is to be seen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import Profile, describe, invite, person_for
from accounts.models import Invitation, Membership, Team, User
from accounts.roles import PAGES
from petition.lib.tokens import Purpose, make
from tests.accounts import doors
from tests.accounts.elsewhere import come_back
from tests.accounts.passkeys import give_passkey
from tests.cast import ADA, MO, NOOR, OLIVE, RUTH, SUZIE
from tests.letters.desk.sitting import sit
from tests.makers import make_team

Sight = tuple[str, Client, str]  # what it shows, in whose browser, and where

OURS = ("accounts:", "account_", "mfa_", "usersessions_", "socialaccount_", "github_", "orcid_", "openid_connect_")
STUDIO = ("team", "invit", "member", "role", "hand_over", "my_data", "account", "come_back")


def pages_of_accounts() -> set[str]:
    """Of the table of all addresses those that belong to accounts and teams."""
    studio = {page for page in PAGES if page.startswith("studio:") and any(word in page for word in STUDIO)}
    return {page for page in PAGES if page.startswith(OURS)} | studio | {"desk:people"}


# Whatever answers with something else than a page of its own.
NO_PAGE = {
    **dict.fromkeys(("accounts:ask_old_mailbox", "mfa_login_webauthn"), "leads on to the page it stands on"),
    **dict.fromkeys(("mfa_download_recovery_codes", "studio:export_my_data"), "a file"),
    **dict.fromkeys(("github_callback", "orcid_callback", "openid_connect_callback"), "leads on"),
    **dict.fromkeys(("github_login", "orcid_login"), "the page of openid_connect_login"),
    **{f"studio:{page}": "posts, and shows studio:team" for page in ("name_team", "invite", "withdraw_invitation")},
    **{f"studio:{page}": "posts, and shows studio:team" for page in ("change_role", "remove_member", "hand_over")},
    "studio:leave_team": "posts, and shows studio:teams",
    "studio:decline_invitation": "posts, and shows a sentence",
}


@dataclass(frozen=True)
class Cast:
    """Everybody with an account."""

    olive: User
    guarded: User  # with an app, a passkey and recovery codes
    plain: User  # without a password
    closed: User
    team: Team
    invitation: Invitation


def make_cast() -> Cast:
    people = [_person(person) for person in (OLIVE, NOOR, ADA, SUZIE)]
    olive, guarded, plain, closed = people
    describe(olive, Profile("Olive Oyl", "I draw, and I write.", "https://olive.example/me"), by="test")
    doors.give_second_factor(guarded)
    give_passkey(guarded)
    RecoveryCodes.activate(guarded)
    plain.set_unusable_password()
    plain.save()
    User.objects.filter(pk=closed.pk).update(closing_at=timezone.now() + timedelta(days=14))
    SocialAccount.objects.create(user=olive, provider="openid", uid="olive", extra_data={"label": "olive"})
    team = make_team(olive)
    for person in (guarded, closed):
        Membership.objects.create(team=team, user=person, role="editor")
    invite(team, plain.email, "editor", person=olive, language="en")
    return Cast(olive, guarded, plain, closed, team, Invitation.objects.get())


def _person(person: object) -> User:
    found = person_for(person.address, name=person.name)  # type: ignore[attr-defined]
    found.set_password(doors.PASSWORD)
    found.save(update_fields=["password"])
    return found


def sights(cast: Cast) -> Iterator[Sight]:
    """Each page of accounts at least once, where it differs in several states."""
    yield from _of_nobody(cast)
    yield from _while_entering(cast)
    yield from _of_olive(cast)
    yield from _of_guarded(cast)
    yield from _of_others(cast)


def _seen(client: Client, *pages: str, of: str = "") -> Iterator[Sight]:
    for page in pages:
        yield page, client, reverse(page) + of


def _of_nobody(cast: Cast) -> Iterator[Sight]:
    yield from _seen(
        Client(),
        "account_login",
        "account_signup",
        "account_signup_by_passkey",
        "account_request_login_code",
        "account_reset_password",
        "account_inactive",
        "account_password_reset_completed",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
    )
    yield "openid_connect_login", Client(), reverse("openid_connect_login", args=["openid"])
    yield "studio:invitation", Client(), _link(cast)


def _while_entering(cast: Cast) -> Iterator[Sight]:
    ways: dict[str, Callable[[Client], object]] = {
        "account_email_verification_sent": partial(doors.sign_up, address="new@studio.example"),
        "account_confirm_login_code": partial(doors.post, page="account_request_login_code", email=OLIVE.address),
        "account_confirm_password_reset_code": partial(doors.post, page="account_reset_password", email=OLIVE.address),
        "account_complete_password_reset": _reset_as_far_as_the_password,
        "mfa_authenticate": partial(doors.sign_in, address=cast.guarded.email),
        "mfa_signup_webauthn": _sign_up_as_far_as_the_passkey,
        "socialaccount_signup": partial(come_back, as_whom="nameless"),
    }
    for page, way in ways.items():
        cache.clear()
        way(client := Client())
        yield page, client, reverse(page)
    Authenticator.objects.filter(user=cast.guarded, type=Authenticator.Type.TOTP).delete()
    doors.sign_in(client := Client(), cast.guarded.email)
    yield from _seen(client, "mfa_authenticate")
    doors.give_second_factor(cast.guarded)


def _reset_as_far_as_the_password(client: Client) -> None:
    doors.post(client, "account_reset_password", email=OLIVE.address)
    doors.post(client, "account_confirm_password_reset_code", code=doors.code())


def _sign_up_as_far_as_the_passkey(client: Client) -> None:
    doors.post(client, "account_signup_by_passkey", email="newer@studio.example")
    doors.prove(client)


def _of_olive(cast: Cast) -> Iterator[Sight]:
    for browser in ("Lynx/2.8", "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"):
        doors.sign_in(client := Client(headers={"user-agent": browser}))
    doors.post(client, "account_reauthenticate", password=doors.PASSWORD)
    yield from _seen(
        client,
        "accounts:you",
        "accounts:second_factor",
        "account_reauthenticate",
        "account_email",
        "account_change_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "usersessions_list",
        "socialaccount_connections",
        "studio:my_data",
        "studio:close_account",
        "studio:teams",
        "account_logout",
    )
    yield "studio:team", client, reverse("studio:team", args=[cast.team.pk])


def _of_guarded(cast: Cast) -> Iterator[Sight]:
    client = _inside(cast.guarded)
    passkey = Authenticator.objects.get(user=cast.guarded, type=Authenticator.Type.WEBAUTHN).pk
    yield from _seen(
        client,
        "mfa_index",
        "mfa_deactivate_totp",
        "mfa_list_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
    )
    for page in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        yield page, client, reverse(page, args=[passkey])


def _of_others(cast: Cast) -> Iterator[Sight]:
    yield from _seen(doors.client_of(cast.plain), "account_set_password")
    yield "studio:invitation", doors.client_of(cast.plain), _link(cast)
    yield from _seen(doors.client_of(cast.closed), "studio:come_back")
    sit(desk := Client(), RUTH, site_role="administrator")
    sit(Client(), MO)
    yield from _seen(desk, "desk:people", "studio:close_account")
    yield from _seen(desk, "desk:people", of=f"?q={OLIVE.address}")


def _inside(person: User) -> Client:
    """A browser in which somebody has shown once more who they are."""
    client = doors.client_of(person)
    doors.post(client, "account_reauthenticate", password=doors.PASSWORD)
    return client


def _link(cast: Cast) -> str:
    return reverse("studio:invitation", args=[make(Purpose.INVITE, cast.invitation.pk)])
