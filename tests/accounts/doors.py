"""Ways through the account pages that several tests walk."""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from accounts import factors
from accounts.models import User
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


def client_of(person: User) -> Client:
    """A browser in which this person has signed in, by whatever way."""
    client = Client()
    client.force_login(person)
    return client


def give_second_factor(person: User) -> Authenticator:
    """An app that makes codes, as if the person had set it up, without the mails and pages on the way."""
    found = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    return found or TOTP.activate(person, generate_totp_secret()).instance


def code_of(factor: Authenticator) -> str:
    """What the app shows at this moment."""
    return code_for(factors.unseal(factor.data["secret"]))


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
