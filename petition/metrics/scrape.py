"""The sum over all processes, and the gauges that are read from the database when somebody asks."""

from collections.abc import Iterator

from django.db import InterfaceError, OperationalError
from django.utils.module_loading import import_string
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from petition.metrics import FOLDER

CONTENT_TYPE = CONTENT_TYPE_LATEST

Family = type[GaugeMetricFamily] | type[CounterMetricFamily]

# Upper floors are named in strings only. Each function gives one number, or one for each value of the labels.
READINGS = (
    (GaugeMetricFamily, "undersigned_signatures", ("outcome",), "letters.gauges.signatures_by_outcome"),
    (GaugeMetricFamily, "undersigned_outbox_owed", ("kind",), "petition.outbox.gauges.depth_by_kind"),
    (GaugeMetricFamily, "undersigned_outbox_oldest_seconds", (), "petition.outbox.gauges.oldest_age"),
    (GaugeMetricFamily, "undersigned_outbox_paused_seconds", (), "petition.outbox.gauges.paused_for"),
    (CounterMetricFamily, "undersigned_mails", ("kind", "outcome"), "petition.outbox.gauges.endings"),
    (GaugeMetricFamily, "undersigned_log_waiting", (), "letters.ledger.gauges.waiting"),
    (GaugeMetricFamily, "undersigned_log_waiting_seconds", (), "letters.ledger.gauges.waiting_age"),
    (GaugeMetricFamily, "undersigned_log_not_copied_seconds", (), "letters.ledger.gauges.not_copied_age"),
    (
        GaugeMetricFamily,
        "undersigned_log_not_witnessed_seconds",
        ("witness",),
        "letters.ledger.gauges.not_witnessed_age",
    ),
    (GaugeMetricFamily, "undersigned_log_objections", ("by",), "letters.ledger.gauges.objections"),
)


class Readings:
    """Reads the database; when it is away the counters are still told, and a zero says why the rest is missing."""

    def collect(self) -> Iterator[Metric]:
        try:
            yield from [_family(*reading) for reading in READINGS]
            reached = 1
        except (OperationalError, InterfaceError):
            reached = 0
        yield GaugeMetricFamily("undersigned_database_reached", "Whether this scrape could read the database.", reached)


def scrape() -> bytes:
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(FOLDER))
    registry.register(Readings())
    return generate_latest(registry)


def _family(family: Family, name: str, labels: tuple[str, ...], function: str) -> Metric:
    """The readings' own docstring is their help text."""
    read = import_string(function)
    help_text = str(read.__doc__).partition("\n")[0]
    if not labels:
        return family(name, help_text, read())
    metric = family(name, help_text, labels=labels)
    for values, number in read().items():
        metric.add_metric([values] if isinstance(values, str) else list(values), number)
    return metric
