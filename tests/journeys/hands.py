"""How a page is used: by its words, with a mouse or without one."""

import re
from pathlib import Path

from playwright.sync_api import ElementHandle, Locator, Page

AT_MOST = 400  # stops of the Tab key before a page counts as one without a way to the element
# What a person sees who looks where they are: there, or further up, or further down.
WHERE = """element => {
    const here = document.activeElement;
    if (here === element) return "here";
    return element.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING ? "Shift+Tab" : "Tab";
}"""
OUTLINED = """element => ["outlineStyle", "boxShadow"].some(ring => getComputedStyle(element)[ring] !== "none")"""


class Hand:
    """Somebody at a page: everything is found by the words that stand on it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, name: str) -> None:
        self.enter(button(self.page, name))

    def follow(self, name: str) -> None:
        self.enter(link(self.page, name))

    def enter(self, locator: Locator) -> None:
        """Press what leads to another page."""
        locator.click()

    def open(self, locator: Locator) -> None:
        """Press what leaves the page where it is."""
        locator.click()

    def write(self, label: str, text: str) -> None:
        field(self.page, label).fill(text)

    def tick(self, label: str) -> None:
        field(self.page, label).check()

    def choose(self, label: str, option: str) -> None:
        field(self.page, label).select_option(label=option)

    def upload(self, label: str, file: Path) -> None:
        field(self.page, label).set_input_files(file)


class Keyboard(Hand):
    """Somebody without a mouse: an element is reached by Tab, or it is not reached."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        page.on("filechooser", lambda _: None)  # from here on: it may take a moment, and a key does not wait for it

    def enter(self, locator: Locator) -> None:
        self.reach(locator)
        with self.page.expect_event("framenavigated"):
            self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()

    def open(self, locator: Locator) -> None:
        self.reach(locator)
        self.page.keyboard.press("Enter")

    def write(self, label: str, text: str) -> None:
        element = self.reach(field(self.page, label))
        if element.get_attribute("type") == "date":
            year, month, day = text.split("-")
            self.page.keyboard.type(month + day + year)  # as an American's browser asks for it
        else:
            self.page.keyboard.press("ControlOrMeta+A")
            self.page.keyboard.insert_text(text)

    def tick(self, label: str) -> None:
        self.reach(field(self.page, label))
        self.page.keyboard.press("Space")

    def choose(self, label: str, option: str) -> None:
        element = self.reach(field(self.page, label))
        options = [text.strip() for text in element.evaluate("select => [...select.options].map(each => each.label)")]
        self.page.keyboard.press("Home")
        for _ in range(options.index(option)):
            self.page.keyboard.press("ArrowDown")

    def upload(self, label: str, file: Path) -> None:
        self.reach(field(self.page, label))
        with self.page.expect_file_chooser() as asked:
            self.page.keyboard.press("Enter")
        asked.value.set_files(file)

    def reach(self, locator: Locator) -> ElementHandle:
        element = locator.element_handle()
        for _ in range(AT_MOST):
            where = element.evaluate(WHERE)
            if where == "here":
                assert element.evaluate(OUTLINED), f"Nothing shows that {locator} has the focus on {self.page.url}"
                return element
            self.page.keyboard.press(where)
        raise AssertionError(f"No key leads to {locator} on {self.page.url}")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True).first


def link(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=name, exact=True).first


def field(page: Page, label: str) -> Locator:
    """The field that is to be seen, since each verdict at the desk has a form with the same words."""
    named = page.get_by_label(re.compile(rf"^\s*{re.escape(label)}"))
    return page.locator("input, select, textarea").and_(named).filter(visible=True).first
