"""What a broken or hostile witness can do: waste a few seconds, and nothing else."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import urllib3
from django.conf import LazySettings

from letters.ledger import keys, listing, reading, witnessing
from letters.ledger.models import Cosignature, Log, Objection
from petition.lib import cosigning
from petition.lib.cosigning import Hangs, NoAnswer
from petition.lib.notes import Verifier
from petition.lib.witness import Witness
from tests.letters.ledger.witness.specified import Answer, Key, Specified
from tests.letters.ledger.writing import AT, make_log

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("restart")]

STRANGER = Key("witness.example/stranger", b"s" * 32)
IMPOSTOR = Key(seed=b"i" * 32)


@pytest.fixture
def site(specified: Specified) -> Log:
    make_log()
    listing.list_checkpoints(at=AT)
    log = listing.site_log()
    specified.learn(log.origin, keys.vkey(log.origin))
    return log


def ask(specified: Specified) -> int:
    return witnessing.ask(specified.witness.name)


def borrowed(text: str) -> str:
    """A line with the witness's name and key id that another key has signed."""
    own = Verifier.parse(Key().vkey)
    line = Key(seed=b"i" * 32).line(text, 1)
    assert not own.knows(line)
    forger = Key(seed=b"i" * 32)
    forger.key_id = own.key_id
    return forger.line(text, 1)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(lambda text: "", id="nothing"),
        pytest.param(lambda text: "\x00" * 300, id="garbage"),
        pytest.param(lambda text: "— witness.example/specified AAAA\n", id="too short"),
        pytest.param(lambda text: STRANGER.line(text, 1), id="a stranger's"),
        pytest.param(lambda text: IMPOSTOR.line(text, 1), id="another key of that name"),
        pytest.param(borrowed, id="a forged signature"),
        pytest.param(lambda text: Key().line(text.replace("\n1\n", "\n2\n"), 1), id="of another size"),
        pytest.param(lambda text: Key().line(text, 1).rstrip("\n"), id="cut short"),
        pytest.param(lambda text: Key().line(text, 1) + "\n\nmore\n", id="more than lines"),
        pytest.param(lambda text: Key().line(text, 1) * 1000, id="far too much"),
    ],
)
def test_a_line_that_is_not_the_witness_s_is_not_kept(
    site: Log, specified: Specified, line: object, caplog: pytest.LogCaptureFixture
) -> None:
    specified.misbehave = lambda text, old: Answer(200, line(text).encode())  # type: ignore[operator]

    assert ask(specified) == 0
    assert not Cosignature.objects.exists()
    assert "does not cosign" in caplog.text


def test_lines_of_strangers_beside_its_own_are_ignored(site: Log, specified: Specified) -> None:
    specified.misbehave = lambda text, old: Answer(200, (STRANGER.line(text, 1) + Key().line(text, 1)).encode())

    ask(specified)

    assert Cosignature.objects.get(log=site).line.startswith("— witness.example/specified ")
    assert "stranger" not in reading.checkpoint_note(Log.objects.get(pk=site.pk))


@pytest.mark.parametrize(
    "answer",
    [
        Answer(409, b"not a size\n", "text/x.tlog.size"),
        Answer(409, b"-1\n", "text/x.tlog.size"),
        Answer(409, b"01\n", "text/x.tlog.size"),
        Answer(409, b"1", "text/x.tlog.size"),
        Answer(409, b"0\n", "text/x.tlog.size"),
        Answer(409, b"1\n"),
        Answer(400),
        Answer(403),
        Answer(301, b"", "text/plain"),
        Answer(204),
    ],
    ids=str,
)
def test_an_answer_that_makes_no_sense_changes_nothing(site: Log, specified: Specified, answer: Answer) -> None:
    specified.misbehave = lambda text, old: answer

    assert ask(specified) == 0
    assert (Cosignature.objects.count(), Objection.objects.count()) == (0, 0)


def test_sizes_that_change_with_each_answer_end_after_some_tries(site: Log, specified: Specified) -> None:
    for _ in range(3):
        make_log()
    listing.list_checkpoints(at=AT)
    others = (Answer(409, b"3\n", "text/x.tlog.size"), Answer(409, b"2\n", "text/x.tlog.size"))
    specified.misbehave = lambda text, old: others[old == 3] if text.startswith(site.origin) else None

    assert ask(specified) == 0
    assert specified.asked.count(site.origin) == witnessing.TRIES
    assert not Objection.objects.exists()


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_broken_witness_is_worth_another_try(site: Log, specified: Specified, status: int) -> None:
    specified.misbehave = lambda text, old: Answer(status)
    with pytest.raises(NoAnswer):
        ask(specified)

    specified.misbehave = lambda text, old: None
    assert ask(specified) == 1


def test_a_witness_that_is_away_is_worth_another_try(site: Log, settings: LazySettings) -> None:
    with silent() as url:
        nobody = Witness(Verifier.parse(Key().vkey), url)
    settings.WITNESSES = (nobody,)
    with pytest.raises(NoAnswer) as away:
        witnessing.ask(nobody.name)
    assert not isinstance(away.value, Hangs)


@contextmanager
def silent() -> Iterator[str]:
    """Takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def test_a_witness_that_hangs_is_left_alone_for_a_while(
    site: Log, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = urllib3.PoolManager(timeout=urllib3.Timeout(connect=0.2, read=0.2), retries=False)
    monkeypatch.setattr(cosigning, "_http", impatient)
    with silent() as url:
        hanging = Witness(Verifier.parse(Key().vkey), url)
        settings.WITNESSES = (hanging,)
        with pytest.raises(Hangs):
            witnessing.ask(hanging.name)

        assert witnessing.ask(hanging.name) == 0


def test_a_log_that_a_witness_does_not_know_is_not_shown_to_it_again(site: Log, specified: Specified) -> None:
    unknown = make_log()
    for _ in range(3):
        ask(specified)

    assert specified.asked.count(unknown.origin) == 1
    assert not Cosignature.objects.filter(log=unknown).exists()


def test_letters_are_shown_to_a_witness_by_and_by(site: Log, specified: Specified) -> None:
    for _ in range(witnessing.MOST_LETTERS + 5):
        make_log()
    ask(specified)

    assert len(specified.asked) == 1 + witnessing.MOST_LETTERS


def test_without_witnesses_nobody_is_asked(site: Log, specified: Specified, settings: LazySettings) -> None:
    settings.WITNESSES = ()
    assert ask(specified) == 0
    assert specified.asked == []
