import fcntl
import os
from pathlib import Path
from typing import IO

MOST_PROCESSES = 1000


class Slots:
    """Gives each running process a number of its own, and the next process the number of one that ended.

    So a restarted process goes on counting where its predecessor stopped: no counter falls and no file is left over.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = 0
        self.number = ""
        self.lock: IO[str] | None = None

    def mine(self) -> str:
        """Asked on every count, so a fork is noticed by the process id alone."""
        if self.process != os.getpid():
            self._claim()
        return self.number

    def _claim(self) -> None:
        if self.lock is not None:
            self.lock.close()  # a fork shares its parent's lock and must not keep it alive
        self.folder.mkdir(parents=True, exist_ok=True)
        self.number, self.lock = next(filter(None, map(self._take, range(MOST_PROCESSES))))
        self.process = os.getpid()

    def _take(self, number: int) -> tuple[str, IO[str]] | None:
        """The lock of a free number; one that another user's process left behind is not ours to take."""
        lock = None
        try:
            lock = (self.folder / f"{number}.lock").open("a")
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, IsADirectoryError, PermissionError):
            if lock:
                lock.close()
            return None
        return str(number), lock
