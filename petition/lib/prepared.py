"""Statements of the hot paths, planned once for each connection: planning takes longer than running them."""

from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper


def cursor() -> CursorWrapper:
    """A cursor as Django's, whose values travel beside the statement, so that the statement is the same each time.

    For statements that find rows by their key: a plan is made without the values, and lives as long as the connection.
    """
    database = connections[DEFAULT_DB_ALIAS]
    database.close_if_health_check_failed()
    database.ensure_connection()
    with database.wrap_database_errors:
        own: Any = psycopg.Cursor(database.connection)
    return database.make_debug_cursor(own) if database.queries_logged else database.make_cursor(own)
