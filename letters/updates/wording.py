"""Updates in words, for whoever writes them and for the desk."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from letters.updates.audiences import Chosen
from letters.updates.models import Audience, Update
from petition.lib.languages import native_name

State = Update.State

STATES: Mapping[str, str | Promise] = {
    State.DRAFT: _("Draft"),
    State.SUBMITTED: _("With the desk"),
    State.SCHEDULED: _("About to go out"),
    State.SENDING: _("Going out"),
    State.PAUSED: _("Paused"),
    State.SENT: _("Sent"),
    State.CANCELLED: _("Cancelled"),
}


def other_language(update: Update) -> str:
    """What a team should know before it writes to readers of one language in another; mostly nothing."""
    if update.audience != Audience.LANGUAGE or update.audience_value == update.language:
        return ""
    names = {"written": native_name(update.language), "read": native_name(update.audience_value)}
    return _now("It is written in %(written)s, and these readers read in %(read)s.") % names


def audience_in_words(chosen: Chosen) -> str:
    """Whom it is for, as a label that stands before how many those are."""
    value = chosen.audience_value
    if chosen.audience == Audience.LANGUAGE:
        return _now("Everybody who agreed to news and reads in %(language)s") % {"language": native_name(value)}
    if chosen.audience == Audience.COUNTRY:
        return _now("Everybody who agreed to news and lives in %(country)s") % {"country": value}
    if chosen.audience == Audience.FIRST_SIGNERS:
        return _now("The first signers who agreed to news")
    return _now("Everybody who agreed to news")
