"""What the desk says when a decision may not stand; what was typed stands in the form again."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from letters.moderation.rules import UNDO_WITHIN
from letters.moderation.wording import what_happened
from petition.lib.refusal import Refused
from petition.lib.spans import in_words

SENTENCES = {
    "already-decided": _("It is so already: somebody was quicker, or whoever it belongs to has changed it."),
    "another-moderator": _("You took the decision that this appeals against; another moderator looks at it."),
    "closing-date-passed": _("Its closing date has passed; ask the team to choose another."),
    "decided-since": _("Something was decided about it since."),
    "handed-in-since": _("The team has handed in another text since; decide about that one."),
    "letter-amended": _("The letter was amended since, and it is too late to ask for consent to the new text."),
    "letter-closed": _("The letter is closed, so its text can't change any more."),
    "name-hidden": _("Its name is hidden until somebody decides: show it again, or keep it hidden for a reason."),
    "news-stopped": _("It was stopped on its way, which can’t be undone; its team can hand it in again."),
    "not-yours": _("The desk is not open to you any more."),
    "not-yours-to-undo": _("Only whoever decided it takes it back; take a new decision instead."),
    "own-letter": _("It is about a letter of your own team; another moderator looks at it."),
    "published-already": _("It is published, which can't be undone. Take it down instead."),
    "signature-not-counted": _("In its state it can't be decided so any more: its signer may have left meanwhile."),
    "signature-not-held": _("It does not wait any more: its signer may have left meanwhile."),
    "signature-not-struck": _("It is not struck any more."),
    "taken-back": _("Its team has taken it back."),
}


def sentence(kind: str, refused: Refused) -> str:
    """Who was first and with what, or why not."""
    said = refused.details
    if refused.code == "claimed":
        until = date_format(said["until"], "H:i")  # type: ignore[arg-type]
        return _now("%(by)s has it open until %(until)s (UTC).") % {"by": said["by"], "until": until}
    if refused.code in ("already-decided", "decided-since") and said.get("by"):
        what, at = what_happened(kind, str(said["verdict"])), date_format(said["at"], "j M, H:i")  # type: ignore[arg-type]
        return _now("%(by)s was first: %(what)s, %(at)s (UTC).") % {"by": said["by"], "what": what, "at": at}
    if refused.code == "too-late-to-undo":
        return _now("It is more than %(time)s ago; take a new decision instead.") % {"time": in_words(UNDO_WITHIN)}
    return str(SENTENCES.get(refused.code, _("It can't be decided so.")))
