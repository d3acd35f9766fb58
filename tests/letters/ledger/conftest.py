from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings

from letters.ledger import guarding, outside

Restart = Callable[[], None]


@pytest.fixture
def restart(monkeypatch: pytest.MonkeyPatch) -> Restart:
    """Let this process know as little as one that has just started."""

    def forget() -> None:
        monkeypatch.setattr(guarding, "_guard", guarding.Guard())

    forget()
    return forget


@pytest.fixture
def copy_at(settings: LazySettings, tmp_path: Path) -> Path:
    """An outside copy in a folder of its own."""
    backend = {"BACKEND": "petition.lib.folder.Folder", "OPTIONS": {"location": str(tmp_path / "copy")}}
    settings.STORAGES = settings.STORAGES | {outside.ALIAS: backend}
    return tmp_path / "copy"
