"""The pages behind the links of our mails, at every sight and under axe."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from accounts.actions import refuse_invitations
from accounts.models import User
from letters.models import Letter
from petition.lib.tokens import Purpose, make
from tests.cast import ADA, MO, NOOR, OLIVE, SUZIE
from tests.journeys.conftest import faults_at_every_sight
from tests.live import Site
from tests.makers import make_signature, make_user


def refused(letter: Letter) -> Letter:
    refuse_invitations(letter.team, 8)
    return letter


def addresses(letter: Letter, organizer: User) -> list[str]:
    pending = make_signature(letter, ADA, state="pending").pk
    following = make_signature(letter, NOOR, wants_news=True).pk
    quiet = make_signature(letter, SUZIE, wants_quiet=True).pk
    return [
        *(reverse("pages:deny", args=[make(Purpose.DENY, pk)]) for pk in (pending, following, 0)),
        *(reverse("pages:unsubscribe", args=[make(Purpose.UNSUBSCRIBE, pk)]) for pk in (pending, following, quiet, 0)),
        reverse("pages:organizer_mail", args=[make(Purpose.ORGANIZER, organizer.pk)]),
        reverse("pages:organizer_mail", args=[make(Purpose.ORGANIZER, make_user(MO, site_role="moderator").pk)]),
        reverse("pages:organizer_mail", args=["cut"]),
        reverse("pages:no_invitations", args=[make(Purpose.UNINVITE, letter.team_id, 7)]),
        reverse("pages:no_invitations", args=[make(Purpose.UNINVITE, refused(letter).team_id, 8)]),
        reverse("pages:no_invitations", args=[make(Purpose.UNINVITE, 0, 7)]),
        reverse("pages:signature", args=[make(Purpose.MANAGE, following)]),
    ]


@pytest.mark.django_db(transaction=True)
def test_the_pages_of_our_links_have_no_faults(browser: Browser, live_site: Site, letter: Letter) -> None:
    page = browser.new_page()
    found = {}
    for address in addresses(letter, make_user(OLIVE)):
        page.goto(live_site.url + address)
        found[address] = faults_at_every_sight(page)

    assert {address: faults for address, faults in found.items() if faults} == {}
