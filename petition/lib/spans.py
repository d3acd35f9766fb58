"""How long something takes, as people say it."""

from datetime import datetime, timedelta

from django.utils.timesince import timesince
from django.utils.translation import gettext, ngettext

_HOUR, _MINUTE = 3_600, 60


def in_words(span: timedelta) -> str:
    """A limit in the largest unit that says it whole: 2 days, 30 minutes."""
    seconds = int(span.total_seconds())
    if span.days and not seconds % (24 * _HOUR):
        return ngettext("%(many)d day", "%(many)d days", span.days) % {"many": span.days}
    if hours := seconds // _HOUR * (not seconds % _HOUR):
        return ngettext("%(many)d hour", "%(many)d hours", hours) % {"many": hours}
    return ngettext("%(many)d minute", "%(many)d minutes", seconds // _MINUTE) % {"many": seconds // _MINUTE}


def since(moment: datetime, at: datetime) -> str:
    """How long ago something was, in its largest unit: 2 days, 30 minutes, less than a minute."""
    if at - moment < timedelta(seconds=_MINUTE):
        return gettext("less than a minute")
    return timesince(moment, at, depth=1)
