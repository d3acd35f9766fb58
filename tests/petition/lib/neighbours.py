"""A Redis of a test's own, to be stopped and frozen, and a server that accepts and stays silent."""

import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError


class OwnRedis:
    """The binary the tests' Redis runs, on a socket of its own."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "redis.sock"
        self._binary = Redis.from_url(settings.REDIS_URL).info("server")["executable"]
        self.url = f"unix://{self._path}?db=0"
        self.start()

    def start(self) -> None:
        where = ["--port", "0", "--unixsocket", str(self._path), "--save", "", "--loglevel", "warning"]
        self._process = subprocess.Popen([self._binary, *where], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while not self._answers():
            assert time.monotonic() < deadline, "Redis does not start"
            time.sleep(0.02)

    def freeze(self) -> None:
        self._process.send_signal(signal.SIGSTOP)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def _answers(self) -> bool:
        try:
            return bool(Redis.from_url(self.url).ping())
        except RedisError:
            return False


@contextmanager
def own_redis() -> Iterator[OwnRedis]:
    folder = Path(tempfile.mkdtemp(prefix="redis-", dir="/tmp"))  # a socket's path must be short
    server = OwnRedis(folder)
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


@contextmanager
def silent_server() -> Iterator[str]:
    """The address of a server that accepts every connection and never says a word."""
    held: list[socket.socket] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        threading.Thread(target=_accept, args=(server, held), daemon=True).start()
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        server.shutdown(socket.SHUT_RDWR)
    for connection in held:
        connection.close()


def _accept(server: socket.socket, held: list[socket.socket]) -> None:
    while True:
        try:
            held.append(server.accept()[0])
        except OSError:  # closed: the test is over
            return
