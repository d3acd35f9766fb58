from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import LazySettings

from letters.ledger import guarding, outside, witnessing
from tests.letters.ledger.served import Check, Served, checking, clerk
from tests.letters.ledger.witness import Running, litewitness
from tests.letters.ledger.witness.specified import Specified
from tests.letters.ledger.witness.specified import running as specified_witness

Restart = Callable[[], None]


@pytest.fixture
def restart(monkeypatch: pytest.MonkeyPatch) -> Restart:
    """Let this process know as little as one that has just started."""

    def forget() -> None:
        monkeypatch.setattr(guarding, "_guard", guarding.Guard())
        monkeypatch.setattr(witnessing, "_acquaintances", {})

    forget()
    return forget


@pytest.fixture
def copy_at(settings: LazySettings, tmp_path: Path) -> Path:
    """An outside copy in a folder of its own."""
    backend = {"BACKEND": "petition.lib.folder.Folder", "OPTIONS": {"location": str(tmp_path / "copy")}}
    settings.STORAGES = settings.STORAGES | {outside.ALIAS: backend}
    return tmp_path / "copy"


@pytest.fixture
def specified(settings: LazySettings) -> Iterator[Specified]:
    """The witness written from the specification, which a test may make misbehave."""
    with specified_witness() as running:
        settings.WITNESSES = (running.witness,)
        yield running


@pytest.fixture
def witness(tmp_path_factory: pytest.TempPathFactory, settings: LazySettings) -> Iterator[Running]:
    """The real witness, or the one written from the specification where the real one can't be had."""
    with ExitStack() as stack:
        if lacks := litewitness.missing():
            print(f"\nAsked is a witness written from the specification: {lacks}.")
            running: Running = stack.enter_context(specified_witness())
        else:
            print("\nAsked is litewitness.")
            running = stack.enter_context(litewitness.running(tmp_path_factory.mktemp("witness")))
        settings.WITNESSES = (running.witness,)
        yield running


@pytest.fixture
def check(tmp_path: Path) -> Check:
    return checking(tmp_path)


@pytest.fixture
def served(tmp_path: Path) -> Served:
    """A letter on a static host, honest so far."""
    return Served(tmp_path / "site", clerk())
