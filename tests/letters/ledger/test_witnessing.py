"""A witness of others sees what the site shows, and signs for it; see .ci/witness for where it comes from."""

from datetime import timedelta

import pytest

from letters.ledger import guarding, keys, listing, reading, witnessing
from letters.ledger.guarding import WentBack
from letters.ledger.models import Cosignature, Log, Objection
from petition.lib.cosigning import add_checkpoint
from petition.lib.notes import Checkpoint, Verifier, join_note, open_note
from tests.letters.ledger.conftest import Restart
from tests.letters.ledger.witness import Running
from tests.letters.ledger.writing import AT, make_log, sign, sign_many

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("restart")]


@pytest.fixture
def site(witness: Running) -> Log:
    """The log of a site with one letter, which the witness has been told of."""
    make_log()
    listing.list_checkpoints(at=AT)
    log = listing.site_log()
    witness.learn(log.origin, keys.vkey(log.origin))
    return log


def grow(site: Log, many: int) -> None:
    """Let the site's log have so many more entries."""
    logs = [make_log() for _ in range(many)]
    assert listing.list_checkpoints(at=AT + timedelta(days=1)) == len(logs)


def show(witness: Running, log: Log, size: int) -> None:
    """Let the witness have seen other entries under the log's name and key."""
    text = Checkpoint(log.origin, size, b"r" * 32).text()
    add_checkpoint(witness.witness, join_note(text, [keys.signer(log.origin).sign(text)]), old=0, proof=[])


def cosigned(log: Log) -> list[int]:
    return list(Cosignature.objects.filter(log=log).order_by("size").values_list("size", flat=True))


def test_the_site_s_log_is_cosigned(site: Log, witness: Running) -> None:
    assert witnessing.ask(witness.witness.name) == 1

    note = reading.checkpoint_note(Log.objects.get(pk=site.pk))
    text = open_note(note, Verifier.parse(keys.vkey(site.origin)), witness.witness.verifier)
    assert Checkpoint.parse(text)[:2] == (site.origin, 1)


def test_it_is_cosigned_as_it_grows(site: Log, witness: Running) -> None:
    for many in (0, 1, 5):
        grow(site, many)
        witnessing.ask(witness.witness.name)

    assert cosigned(site) == [1, 2, 7]


def test_a_tree_of_several_tiles_is_proved_to_have_grown(site: Log, witness: Running) -> None:
    log = make_log()
    witness.learn(log.origin, keys.vkey(log.origin))
    for first, many in ((1, 200), (201, 400)):
        sign_many(log, many, first=first)
        witnessing.ask(witness.witness.name)

    assert cosigned(log) == [201, 601]


def test_without_news_nothing_is_kept_twice(site: Log, witness: Running, restart: Restart) -> None:
    witnessing.ask(witness.witness.name)
    restart()

    assert witnessing.ask(witness.witness.name) == 1
    assert cosigned(site) == [1]


def test_a_size_that_was_forgotten_is_learnt_from_the_witness(site: Log, witness: Running) -> None:
    witnessing.ask(witness.witness.name)
    Cosignature.objects.all().delete()
    grow(site, 2)

    witnessing.ask(witness.witness.name)

    assert cosigned(site) == [3]


def test_a_letter_s_log_that_the_witness_knows_is_cosigned_too(site: Log, witness: Running) -> None:
    log = make_log()
    witness.learn(log.origin, keys.vkey(log.origin))

    assert witnessing.ask(witness.witness.name) == 2
    assert cosigned(log) == [1]


def test_a_witness_that_has_seen_more_stops_the_log(site: Log, witness: Running, restart: Restart) -> None:
    show(witness, site, 9)

    assert witnessing.ask(witness.witness.name) == 0
    restart()
    with pytest.raises(WentBack, match=f"{witness.witness.name} has seen 9"):
        guarding.check(site.pk, site.origin, 1)
    assert cosigned(site) == []


def test_a_witness_that_has_seen_other_entries_stops_the_log(site: Log, witness: Running, restart: Restart) -> None:
    show(witness, site, 1)

    assert witnessing.ask(witness.witness.name) == 0
    assert Objection.objects.get().contradicts


def test_other_entries_are_found_out_in_a_larger_log_too(site: Log, witness: Running) -> None:
    show(witness, site, 2)
    grow(site, 4)

    assert witnessing.ask(witness.witness.name) == 0
    assert (Objection.objects.get().known, Objection.objects.get().contradicts) == (2, True)


def test_once_the_entries_are_back_the_witness_agrees(site: Log, witness: Running, restart: Restart) -> None:
    Objection.objects.create(log=site, by=witness.witness.name, known=5)
    assert witnessing.ask(witness.witness.name) == 1
    assert not Objection.objects.exists()


def test_a_key_that_the_witness_does_not_trust_is_told(
    site: Log, witness: Running, caplog: pytest.LogCaptureFixture
) -> None:
    log = make_log()
    witness.learn(log.origin, keys.vkey(site.origin).replace(site.origin, site.origin))
    sign(log)

    witnessing.ask(witness.witness.name)

    assert cosigned(log) == []
    assert f"does not cosign {log.origin}" in caplog.text
