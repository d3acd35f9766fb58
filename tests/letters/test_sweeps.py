"""A sweep that meets a broken row does all the others, says which it was, and fails."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.utils import timezone

from accounts.actions import forget_unanswered, forget_unproven, invite
from accounts.models import Invitation, User
from letters.ledger import copying, outside
from letters.ledger.actions import sequence_waiting
from letters.ledger.models import Log
from letters.ledger.queueing import Signing, queue_signings
from letters.models import Letter
from letters.moderation import digest
from letters.moderation.actions.sweeping import tell_submitted
from letters.privacy.actions import close_account, erase_closed
from letters.signing import announcing, milestones, origins
from letters.signing.actions import erase_unconfirmed
from letters.signing.actions.heading import add_first, ask_first_signers
from letters.updates.actions import begin_due, follow, owe_next
from letters.writing.actions import amend, approve, close_past_due, publish_due, reject, submit
from petition.audit.actions import CLOCK
from petition.lib.sweeping import Unfinished
from petition.outbox.models import Mailing, Message
from tests.cast import ADA, NOOR
from tests.letters.updates.newsroom import newest, of_trusted, send_it, sent, written
from tests.makers import make_draft, make_letter, make_signature, make_submission, make_team, make_user

pytestmark = pytest.mark.django_db

NOW = timezone.now()
DAY = timedelta(days=1)
LATER = NOW + 60 * DAY


def break_row(table: str, column: str, number: int) -> None:
    """Nothing can be written for this row any more, as when something of it is spoiled."""
    raising = "EXECUTE FUNCTION spoiled()"
    with connection.cursor() as cursor:
        cursor.execute(f"""
            CREATE FUNCTION spoiled() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'this row is spoiled'; END $$;
            CREATE TRIGGER changed BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW
                WHEN (OLD.{column} = {number}) {raising};
            CREATE TRIGGER added BEFORE INSERT ON {table} FOR EACH ROW WHEN (NEW.{column} = {number}) {raising};
        """)


def mend() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION spoiled() CASCADE")


def of_two_letters(**fields: Any) -> list[int]:
    return [make_letter(**fields).pk for _ in range(2)]


def people() -> list[User]:
    return [make_user(person) for person in (ADA, NOOR)]


def closing_people() -> list[int]:
    for person in people():
        close_account(person)
    return [person.pk for person in people()]


def unproven_people() -> list[int]:
    return [person.pk for person in people()]


def waiting_letters() -> list[int]:
    letters = [make_draft(publish_at=NOW + DAY) for _ in range(2)]
    for letter in letters:
        approve(submit(letter.pk, person=make_user(), at=NOW).pk, by="user 7", at=NOW)
    return [letter.pk for letter in letters]


def first_signers() -> list[int]:
    letters = Letter.objects.filter(pk__in=of_two_letters())
    return [add_first(letter.pk, name="A", address=ADA.address, by="user 7").pk for letter in letters]


def grown_letters() -> list[int]:
    numbers = of_two_letters(goal=1)
    Log.objects.update(signed=1, peak=1)
    return numbers


def amended_letters() -> list[int]:
    letters = Letter.objects.filter(pk__in=of_two_letters())
    for letter in letters:
        make_signature(letter)
        amend(letter, body="Another text.", note="", by="a test")
    return [letter.pk for letter in letters]


def submissions() -> list[int]:
    return [make_submission(make_draft(state="submitted")).pk for _ in range(2)]


def tries() -> list[int]:
    letter = make_letter()
    return [make_signature(letter, person, state="pending", at=NOW).pk for person in (ADA, NOOR)]


def invitations() -> list[int]:
    owner = make_user()
    for person in (ADA, NOOR):
        invite(make_team(owner), person.address, "editor", person=owner, language="en")
    return list(Invitation.objects.order_by("pk").values_list("pk", flat=True))


def moderators() -> list[int]:
    make_submission(make_draft(state="submitted"))
    return [make_user(person, site_role="moderator").pk for person in (ADA, NOOR)]


def unlisted_logs() -> list[int]:
    """Signatures of processes that ended before their entries had a place."""
    logs = [make_letter().log for _ in range(2)]
    for log in logs:
        assert log
        queue_signings(log.pk, bytes(log.text or b""), [Signing(1, "", ADA.address, NOW)])
    return [log.pk for log in logs if log]


def updates_to_begin_and_to_stop() -> list[int]:
    refused = sent(of_trusted())
    refused.refresh_from_db()
    reject(refused.submission_id or 0, by="user 7")
    return [send_it(written(of_trusted())).pk, refused.pk]


def updates_of_nobody() -> list[int]:
    updates = [send_it(written(of_trusted())) for _ in range(2)]
    begin_due()
    owe_next()
    return [newest(update).pk for update in updates]


def follow_anew() -> int:
    """A second round within seconds counts nothing again."""
    Mailing.objects.update(counted_at=None)
    return follow()


LETTER = ("letters_letter", "id")
# What is due, two of each; the sweep, as late as it needs to be; and where it writes something of a row.
SWEEPS: dict[str, tuple[Callable[[], list[int]], Callable[[], int], tuple[str, str]]] = {
    "erase closed": (closing_people, partial(erase_closed, at=LATER), ("accounts_user", "id")),
    "forget unproven": (unproven_people, partial(forget_unproven, at=LATER), ("accounts_user", "id")),
    "forget unanswered": (invitations, partial(forget_unanswered, at=LATER), ("accounts_invitation", "id")),
    "publish due": (waiting_letters, partial(publish_due, by=CLOCK, at=LATER), LETTER),
    "close past due": (
        partial(of_two_letters, closes_at=NOW + DAY),
        partial(close_past_due, by=CLOCK, at=LATER),
        LETTER,
    ),
    "tell of submissions": (submissions, tell_submitted, ("outbox_message", "cause")),
    "tell of amendments": (amended_letters, announcing.tell, LETTER),
    "tell of milestones": (grown_letters, milestones.tell, LETTER),
    "ask first signers": (first_signers, ask_first_signers, ("letters_firstsigner", "id")),
    "count origins": (of_two_letters, origins.count_changed, ("letters_figures", "letter_id")),
    "erase unconfirmed": (tries, partial(erase_unconfirmed, at=LATER), ("letters_signature", "id")),
    "begin updates": (updates_to_begin_and_to_stop, begin_due, ("letters_update", "id")),
    "follow updates": (updates_of_nobody, follow_anew, ("letters_sending", "id")),
    "sequence": (unlisted_logs, sequence_waiting, ("letters_log", "id")),
}


@pytest.mark.parametrize("name", SWEEPS)
def test_a_broken_row_keeps_no_other_waiting(name: str, caplog: pytest.LogCaptureFixture) -> None:
    prepare, sweep, (table, column) = SWEEPS[name]
    broken = prepare()[0]
    break_row(table, column, broken)

    with pytest.raises(Unfinished, match=f" failed for {broken}; 1 done"):
        sweep()

    (told,) = (line for line in caplog.records if line.name == "petition.lib.sweeping")
    assert (f" {broken} has failed." in told.getMessage(), "this row is spoiled" in str(told.exc_info)) == (True, True)
    mend()
    assert sweep() == 1


def test_one_moderator_s_mail_keeps_no_other_s_waiting() -> None:
    first, second = moderators()
    break_row("outbox_message", "cause", first)

    with pytest.raises(Unfinished):
        digest.tell()

    assert list(Message.objects.filter(kind=digest.DIGEST).values_list("cause", flat=True)) == [second]


def test_a_log_that_can_t_be_copied_keeps_no_other_from_it(settings: LazySettings, tmp_path: Path) -> None:
    backend = {"BACKEND": "petition.lib.folder.Folder", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {outside.ALIAS: backend}
    broken, whole = (make_letter().log for _ in range(2))
    assert broken
    assert whole
    break_row("letters_outside", "log_id", broken.pk)

    for carry in (copying.look_over, copying.copy_news):
        with pytest.raises(Unfinished, match=f"To copy log has failed for {broken.pk};"):
            carry()

    assert (tmp_path / whole.path[1:] / "checkpoint").exists()
    mend()
    assert copying.copy_news() == 1
