"""What an operator's own audit says of a log, untouched and after somebody with all rights laid hands on it."""

import pytest

from letters.ledger import keys
from letters.ledger.actions import forget, open_log, turn
from letters.ledger.auditing import audit
from letters.ledger.comparing import Difference
from letters.ledger.models import Entry, Log
from petition.lib.merkle import leaf_hash, root_of
from petition.lib.notes import Checkpoint
from tests.letters.ledger.tampering import swap_bodies, tamper
from tests.letters.ledger.writing import AT, NEXT_TEXT, card, make_log, sign, sign_many

pytestmark = pytest.mark.django_db

EDITED, WITHDRAWN, STRUCK, RESTORED = range(4)
SIZE = 608


@pytest.fixture
def log() -> Log:
    """A log of two full bundles and more, with every kind of entry."""
    log = make_log()
    signed = sign_many(log, 600)
    with turn() as its:
        its.edit(log.pk, of=signed[EDITED], card=card("Ada King"), address="signer1@example.org", at=AT)
        its.withdraw(log.pk, of=signed[WITHDRAWN], at=AT)
        its.strike(log.pk, of=signed[STRUCK], reason="fraud", at=AT)
        its.strike(log.pk, of=signed[RESTORED], reason="bounce", at=AT)
        its.restore(log.pk, of=signed[RESTORED], at=AT)
        its.text(log.pk, number=2, sha256=NEXT_TEXT, at=AT)
    sign(log, 601, text=NEXT_TEXT)
    log.refresh_from_db()
    return log


def difference(log: Log) -> str:
    with pytest.raises(Difference) as found:
        audit(log.pk)
    return str(found.value)


def test_an_honest_log_differs_in_nothing(log: Log) -> None:
    done: list[tuple[int, int]] = []

    read = audit(log.pk, lambda *step: done.append(step))

    assert (read.size, read.count) == (SIZE, 599)
    assert done[-1] == (SIZE, SIZE)


@pytest.mark.parametrize("many", [0, 1, 254, 255, 256, 2_559, 2_560])
def test_logs_of_every_size_are_read_to_their_end(many: int) -> None:
    log = make_log()
    if many:
        sign_many(log, many)

    assert audit(log.pk).size == many + 1


def test_a_log_without_entries_and_an_erased_signer_are_fine(log: Log) -> None:
    forget(log.operations.get(index=5).pk)

    assert audit(log.pk).size == SIZE
    assert audit(open_log("letters.example/letters/empty/log", at=AT).pk).size == 0


def test_an_operation_that_waits_is_no_difference(log: Log) -> None:
    log.operations.create(log=log, kind="strike", of=log.operations.get(index=7), facts="reason law\n")
    log.operations.filter(index=7).update(standing="struck")

    assert audit(log.pk).size == SIZE


