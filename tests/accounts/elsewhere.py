"""The way to a real OpenID provider, which runs beside the tests, and back."""

import re
from html import unescape
from typing import Any

import requests
from django.test import Client
from django.urls import reverse

from tests.cast import OLIVE

LOGIN, CALLBACK = "openid_connect_login", "openid_connect_callback"
PROVED = {"email": OLIVE.address.title(), "email_verified": True, "name": "Olive Oyl", "preferred_username": "olive"}
PEOPLE = {
    "olive": PROVED,
    "unproven": PROVED | {"email_verified": False},
    "quoted": PROVED | {"email_verified": "false"},
    "nameless": {},
    "odd": PROVED | {"name": "visit evil.com", "email": "odd@studio.example"},
}


def leave(client: Client, process: str = "login") -> str:
    """Go as far as our site leads, and return where it sends the browser."""
    page = client.post(reverse(LOGIN, args=["openid"]), query_params={"process": process})
    found = re.search(r'content="0;url=([^"]+)"', page.content.decode())
    assert found, page.headers
    return unescape(found[1])


def come_back(client: Client, as_whom: str, process: str = "login") -> Any:
    """Sign in there, and bring back to us what they gave the browser."""
    there = requests.post(leave(client, process), data={"sub": as_whom}, allow_redirects=False, timeout=10)
    return client.get(there.headers["Location"].removeprefix("http://testserver"))
