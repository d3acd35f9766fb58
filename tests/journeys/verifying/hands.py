"""What journeys to the page that checks receipts have in common."""

from pathlib import Path

from django.conf import settings
from playwright.sync_api import FilePayload, Locator, Page

from letters.ledger import keys
from letters.models import Letter
from tests.journeys.scripts.paper import PaperLog

HOLDS = "This signature is in the log."
WRONG = "This receipt proves nothing."
CONTRADICTED = "The log contradicts itself."
UNDECIDED = "This could not be checked."


def twin_of(letter: Letter) -> PaperLog:
    """A log signed with the same key, of which the letter's own knows nothing."""
    return PaperLog(letter.origin, keys.seed_of(settings.LOG_KEY_SEED, letter.origin))


def lay_down(page: Page, receipt: str | Path) -> None:
    """Choose a file, or one of this content."""
    if isinstance(receipt, str):
        file = FilePayload(name="receipt.tlog-proof", mimeType="text/plain", buffer=receipt.encode())
        page.locator("#receipt-file").set_input_files(file)
    else:
        page.locator("#receipt-file").set_input_files(receipt)


def verdict(page: Page) -> Locator:
    return page.locator("[data-verdict]:visible")


def last_step(page: Page) -> Locator:
    return page.locator("[data-history]:visible")