ATTACKS: dict[str, tuple[str, str]] = {
    "flipped byte": (
        "UPDATE letters_entry SET body = set_byte(body, 100, get_byte(body, 100) # 1) WHERE log_id = %s AND index = 17",
        "entry 17",
    ),
    "dropped entry": ("DELETE FROM letters_entry WHERE log_id = %s AND index = 300", "entry 300 is missing"),
    "dropped tail": ("DELETE FROM letters_entry WHERE log_id = %s AND index = 607", "entry 607 is missing"),
    "altered entry": (
        "UPDATE letters_entry SET body = convert_to(replace(convert_from(body, 'UTF8'), 'fraud', 'terms'), 'UTF8')"
        " WHERE log_id = %s AND index = 603",
        "entry 603 should be",
    ),
    "wrong tally": (
        "UPDATE letters_entry SET body = convert_to(replace(convert_from(body, 'UTF8'), 'tally 9 0 0', 'tally 10 0 0'),"
        " 'UTF8') WHERE log_id = %s AND index = 9",
        "entry 9: the tally moves by exactly its entry",
    ),
    "flipped tile": (
        "UPDATE letters_tile SET hashes = set_byte(hashes, 8191, get_byte(hashes, 8191) # 1)"
        " WHERE log_id = %s AND number = 1",
        "tile 0/1 should be",
    ),
    "tile's root": (
        "UPDATE letters_tile SET root = sha256(root) WHERE log_id = %s AND number = 0",
        "root of tile 0/0",
    ),
    "missing tile": ("DELETE FROM letters_tile WHERE log_id = %s AND number = 0", "tile 0/0 is full and not there"),
    "checkpoint's root": (
        "UPDATE letters_checkpoint SET root = sha256(root) WHERE log_id = %s AND size = 601",
        "the root of checkpoint 601",
    ),
    "checkpoint's signature": (
        "UPDATE letters_checkpoint SET line = (SELECT line FROM letters_checkpoint AS other"
        " WHERE other.log_id = letters_checkpoint.log_id AND size = 1) WHERE log_id = %s AND size = 601",
        "the signature of checkpoint 601",
    ),
    "missing checkpoint": (
        "DELETE FROM letters_checkpoint WHERE log_id = %s AND size = 608",
        "no checkpoint was signed for its 608 entries",
    ),
    "head's count": ("UPDATE letters_log SET signed = signed + 1000 WHERE id = %s", "the head's signed should be 601"),
    "head's root": ("UPDATE letters_log SET root = sha256(root) WHERE id = %s", "the head's root"),
    "head's frontier": ("UPDATE letters_log SET frontier = root WHERE id = %s", "the head's frontier"),
    "head's peak": ("UPDATE letters_log SET peak = 5 WHERE id = %s", "the head's peak should be 600"),
    "head's text": ("UPDATE letters_log SET text = sha256(text) WHERE id = %s", "the head's text"),
    "an index taken away": (
        "UPDATE letters_operation SET index = NULL WHERE log_id = %s AND index = 40",
        "no operation has the index 40",
    ),
    "a number given away": (
        "UPDATE letters_operation SET number = 1 WHERE log_id = %s AND index = 40",
        "the operation of entry 40 has the number 1, not 40",
    ),
    "a standing": (
        "UPDATE letters_operation SET standing = 'live' WHERE log_id = %s AND index = 2",
        "the standing of signature 2 should be 'withdrawn'; it is 'live'",
    ),
    "a changed card": (
        "UPDATE letters_opening SET card = replace(card, 'Signer', 'Doctor') WHERE operation_id ="
        " (SELECT id FROM letters_operation WHERE log_id = %s AND index = 5)",
        "the opening of signature 5",
    ),
    "a foreign opening": (
        "UPDATE letters_opening AS one SET salt = other.salt, card = other.card, mail = other.mail,"
        " control = other.control FROM letters_opening AS other, letters_operation AS a, letters_operation AS b"
        " WHERE a.log_id = %s AND b.log_id = a.log_id AND a.index = 5 AND b.index = 8"
        " AND one.operation_id = a.id AND other.operation_id = b.id",
        "the opening of signature 5",
    ),
}


@pytest.mark.parametrize(("statement", "named"), ATTACKS.values(), ids=ATTACKS)
def test_the_first_difference_is_named(log: Log, statement: str, named: str) -> None:
    tamper(statement, log.pk)

    assert named in difference(log)


def test_entries_that_changed_places_are_found(log: Log) -> None:
    swap_bodies(log, 20, 21)

    assert "entry 20: the tally moves" in difference(log)


def test_entries_beyond_the_head_are_found(log: Log) -> None:
    tamper("UPDATE letters_log SET size = 600 WHERE id = %s", log.pk)

    assert difference(log)


def test_a_withdrawal_by_a_foreign_token_is_found(log: Log) -> None:
    theirs = bytes(Entry.objects.get(log=log, index=602).body).decode()
    forged = theirs.replace("of 2\n", "of 4\n").encode()
    tamper("UPDATE letters_entry SET body = %s WHERE log_id = %s AND index = 602", forged, log.pk)

    assert "entry 602: a change opens the latest commitment of its signature" in difference(log)


def resign(log: Log) -> None:
    """Sign a tampered log anew: head, frontier and the newest checkpoint, by the log's own key."""
    leaves = [leaf_hash(bytes(entry.body)) for entry in Entry.objects.filter(log=log).order_by("index")]
    root = root_of(leaves)
    line = keys.signer(log.origin).sign(Checkpoint(log.origin, len(leaves), root).text())
    tamper("UPDATE letters_log SET root = %s WHERE id = %s", root, log.pk)
    tamper(
        "UPDATE letters_checkpoint SET root = %s, line = %s WHERE log_id = %s AND size = %s",
        *(root, line, log.pk, len(leaves)),
    )


def test_a_history_rewritten_and_signed_anew_contradicts_its_older_checkpoints(log: Log) -> None:
    statement = "UPDATE letters_{} SET {} WHERE log_id = %s AND index = 603"  # another reason, in queue and log alike
    tamper(statement.format("operation", "facts = 'reason terms\n'"), log.pk)
    body = "body = convert_to(replace(convert_from(body, 'UTF8'), 'fraud', 'terms'), 'UTF8')"
    tamper(statement.format("entry", body), log.pk)
    resign(log)

    assert "the root of checkpoint 607 should be" in difference(log)


def test_a_well_formed_invented_signer_is_not_found(log: Log) -> None:
    """No log can tell: the operator writes an entry as a signer would. The manual and the log's page say so."""
    sign(log, 9_999, shown=card("Nobody At All"), text=NEXT_TEXT)

    assert audit(log.pk).count == 600
