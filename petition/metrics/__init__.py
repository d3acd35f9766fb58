"""What is counted as it happens; every process counts in files of its own, and /metrics adds them up.

What can be read from the database at scrape time is no counter here but a gauge (petition/health.py).
"""

import os
from collections.abc import Callable

from django.conf import settings
from prometheus_client import CollectorRegistry, Counter, Histogram, values

from petition.metrics.slots import Slots

FOLDER = settings.STATE_DIR / "metrics"
# Where prometheus_client looks for the folder; a slot, unlike a process id, is taken over by the next process.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(FOLDER)
values.ValueClass = values.MultiProcessValue(Slots(FOLDER).mine)

# The registry of one process; /metrics reads the files of all.
OWN = CollectorRegistry()

# From an answer out of memory to a request that waits for a database to come back.
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS = Counter(
    "undersigned_requests", "Requests by page, status and who answered.", ["route", "status", "by"], registry=OWN
)
REQUEST_SECONDS = Histogram(
    "undersigned_request_seconds",
    "Time to answer a request that reached Django.",
    ["route"],
    buckets=SECONDS,
    registry=OWN,
)


def count_request(route: str, status: int, seconds: float) -> None:
    REQUESTS.labels(route, str(status), "django").inc()
    REQUEST_SECONDS.labels(route).observe(seconds)


def hit_counter(route: str, status: str) -> Callable[[], None]:
    """Counts answers from memory; made once for each copy, since finding the counter costs more than counting."""
    return REQUESTS.labels(route, status, "edge").inc
