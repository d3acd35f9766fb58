"""The site's own processes: web server, worker and beat, and what has to happen before they start."""

import http.client
import os
import sys
from urllib.parse import urlsplit

from petition.embedded.program import Program
from petition.embedded.state import State

HOST = "127.0.0.1"
NAME = "localhost"  # of the same machine: browsers make passkeys for names only
# Who moderates a trial: its mail can be read on the same machine, so nobody has to have this address.
ADMINISTRATOR = "admin@example.org"
# Celery warns of root because of pickled messages; ours are JSON.
QUIET = ["-W", "ignore::UserWarning:celery.platforms", "-W", "ignore::UserWarning:celery.apps.worker"]
CELERY = [sys.executable, *QUIET, "-m", "celery", "--quiet", "-A", "petition"]


def environment(port: int) -> dict[str, str]:
    """A trial's settings, where the operator has not decided otherwise."""
    defaults = {"DEBUG": "1", "LOG_LEVEL": "WARNING", "ADMINISTRATORS": ADMINISTRATOR}
    return {name: os.environ.get(name) or value for name, value in defaults.items()} | {"PORT": str(port)}


def steps(env: dict[str, str]) -> list[tuple[str, list[str]]]:
    always = [
        ("check", ["check"]),  # an import error would make the web server start for ever
        ("migrate", ["migrate", "--noinput"]),
        ("sample", ["load_sample_letter"]),
    ]
    public = env["DEBUG"].lower() in ("0", "false", "no", "off")
    return always + ([("static", ["collectstatic", "--noinput"])] if public else [])


def web(env: dict[str, str], port: int) -> Program:
    where = ["--interface", "wsgi", "--host", HOST, "--port", str(port)]
    size = ["--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "--workers-kill-timeout", "10"]
    command = [sys.executable, "-m", "granian", *where, *size, "--log-level", "warning", "petition.wsgi:application"]
    return Program("web", command, env=env, grace=15, ready=lambda: _answers(port))


def worker(env: dict[str, str]) -> Program:
    # Gossip, mingle and heartbeats are for workers that talk to each other; here there is one.
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    command = [*CELERY, "worker", "--loglevel", "WARNING", "--concurrency", "2", *alone]
    return Program("worker", command, env=env, grace=20)


def beat(env: dict[str, str], state: State) -> Program:
    (state.root / "beat").mkdir(exist_ok=True)
    # No pid file: after a crash it would name a stranger and keep beat from starting.
    keeps = ["--schedule", str(state.root / "beat" / "schedule"), "--pidfile="]
    return Program("beat", [*CELERY, "beat", "--loglevel", "WARNING", *keeps], env=env)


def _answers(port: int) -> bool:
    """Whether /ready says 200 to the name under which the site is published."""
    host = urlsplit(os.environ.get("SITE_URL", "")).netloc or f"{HOST}:{port}"
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/ready", headers={"Host": host})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
