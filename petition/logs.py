"""Structured logs: one JSON object a line, with the request's id and nothing that belongs to a person."""

import logging
import logging.config
import re
from contextvars import ContextVar
from typing import Any

from pythonjsonlogger.core import LogData
from pythonjsonlogger.json import JsonFormatter

from petition.http import route_of

request_id: ContextVar[str] = ContextVar("request_id", default="")

# An exception of smtplib or of a form may quote an address, and PostgreSQL's DETAIL quotes whole rows.
ADDRESS = re.compile(r"[^\s@<>\"'(),:;{}\[\]]+@[^\s@<>\"'(),:;{}\[\]]+")
QUOTED_ROW = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)


class Lines(JsonFormatter):
    """Say when, how grave, who speaks and in which request; leave out what an exception quotes of a person."""

    def __init__(self) -> None:
        names = {"asctime": "time", "levelname": "level", "name": "logger"}
        super().__init__(["asctime", "levelname", "name", "message"], rename_fields=names, json_ensure_ascii=False)
        self.default_time_format, self.default_msec_format = "%Y-%m-%dT%H:%M:%S", "%s.%03dZ"

    def process_log_record(self, log_data: LogData) -> LogData:
        if name := request_id.get():
            log_data["request_id"] = name
        return {key: _discreet(value) if isinstance(value, str) else value for key, value in log_data.items()}


class RoutesForPaths(logging.Filter):
    """Django's own lines name the path of a request, which may hold a token; they get the page's name instead."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = vars(record).pop("request", None)
        if request is not None and isinstance(record.args, tuple):
            paths = (request.path, request.get_full_path())
            record.args = tuple(route_of(request) if arg in paths else arg for arg in record.args)
        return True


def configure(options: dict[str, Any]) -> None:
    """Every line goes to the console; without this Django prints no traceback of a 500 outside DEBUG."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"lines": {"()": Lines}},
            "filters": {"routes": {"()": RoutesForPaths}},
            "handlers": {
                "console": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["routes"]},
            },
            "root": {"handlers": ["console"], "level": options["level"]},
            "loggers": {
                "django.request": {"level": "ERROR"},  # a 404 has its own line already
                "django.security": {"level": "CRITICAL"},  # so has a 400; these would quote hosts and referrers
            },
        }
    )


def _discreet(text: str) -> str:
    return ADDRESS.sub("(address)", QUOTED_ROW.sub(r"\1: (left out)", text)) if "@" in text or ": " in text else text
