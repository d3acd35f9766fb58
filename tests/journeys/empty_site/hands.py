"""How a page is used: by its words."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page


class Hand:
    """Somebody at a page: everything is found by the words that stand on it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, name: str) -> None:
        button(self.page, name).click()

    def follow(self, name: str) -> None:
        link(self.page, name).click()

    def open(self, locator: Locator) -> None:
        locator.click()

    def write(self, label: str, text: str) -> None:
        field(self.page, label).fill(text)

    def tick(self, label: str) -> None:
        field(self.page, label).check()

    def choose(self, label: str, option: str) -> None:
        field(self.page, label).select_option(label=option)

    def upload(self, label: str, file: Path) -> None:
        field(self.page, label).set_input_files(file)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True).first


def link(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=name, exact=True).first


def field(page: Page, label: str) -> Locator:
    """The field that is to be seen, since each verdict at the desk has a form with the same words."""
    named = page.get_by_label(re.compile(rf"^\s*{re.escape(label)}"))
    return page.locator("input, select, textarea").and_(named).filter(visible=True).first
