"""The inbox of a trial: mail is kept as files and read in the browser, never sent."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from petition.outbox import inbox
from petition.outbox.actions import owe
from petition.outbox.delivery import deliver
from petition.outbox.kinds import Attachment, Mail
from tests.cast import ADA
from tests.petition.outbox.testing_kinds import NOTE, answers

LINK = "https://letters.example/confirm/abc/"


@pytest.fixture
def trial(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DEBUG, settings.EMAIL_URL = True, ""
    settings.EMAIL_BACKEND, settings.INBOX_DIR = "petition.outbox.inbox.Backend", tmp_path / "inbox"
    return tmp_path / "inbox"


def send(cause: int, mail: Mail | None = None) -> None:
    owe(NOTE, to=ADA.address, cause=cause)
    if mail:
        answers[cause] = mail
    deliver()


def test_every_mail_is_one_whole_file_that_others_on_the_machine_cannot_read(trial: Path) -> None:
    send(1)
    send(2)

    files = sorted(trial.iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    assert {file.stat().st_mode & 0o077 for file in files} == {0}
    assert trial.stat().st_mode & 0o077 == 0


def test_the_page_lists_mails_newest_first(trial: Path, client: Client) -> None:
    send(1)
    send(2)

    page = client.get("/inbox/").content.decode()

    assert 0 < page.index("Note 2") < page.index("Note 1")


def test_the_page_says_how_many_older_mails_it_leaves_out(
    trial: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(1)
    send(2)
    assert "older mail" not in client.get("/inbox/").content.decode()
    monkeypatch.setattr("petition.inbox.NEWEST", 1)

    page = client.get("/inbox/").content.decode()

    assert "1 older mail is kept" in page
    assert "Note 1" not in page


def test_an_empty_inbox_says_how_to_fill_it(trial: Path, client: Client) -> None:
    assert "Sign a letter" in client.get("/inbox/").content.decode()


def test_a_mail_is_shown_as_text_with_links_to_click(trial: Path, client: Client) -> None:
    send(1, Mail("Please", f"Open {LINK}\n<script>", f'<html><head></head><a href="{LINK}">Go</a></html>'))

    page = client.get(f"/inbox/{inbox.newest_first()[0]}/").content.decode()

    assert f'<a href="{LINK}"' in page
    assert "<script>" not in page


def test_the_html_of_a_mail_is_shown_in_a_frame_where_nothing_runs(trial: Path, client: Client) -> None:
    send(1, Mail("Please", "Text", f'<html><head></head><a href="{LINK}">Go</a></html>'))
    name = inbox.newest_first()[0]

    page, frame = client.get(f"/inbox/{name}/"), client.get(f"/inbox/{name}/html/")

    assert f'src="/inbox/{name}/html/"' in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert "sandbox allow-popups" in frame["Content-Security-Policy"]
    assert f'<base target="_blank"><a href="{LINK}"' in frame.content.decode().replace("</head>", "")


def test_what_is_attached_is_listed_and_can_be_saved(trial: Path, client: Client) -> None:
    receipt = Attachment("receipt-1.tlog-proof", b"c2sp.org\n", "text/plain")
    send(1, Mail("Thank you", "Text", "<p>Text</p>", attachments=(receipt,)))
    path = f"/inbox/{inbox.newest_first()[0]}"

    page, file = client.get(f"{path}/").content.decode(), client.get(f"{path}/attachment/0/")

    assert f'href="{path}/attachment/0/" download>receipt-1.tlog-proof</a>' in page
    assert (file.content, file["Content-Disposition"]) == (b"c2sp.org\n", 'attachment; filename="receipt-1.tlog-proof"')
    assert client.get(f"{path}/attachment/1/").status_code == 404


def test_a_mail_without_attachments_names_none(trial: Path, client: Client) -> None:
    send(1)
    assert "Attached" not in client.get(f"/inbox/{inbox.newest_first()[0]}/").content.decode()


@pytest.mark.parametrize("name", ["nothing", "20260101-000000000000-00000000", "20260101-000000000000-0000000"])
def test_a_mail_that_is_none_is_not_found(trial: Path, client: Client, name: str) -> None:
    assert client.get(f"/inbox/{name}/").status_code == 404
    assert client.get(f"/inbox/{name}/html/").status_code == 404


@pytest.mark.parametrize(("debug", "email_url"), [(False, ""), (True, "smtp://mail.example:25")])
def test_a_public_site_and_one_that_sends_have_no_inbox(
    trial: Path, client: Client, settings: LazySettings, debug: bool, email_url: str
) -> None:
    send(1)
    settings.DEBUG, settings.EMAIL_URL = debug, email_url

    answers = [client.get(path) for path in ("/inbox/", f"/inbox/{inbox.newest_first()[0]}/")]

    assert [answer.status_code for answer in answers] == [404, 404]
