"""A folder as a storage whose files are whole at every moment, also after a power cut."""

import os
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from petition.lib.replacing import replacing


class Folder(FileSystemStorage):
    """Saving under a name that exists replaces the file: whoever reads meets the old one or the new one."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File) -> str:  # type: ignore[type-arg]  # what Django calls to write a file
        path = Path(self.path(name))
        with replacing(path) as file:
            file.writelines(content.chunks())
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(path.parent)
        return name


def _sync_folder(path: Path) -> None:
    """Without this the new name may be lost, though the file is not."""
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
