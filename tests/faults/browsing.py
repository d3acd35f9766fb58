"""What browsers send for the people of a crowd, through a proxy that names their networks."""

import http.client
from collections.abc import Callable
from contextlib import closing
from itertools import count
from urllib.parse import urlencode

LETTER = "/letters/our-work-is-not-your-beta-test/"  # the sample, which every site has from its first start
NUMBERS = count(1)  # of people, over all tests of a run
ANSWERS_WITHIN = 20.0  # seconds

Expected = Callable[[int, str, str], bool]


def ask(port: int, path: str, form: dict[str, str] | None = None, *, client: str) -> tuple[int, str, str]:
    """Status, place it leads to, and text, over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWERS_WITHIN)
    try:
        return ask_over(connection, path, form, client=client)
    except (OSError, http.client.HTTPException):
        return 0, "", ""
    finally:
        connection.close()


def ask_over(
    connection: http.client.HTTPConnection, path: str, form: dict[str, str] | None, *, client: str
) -> tuple[int, str, str]:
    """As a proxy passes on what a browser sends."""
    headers = {"X-Forwarded-For": client, "Sec-Fetch-Site": "same-origin"}
    if form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request("POST" if form else "GET", path, urlencode(form) if form else None, headers)
    response = connection.getresponse()
    return response.status, response.headers.get("Location", ""), response.read().decode()


def sign_on_one_connection(port: int, client: str, number: int) -> list[int]:
    """So many people of one network, one after the other; the statuses they get."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWERS_WITHIN)
    with closing(connection):
        forms = [sign_form(next(NUMBERS)) for _ in range(number)]
        return [ask_over(connection, f"{LETTER}sign/", form, client=client)[0] for form in forms]


def sign_form(person: int) -> dict[str, str]:
    consents = {"consent_text": "on", "consent_political": "on", "website": ""}
    return confirm_form(person) | consents | {"email": f"signer{person}@example.org"}


def confirm_form(person: int) -> dict[str, str]:
    return {"name": name_of(person), "display": "name", "version": "1"}


def leads_to(path: str) -> Expected:
    return lambda status, place, body: status == 302 and place == path


def shows(text: str) -> Expected:
    return lambda status, place, body: status == 200 and text in body


def name_of(person: int) -> str:
    return f"Signer No {person}."


def network_of(person: int) -> str:
    return f"198.18.{person // 256}.{person % 256}"
