"""Ways through the account pages that several tests walk."""

from typing import Any

from django.test import Client
from django.urls import reverse

from petition.outbox.models import Message
from tests.cast import OLIVE

PASSWORD = "correct horse battery"


def post(client: Client, page: str, **fields: str) -> Any:
    return client.post(reverse(page), fields)


def kinds() -> list[str]:
    """What is owed so far, oldest first."""
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def newest() -> Message:
    return Message.objects.latest("pk")


def code() -> str:
    return newest().secrets["code"]


def sign_up(client: Client, address: str = OLIVE.address, password: str = PASSWORD) -> Any:
    return post(client, "account_signup", email=address, password1=password)


def prove(client: Client) -> Any:
    return post(client, "account_email_verification_sent", code=code())


def sign_in(client: Client, address: str = OLIVE.address, password: str = PASSWORD) -> Any:
    return post(client, "account_login", login=address, password=password)


def sign_in_by_code(client: Client, address: str = OLIVE.address) -> Any:
    post(client, "account_request_login_code", email=address)
    return post(client, "account_confirm_login_code", code=code())


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("accounts:you")).status_code == 200
