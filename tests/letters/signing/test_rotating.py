"""A letter turns to the log that follows: nobody is lost or counted twice, whatever happens meanwhile."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils import timezone

from letters.ledger import guarding, keys, listing, outside, reading
from letters.ledger.actions import sequence_waiting, turn
from letters.ledger.auditing import audit
from letters.ledger.models import Log, Opening, Operation
from letters.ledger.receipts import verify
from letters.models import Letter, Signature
from letters.signing import rotating
from letters.signing.actions.entering import enter
from letters.signing.actions.hiding import hide_name, show_name
from letters.signing.actions.keeping import edit
from letters.signing.actions.leaving import erase, withdraw
from letters.signing.actions.moderating import restore, strike
from letters.signing.fields import ConfirmedFields
from letters.signing.queries import count_of
from letters.signing.rotating import rotate
from letters.signing.rules import StrikeReason
from letters.writing.actions import amend
from petition.lib.notes import Checkpoint, Verifier, join_note
from petition.lib.witness import Witness
from tests.cast import ADA, NOOR, Person
from tests.makers import make_signature, make_signatures

pytestmark = pytest.mark.django_db

WITNESS = "witness.example/w1+7e136b5c+BAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f@https://witness.example"


@pytest.fixture(autouse=True)
def fresh_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "_guard", guarding.Guard())


def turned(letter: Letter) -> Log:
    """The letter's log after a rotation, once everything in it has been recomputed from its entries."""
    new = rotate(letter.pk, says=lambda words: None)
    letter.refresh_from_db()
    assert letter.log == new
    log = audit(new.pk)
    assert log.count == Signature.objects.filter(letter=letter, state="confirmed").count()
    return log


def names(log: Log) -> list[str]:
    log.refresh_from_db()
    return [opening.card.splitlines()[0].removeprefix("name ") for opening in reading.openings(log.pk, 0, log.size)]


def test_all_in_force_are_entered_into_the_next_log(letter: Letter) -> None:
    make_signatures(letter, 5)
    old = letter.log

    log = turned(letter)

    assert (log.origin, log.follows, log.count, log.size) == (f"{old.origin}/2", old, 5, 6)
    assert names(log) == [f"Signer {n}" for n in range(1, 6)]
    assert audit(old.pk).closed_at is not None


def test_receipts_from_the_old_log_stay_good(letter: Letter) -> None:
    signature = make_signature(letter)
    old, receipt = letter.log, reading.receipt_of(signature.operation_id)

    turned(letter)

    assert receipt
    assert verify(receipt, log=Verifier.parse(keys.vkey(old.origin))).size == 2
    assert reading.receipt(Log.objects.get(pk=old.pk), 1) is not None


def test_each_signs_the_text_they_signed(letter: Letter) -> None:
    make_signature(letter, ADA)
    amend(letter, body="Another text.", note="", by="a test")
    letter.refresh_from_db()
    make_signature(letter, NOOR)

    log = turned(letter)

    kinds = [entry.decode().split("\n")[0].split()[1] for entry in reading.entries(log.pk, 0, log.size)]
    assert kinds == ["text", "sign", "text", "sign"]


def test_who_was_struck_can_still_be_restored(letter: Letter) -> None:
    signature = make_signature(letter, state="struck", ended_reason="fraud")
    log = turned(letter)
    assert (log.count, log.struck) == (0, 1)

    restore(signature.pk, by="a test")
    assert audit(log.pk).count == 1


def test_who_has_withdrawn_is_not_in_it_and_may_sign_again(letter: Letter) -> None:
    signature = make_signature(letter, state="withdrawn")
    log = turned(letter)
    assert log.size == 1

    with turn() as its:
        locked = Signature.objects.locked(signature.pk)
        enter(its, locked, locked, at=timezone.now())
    assert audit(log.pk).count == 1


def test_a_signature_is_edited_withdrawn_and_erased_in_its_new_log(letter: Letter) -> None:
    ada, ben = make_signature(letter, ADA), make_signature(letter, NOOR)
    log = turned(letter)

    edit(ada.pk, ConfirmedFields("Ada King"))
    erase(ben.pk, keep_counted=False)

    assert names(audit(log.pk)) == ["Ada King"]
    assert not Opening.objects.exclude(operation__subject=ada.pk).exists()


