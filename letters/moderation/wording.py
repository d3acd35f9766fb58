"""Decisions in words, for the desk, for mails and for the public's table."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.moderation.models import Decision, Subject

Verdict = Decision.Verdict

_HAPPENED: Mapping[str, str | Promise] = {
    Verdict.APPROVE: _("approved"),
    Verdict.ASK_CHANGES: _("changes asked"),
    Verdict.REJECT: _("rejected"),
    Verdict.TAKE_DOWN: _("taken down"),
    Verdict.BRING_BACK: _("brought back"),
    Verdict.UPHOLD: _("appeal turned down"),
    Verdict.RELEASE: _("released"),
    Verdict.REFUSE: _("not counted"),
    Verdict.STRIKE: _("struck"),
    Verdict.RESTORE: _("restored"),
    Verdict.HIDE_NAME: _("name hidden"),
    Verdict.SHOW_NAME: _("name shown again"),
    Verdict.APPROVE_REASON: _("words shown"),
    Verdict.CLEAR_REASON: _("words taken away"),
    Verdict.KEEP: _("kept as it is"),
}
_ON_REPORTS: Mapping[str, str | Promise] = {
    Verdict.KEEP: _("letter kept after reports"),
    Verdict.TAKE_DOWN: _("letter taken down after reports"),
}


def what_happened(kind: str, verdict: str) -> str:
    """A verdict as the past participle that follows "was"."""
    if kind == Subject.CASE and verdict in _ON_REPORTS:
        return str(_ON_REPORTS[verdict])
    return str(_HAPPENED.get(verdict, verdict))
