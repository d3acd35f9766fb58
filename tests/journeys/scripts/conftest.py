"""The browser's modules on an empty page, called with values and asked for what they answer."""

import mimetypes
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.house.code import ROOT

# A browser has its cryptography on secure pages only, and this name counts as one.
HOST = "http://localhost"
STATIC = ROOT / "static"
# The code of the fault that a piece of work ends in, or "" if it ends well.
FAULT_OF = """const { Fault } = await import('/js/log/fault.js');
const faultOf = async (work) => {
  try { await work(); return ""; } catch (error) { if (error instanceof Fault) return error.code; throw error; }
};"""
Run = Callable[..., Any]


def _serve(route: Route) -> None:
    path = STATIC / route.request.url.removeprefix(f"{HOST}/")
    if path.is_file():
        route.fulfill(body=path.read_bytes(), content_type=mimetypes.guess_type(path)[0] or "text/plain")
    else:
        route.fulfill(body="<!doctype html><title>Empty</title>", content_type="text/html")


@pytest.fixture(scope="module")
def empty_page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.route(f"{HOST}/**", _serve)
    page.goto(HOST)
    yield page
    page.close()


@pytest.fixture
def run(empty_page: Page) -> Run:
    """Evaluate a function body that may use the modules it names: run("merkle", "return …", leaf="…")."""

    def call(modules: str, body: str, **values: Any) -> Any:
        loads = "".join(f"const {name} = await import('/js/log/{name}.js');" for name in ["bytes", *modules.split()])
        given = f"const {{ {', '.join(values)} }} = given;" if values else ""
        return empty_page.evaluate(f"async (given) => {{ {loads} {given} {FAULT_OF} {body} }}", values)

    return call