def test_an_erased_signer_who_stays_counted_is_named_nowhere(letter: Letter) -> None:
    signature = make_signature(letter)
    erase(signature.pk, keep_counted=True)

    log = turned(letter)

    assert log.count == 1
    assert not Opening.objects.exists()


class TestWhileItIsFilled:
    @pytest.fixture
    def ada(self, letter: Letter) -> Signature:
        return make_signature(letter, ADA)

    @pytest.fixture
    def move(self, letter: Letter, ada: Signature) -> rotating.Move:
        make_signature(letter, NOOR)
        letter.refresh_from_db()
        move = rotating.Move(letter, letter.log, lambda words: None)
        move.enter_all()
        return move

    def finished(self, move: rotating.Move) -> Log:
        counted = Log.objects.get(pk=move.old.pk).count
        log = turned(move.letter)
        assert log.count == counted
        return log

    def test_the_count_stays_what_it_is(self, letter: Letter, move: rotating.Move) -> None:
        letter.refresh_from_db()
        assert (letter.log, letter.log.count) == (move.old, 2)

    def test_a_new_signature_is_made_up_for(self, move: rotating.Move, letter: Letter) -> None:
        make_signature(letter, Person("Cleo", "cleo@example.org"))
        assert names(self.finished(move))[-1] == "Cleo"

    def test_a_withdrawal_is_made_up_for(self, move: rotating.Move, ada: Signature) -> None:
        withdraw(ada.pk)
        assert ADA.name not in names(self.finished(move))

    def test_a_withdrawal_and_a_new_signature_are_one(self, move: rotating.Move, ada: Signature) -> None:
        withdraw(ada.pk)
        with turn() as its:
            locked = Signature.objects.locked(ada.pk)
            operation = enter(its, locked, locked, at=timezone.now())
            Signature.objects.filter(pk=ada.pk).update(state="confirmed", operation_id=operation)
        assert len(names(self.finished(move))) == 2

    def test_a_name_that_is_hidden_is_withheld_in_both_logs(self, move: rotating.Move, ada: Signature) -> None:
        hide_name(ada.pk, by="a test")
        assert (names(move.old), names(move.new)) == ([NOOR.name], [NOOR.name])

    def test_a_name_that_is_shown_again_is_released_in_both_logs(self, move: rotating.Move, ada: Signature) -> None:
        hide_name(ada.pk, by="a test")
        show_name(ada.pk, by="a test")
        assert names(move.old) == names(move.new) == [ADA.name, NOOR.name]

    def test_an_edit_is_made_up_for(self, move: rotating.Move, ada: Signature) -> None:
        edit(ada.pk, ConfirmedFields("Ada King"))
        assert "Ada King" in names(self.finished(move))

    def test_a_strike_is_made_up_for(self, move: rotating.Move, ada: Signature) -> None:
        strike(ada.pk, reason=StrikeReason.FRAUD, by="a test")
        assert self.finished(move).struck == 1

    @pytest.mark.parametrize("keep_counted", [True, False])
    def test_an_erasure_is_made_up_for(self, move: rotating.Move, ada: Signature, keep_counted: bool) -> None:
        erase(ada.pk, keep_counted=keep_counted)
        assert ADA.name not in names(self.finished(move))
        assert not Opening.objects.filter(operation__subject=ada.pk).exists()

    def test_a_new_version_is_made_up_for(self, move: rotating.Move, letter: Letter) -> None:
        make_signature(letter, Person("Cleo", "cleo@example.org"))
        amend(letter, body="Another text.", note="", by="a test")
        letter.refresh_from_db()
        make_signature(letter, Person("Dora", "dora@example.org"))
        log = self.finished(move)
        assert (log.text_number, names(log)[-2:]) == (2, ["Cleo", "Dora"])

    def test_who_waited_for_the_old_log_signs_the_new_one(self, move: rotating.Move, letter: Letter) -> None:
        signature = make_signature(letter, Person("Cleo", "cleo@example.org"), state="pending")
        late = Signature.objects.select_related("letter__log", "letter__current").get(pk=signature.pk)
        log = self.finished(move)

        with turn() as its:
            operation = enter(its, late, late, at=timezone.now())
        assert Operation.objects.get(pk=operation).log == log


