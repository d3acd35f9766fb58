"""How long something takes, as people say it."""

from datetime import timedelta

from django.utils.translation import ngettext

_HOUR, _MINUTE = 3_600, 60


def in_words(span: timedelta) -> str:
    """A limit in the largest unit that says it whole: 2 days, 30 minutes."""
    seconds = int(span.total_seconds())
    if span.days and not seconds % (24 * _HOUR):
        return ngettext("%(many)d day", "%(many)d days", span.days) % {"many": span.days}
    if hours := seconds // _HOUR * (not seconds % _HOUR):
        return ngettext("%(many)d hour", "%(many)d hours", hours) % {"many": hours}
    return ngettext("%(many)d minute", "%(many)d minutes", seconds // _MINUTE) % {"many": seconds // _MINUTE}
