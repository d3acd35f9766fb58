"""The PostgreSQL and the Redis a site runs on: the operator's own, or else the embedded ones."""

import os

from petition.embedded.postgres import postgres, postgres_url
from petition.embedded.redis import redis, redis_url
from petition.embedded.supervisor import Supervisor


def start_engines(supervisor: Supervisor, *, durable: bool) -> dict[str, str]:
    """Start what the environment does not name, and return the environment that names everything."""
    state = supervisor.state
    env = {"STATE_DIR": str(state.root)}
    if not os.environ.get("DATABASE_URL"):
        supervisor.start(postgres(state, durable=durable))
        env["DATABASE_URL"] = postgres_url(state)
    if not os.environ.get("REDIS_URL"):
        supervisor.start(redis(state))
        env["REDIS_URL"] = redis_url(state)
    return env