def test_a_hidden_name_is_withheld_from_its_first_moment_in_the_next_log(letter: Letter) -> None:
    hide_name(make_signature(letter, ADA).pk, by="a test")
    make_signature(letter, NOOR)
    letter.refresh_from_db()
    move = rotating.Move(letter, letter.log, lambda words: None)

    move.enter_all()

    assert names(audit(move.new.pk)) == [NOOR.name]


def test_a_run_that_was_killed_is_gone_on_with(letter: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotating, "BATCH", 2)
    make_signatures(letter, 7)
    left = iter(range(2))

    def killed(words: str) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate(letter.pk, says=killed)
    assert turned(letter).size == 8


def test_a_log_that_lost_entries_is_followed_and_what_waited_is_counted(
    letter: Letter, settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = {"BACKEND": "petition.lib.folder.Folder", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {outside.ALIAS: backend}
    old = letter.log
    text = Checkpoint(old.origin, 9, b"r" * 32).text()
    note = join_note(text, [keys.signer(old.origin).sign(text)])
    outside.write(storages[outside.ALIAS], f"{old.path[1:]}/checkpoint", note.encode())
    fresh = guarding.Guard()
    monkeypatch.setattr(guarding, "_guard", fresh)
    signature = make_signature(letter)
    assert Operation.objects.get(pk=signature.operation_id).index is None

    log = turned(letter)

    assert (log.count, names(log)) == (1, [ADA.name])
    assert (sequence_waiting(), Operation.objects.waiting().count()) == (0, 0)


def test_a_third_log_follows_the_second(letter: Letter) -> None:
    make_signature(letter)
    turned(letter)
    assert turned(letter).origin.endswith("/log/3")


def test_no_milestone_is_told_again(letter: Letter) -> None:
    make_signatures(letter, 3)
    strike(Signature.objects.order_by("pk")[0].pk, reason=StrikeReason.FRAUD, by="a test")
    log = turned(letter)
    assert letter.told_up_to >= log.peak


def test_times_of_signing_are_kept(letter: Letter) -> None:
    long_ago = timezone.now() - timedelta(hours=20)
    make_signature(letter, at=long_ago)
    log = turned(letter)
    assert log.time == int(long_ago.timestamp()) // 3600 * 3600


class TestByCommand:
    def test_entries_of_signatures_that_are_lost_are_told_of(
        self, letter: Letter, capsys: pytest.CaptureFixture[str]
    ) -> None:
        make_signatures(letter, 3)
        Signature.objects.order_by("pk")[0].delete()

        call_command("log", "rotate", letter.slug)

        assert f"Counted entries of {letter.origin} that were not entered anew: 1." in capsys.readouterr().out
        assert count_of(letter.pk) == 2

    def test_nobody_is_told_of_where_all_are_known(self, letter: Letter, capsys: pytest.CaptureFixture[str]) -> None:
        make_signature(letter)
        withdraw(make_signature(letter, NOOR).pk)
        call_command("log", "rotate", letter.slug)
        assert "not entered anew" not in capsys.readouterr().out

    def test_a_letter_is_turned_by_its_slug(self, letter: Letter, capsys: pytest.CaptureFixture[str]) -> None:
        make_signature(letter)
        call_command("log", "rotate", letter.slug)
        assert f"{letter.origin}/2 goes on from here" in capsys.readouterr().out

    def test_a_letter_that_is_not_there_is_named(self) -> None:
        with pytest.raises(CommandError, match="There is no letter nowhere"):
            call_command("log", "rotate", "nowhere")

    def test_the_site_s_own_log_comes_first_where_it_lost_entries(
        self, letter: Letter, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        listing.list_checkpoints()
        settings.WITNESSES = (Witness.parse(WITNESS),)
        guarding.object_to(listing.site_log(), by="witness.example/w1", known=7)
        monkeypatch.setattr(guarding, "_guard", guarding.Guard())
        with pytest.raises(CommandError, match="--site"):
            call_command("log", "rotate", letter.slug)

        call_command("log", "rotate", "--site")
        monkeypatch.setattr(guarding, "_guard", guarding.Guard())
        call_command("log", "rotate", letter.slug)
        letter.refresh_from_db()
        assert letter.log.origin.endswith("/log/2")
