"""Everybody knocks at every address of the site; accounts/roles.py says who is let in."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import reverse

from accounts.roles import MAY, PAGES, Act, Who, roles_for
from tests.accounts.addresses import every_address
from tests.accounts.world import CARELESS, CLOSED, ROLES, SAMPLES, World, make_world

# Need not be there in so small a site, and then everybody who may come in is told so: a letter's second log, witnesses,
# openings of an older log, the keys and codes of somebody who has none, logins from elsewhere that are not set up.
ABSENT = {"api:cosigned", "api:follows", "api:openings", "pages:later_log", "pages:later_entry"}
ABSENT |= {f"{site}_{page}" for site in ("github", "orcid", "openid_connect") for page in ("login", "callback")}
ABSENT |= {"desk:bulk_done", "desk:undo_bulk"}  # nobody has decided anything here
ABSENT |= {"mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes"}

LET_IN, REFUSED, NOT_FOUND, WRONG_METHOD = "let in", "refused", "not found", "wrong method"
SIGN_IN, SET_UP, BACK = "sent to sign in", "sent to set up a second factor", "sent to come back"
METHODS = ("get", "post")

# Pages that make no difference between some visitors are tried by one of each sort.
SAME = dict.fromkeys((Who.ANYBODY, Who.HOLDER, Who.MACHINE, Who.TRIAL), ("owner",))
SAME |= dict.fromkeys((Who.PERSON, Who.ENTERING), ("stranger", "owner", CARELESS, "administrator", CLOSED))

# The site without what the test client adds to each visit, a copy of every template's context among it.
HOUSE, VISITS = ClientHandler(enforce_csrf_checks=False), RequestFactory()


def test_every_address_stands_in_the_table_and_nothing_else_does() -> None:
    known = {page for page, _ in every_address()}
    assert (sorted(known - set(PAGES)), sorted(set(PAGES) - known)) == ([], [])


@pytest.mark.django_db
def test_everybody_is_let_in_where_the_table_says_and_nowhere_else() -> None:
    world = make_world()
    sessions = {role: session_of(world, role) for role in ROLES}
    surprises = [
        f"{page} ({PAGES[page].value}) {role}: {found}, not {promise(page, role)}"
        for page, address in addresses(world)
        for role, found in walk(page, address, sessions)
        if not found or not found <= promise(page, role)
    ]
    assert not surprises, "\n".join(surprises)


def walk(page: str, address: str, sessions: dict[str, str]) -> Iterator[tuple[str, set[str]]]:
    """What each visitor meets; a method that is wrong for nobody in particular is wrong before anybody is looked at."""
    unknown = {method: knock("", method, address) for method in METHODS}
    methods = [method for method, found in unknown.items() if found != WRONG_METHOD]
    yield "nobody", {unknown[method] for method in methods}
    for role in SAME.get(PAGES[page], ROLES[1:]):
        yield role, {knock(sessions[role], method, address) for method in methods} - {WRONG_METHOD}


def promise(page: str, role: str) -> set[str]:
    """What roles.py says, in the words that the guards of each door have for it."""
    need = PAGES[page]
    if need in (Who.MACHINE, Who.TRIAL):
        return {NOT_FOUND}
    if need is Who.ENTERING:
        return {LET_IN, SIGN_IN} | ({BACK} if role == CLOSED else set())
    if role == CLOSED and need not in (Who.ANYBODY, Who.HOLDER) and page != "admin:*":
        return {LET_IN} if page == "studio:come_back" else {BACK}
    if need in (Who.ANYBODY, Who.HOLDER) or may(need, role):
        return {LET_IN, NOT_FOUND} if page in ABSENT else {LET_IN}
    if page == "admin:*":
        return {SIGN_IN, REFUSED, NOT_FOUND}
    if need is Who.MODERATOR and role == CARELESS:
        return {SET_UP}
    if role == "nobody":
        return {SIGN_IN}
    return {REFUSED} if isinstance(need, Act) and role in MAY else {NOT_FOUND}


def may(need: Act | Who, role: str) -> bool:
    if isinstance(need, Act):
        return role in roles_for(need)
    let_in = {Who.MODERATOR: {"moderator", "administrator"}, Who.ADMINISTRATOR: {"administrator"}}
    return role in let_in.get(need, set(ROLES) - {"nobody"})


def addresses(world: World) -> Iterator[tuple[str, str]]:
    for page, arguments in every_address():
        if page not in PAGES:
            continue  # said above
        samples = {name: (SAMPLES.get(f"{page} {name}") or SAMPLES[name])(world) for name in arguments}
        yield page, reverse(page.replace("*", "index"), kwargs=samples)


def session_of(world: World, role: str) -> str:
    client = Client()
    if role in world.people:
        client.force_login(world.people[role])
    return client.cookies[settings.SESSION_COOKIE_NAME].value if client.cookies else ""


def knock(session: str, method: str, address: str) -> str:
    """What somebody meets at a door; whatever the visit changes is put back."""
    VISITS.cookies.clear()
    if session:
        VISITS.cookies[settings.SESSION_COOKIE_NAME] = session
    with transaction.atomic():
        response = HOUSE(getattr(VISITS, method)(address).environ)
        transaction.set_rollback(True)
    return meaning(response)


def meaning(response: HttpResponse) -> str:
    where = response.headers.get("Location", "").partition("?")[0]
    if where in (reverse("account_login"), reverse("admin:login")):
        return SIGN_IN
    if where == reverse("studio:come_back"):
        return BACK
    if where == reverse("accounts:second_factor"):
        return SET_UP
    if response.status_code >= 500:
        return f"broken, {response.status_code}"
    return {403: REFUSED, 404: NOT_FOUND, 405: WRONG_METHOD}.get(response.status_code, LET_IN)
