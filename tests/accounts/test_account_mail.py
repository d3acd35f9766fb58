from datetime import timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable

import pytest
from django.test import Client
from django.utils import timezone

from accounts import mail
from accounts.models import User
from petition.outbox.actions import owe
from petition.outbox.kinds import UNWANTED, Mail
from petition.outbox.models import Message, Priority
from tests.accounts import doors
from tests.cast import OLIVE

pytestmark = pytest.mark.django_db

# With one address per account, changed by code, allauth has no occasion for these.
NEVER_SENT = {
    "account/email/email_confirm",
    "account/email/email_deleted",
    "account/email/password_reset_key",
}


def mails_of(app: str) -> list[Traversable]:
    folder = files("allauth").joinpath("templates", app, "email")
    return [file for file in folder.iterdir() if file.name.endswith("_subject.txt")] if folder.is_dir() else []


def test_every_mail_allauth_can_send_has_a_kind() -> None:
    prefixes = {
        f"{app}/email/{file.name.removesuffix('_subject.txt')}"
        for app in ("account", "mfa", "socialaccount", "usersessions")
        for file in mails_of(app)
    }

    assert prefixes - NEVER_SENT == set(mail.KINDS)


@pytest.mark.parametrize("kind", sorted(set(mail.KINDS.values())))
def test_every_kind_is_written_in_text_and_html(kind: str) -> None:
    owe(kind, to=OLIVE.address, cause=0, secrets={"code": "BCDF-GHJK", "to_email": "new@studio.example"})

    written = mail.render(doors.newest())

    assert isinstance(written, Mail)
    assert all("Undersigned" in part for part in (written.subject, written.text, written.html))
    assert ("BCDF-GHJK" in written.text) == ("BCDF-GHJK" in written.html) == kind.endswith("_code")
    assert "BCDF-GHJK" not in written.subject


@pytest.mark.parametrize("prefix", [prefix for prefix, kind in mail.KINDS.items() if kind == "accounts.access_changed"])
def test_a_change_of_access_says_which(prefix: str, olive: User) -> None:
    mail.owe_for(prefix, to=OLIVE.address, context={"user": olive, "provider": "GitHub"})

    written = mail.render(doors.newest())

    assert isinstance(written, Mail)
    news = str(mail.NEWS[prefix.rpartition("/")[2]])
    assert all(news in part and "GitHub" in part for part in (written.text, written.html))


def test_a_code_goes_first_and_lies_sealed(client: Client, olive: User) -> None:
    doors.post(client, "account_request_login_code", email=OLIVE.address)

    message = Message.objects.get()

    assert (message.priority, message.cause) == (Priority.ACCOUNT_CODE, olive.pk)
    assert doors.code().encode() not in bytes(message.sealed or b"")


def test_a_code_that_would_come_too_late_is_not_sent() -> None:
    owe("accounts.login_code", to=OLIVE.address, cause=0, secrets={"code": "BCDF-GHJK"})
    message = doors.newest()

    message.created_at = timezone.now() - timedelta(minutes=15, seconds=1)

    assert mail.render(message) is UNWANTED
