import logging.config
from typing import Any


def configure(options: dict[str, Any]) -> None:
    """Every line goes to the console; without this Django prints no traceback of a 500 outside DEBUG."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "handlers": {"console": {"class": "logging.StreamHandler"}},
            "root": {"handlers": ["console"], "level": options["level"]},
        }
    )
