"""What machines ask of the site: does it live, can it work, how is it doing."""

from collections.abc import Callable
from functools import cache
from hmac import compare_digest
from ipaddress import ip_address
from typing import cast

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis, RedisError

from petition.http import Request
from petition.metrics.scrape import CONTENT_TYPE, scrape
from petition.outbox import gauges

REDIS_MAY_TAKE_SECONDS = 0.2
LOG_STATE = "letters.ledger.gauges.state"  # an upper floor is named in a string only


@require_safe
@never_cache
def up(request: HttpRequest) -> HttpResponse:
    return HttpResponse("up\n", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Only what stops the site from serving at all makes this a 503; the rest is named, so that somebody looks."""
    database = _database()
    if database != "ok":
        return JsonResponse({"database": database}, status=503)
    return JsonResponse({"database": database, "redis": _redis(), "mail": _mail(), "log": _log()})


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    if not _may_measure(request):
        raise Http404
    return HttpResponse(scrape(), content_type=CONTENT_TYPE)


class NotMigrated(Exception):
    pass


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        demand_migrated()
    except (OperationalError, InterfaceError):
        return "away"
    except NotMigrated:
        return "not migrated"
    return "ok"


@cache
def demand_migrated() -> None:
    """Asked until the answer is yes: what is applied stays applied while this process and its code live."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotMigrated


def _redis() -> str:
    """A connection of its own each time, so that a Redis that hangs holds nobody else up."""
    wait = REDIS_MAY_TAKE_SECONDS
    try:
        with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=wait, socket_timeout=wait) as redis:
            redis.ping()
    except (RedisError, OSError):
        return "away"
    return "ok"


def _mail() -> str:
    return "late" if gauges.oldest_age() > gauges.LATE_AFTER else "ok"


def _log() -> str:
    state: Callable[[], str] = import_string(LOG_STATE)
    return state()


def _may_measure(request: HttpRequest) -> bool:
    """Whoever knows the token or comes from a listed network; for everybody else there is nothing here."""
    token = settings.METRICS_TOKEN
    offered = request.headers.get("Authorization", "")
    if token and compare_digest(offered.encode(), f"Bearer {token}".encode()):
        return True
    client = cast(Request, request).client
    return bool(client) and any(ip_address(client) in network for network in settings.METRICS_NETWORKS)
