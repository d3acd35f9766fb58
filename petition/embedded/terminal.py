"""What the operator sees: our own sentences, and the children's lines with their names in front."""

import os
import selectors
import sys
from typing import IO

WIDTH = 8  # of the longest name, "postgres"


class Terminal:
    """Passes on the lines of many children; half a line waits for its end."""

    def __init__(self) -> None:
        self.selector = selectors.DefaultSelector()
        self.streams: dict[int, IO[bytes]] = {}
        self.halves: dict[int, bytes] = {}
        self.gone = False

    def say(self, text: str = "") -> None:
        if self.gone:
            return
        try:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()
        except OSError:
            self.gone = True  # the window was closed; the children still have to be stopped in order

    def follow(self, name: str, stream: IO[bytes]) -> None:
        os.set_blocking(stream.fileno(), False)
        self.streams[stream.fileno()] = stream
        self.halves[stream.fileno()] = b""
        self.selector.register(stream, selectors.EVENT_READ, name)

    def listen(self, seconds: float) -> None:
        """Print what the children say for at most this long; silence is waited out in full."""
        for key, _ in self.selector.select(seconds):
            data = os.read(key.fd, 65536)
            if not data:
                self._forget(key)
                continue
            *lines, self.halves[key.fd] = (self.halves[key.fd] + data).split(b"\n")
            for line in lines:
                self._line(key.data, line)

    def _forget(self, key: selectors.SelectorKey) -> None:
        self.selector.unregister(key.fileobj)
        if half := self.halves.pop(key.fd):
            self._line(key.data, half)
        self.streams.pop(key.fd).close()

    def _line(self, name: str, line: bytes) -> None:
        if text := line.decode(errors="replace").rstrip():
            self.say(f"{name:<{WIDTH}} | {text}")
