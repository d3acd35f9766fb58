import os
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from tests.live import Site

AWAY = (
    "ALTER DATABASE {name} ALLOW_CONNECTIONS false",
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> {pid}",
)
BACK = "ALTER DATABASE {name} ALLOW_CONNECTIONS true"


@pytest.fixture
def site_without_database(live_site: Site) -> Iterator[Site]:
    """PostgreSQL throws the site out and lets nobody in; this test's own connection stays, to clean up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), pg_backend_pid()")
        name, pid = cursor.fetchone()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as operator:
        for statement in AWAY:
            operator.execute(statement.format(name=name, pid=pid))  # type: ignore[arg-type]
        yield live_site
        operator.execute(BACK.format(name=name))  # type: ignore[arg-type]
