"""Everybody of the journey, each in a browser of their own, and the mails they get."""

import re
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from playwright.sync_api import Browser, expect

from petition.outbox.delivery import deliver
from tests.cast import Person
from tests.journeys.hands import Hand

SIGHT = {"viewport": {"width": 1280, "height": 900}, "locale": "en-US"}


@dataclass
class Guest:
    """A person at a browser."""

    person: Person
    hand: Hand
    site: str

    def go(self, path: str) -> None:
        self.hand.page.goto(path if path.startswith("http") else f"{self.site}{path}")

    def sees(self, words: str) -> None:
        expect(self.hand.page.locator("main")).to_contain_text(words)


def arrive(browser: Browser, site: str, person: Person, hand: type[Hand]) -> Guest:
    page = browser.new_context(**SIGHT).new_page()
    page.set_default_timeout(10_000)
    return Guest(person, hand(page), site)


def make_account(guest: Guest) -> None:
    """Sign up on whatever page leads to it by mailed code."""
    guest.hand.write("E-mail", guest.person.address)
    guest.hand.press("Mail me a code")
    guest.hand.write("Code", newest_code(guest.person))
    guest.hand.press("Confirm the address")


def set_up_an_app(guest: Guest) -> None:
    """Scan the key as an app would, and type the code it shows."""
    guest.hand.follow("Use an app that makes codes")
    secret = guest.hand.page.locator(".secret__key").inner_text()
    counter = next(iter(yield_hotp_counters_from_time()))
    guest.hand.write("Code", format_hotp_value(hotp_value(secret, counter)))
    guest.hand.press("Set it up")


def newest_code(person: Person) -> str:
    return _newest(person, r"^ +(\w{4}-\w{4})$")


def newest_link(person: Person, part: str) -> str:
    return _newest(person, rf"(https?://\S+/{part}/\S+)")


def newest_mail(person: Person) -> str:
    deliver()
    return next(str(one.body) for one in reversed(mail.outbox) if person.address in one.to)


def _newest(person: Person, pattern: str) -> str:
    """Send what is owed, and read the newest mail to somebody that has what is looked for."""
    deliver()
    bodies = (str(one.body) for one in reversed(mail.outbox) if person.address in one.to)
    found = next(filter(None, (re.search(pattern, body, re.MULTILINE) for body in bodies)), None)
    assert found, f"No mail to {person.address} has {pattern}."
    return found[1]
