"""Moments that tests agree on."""

from datetime import UTC, datetime

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
