"""What a team reads when a rule says no to it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from petition.lib.refusal import Refused

SAID: Mapping[str, str | Promise] = {
    "already-decided": _("A moderator has decided in the meantime. Please read the decision first."),
    "appealed-already": _("There is an appeal already; another moderator reads it, or has read it."),
    "closing-date-passed": _("Its last day for signing would be over before it is public. Choose a later one first."),
    "day-ahead": _("That day has not come yet."),
    "letter-closed": _("The letter is closed: its text stays as it was signed."),
    "letter-gone": _("The letter was taken down; until it is back, nothing can be done with it."),
    "letter-incomplete": _(
        "A title, an addressee and a text are needed before anybody can decide on it, and the name of who publishes it."
    ),
    "letter-open": _("Close the letter first; signatures still come in."),
    "letter-rejected": _("This letter was not accepted. You may appeal against the decision once."),
    "no-draft": _("Nothing is written yet in this language."),
    "not-published-yet": _("The letter has to be public first."),
    "note-missing": _("Say in a sentence what this version changes."),
    "nothing-changed": _("This is the text that stands already."),
    "nothing-to-appeal": _("There is no decision to appeal against."),
    "letter-archived": _("The letter is archived. Bring it back among the closed ones first."),
    "first-signer-unnamed": _("Only whoever shows the full name can stand among the first."),
    "first-signer-known": _("This address is in the list already."),
    "invitations-refused": _("Whoever has this address wants no invitation of your team. They can sign by themselves."),
    "image-in-use": _(
        "The text, an update, an answer or the top of the letter shows this image; take it out there first. "
        "What is published keeps its images."
    ),
    "too-many-first-signers": _(
        "At most %(most)s people stand at the head of a list, counting those who were asked and taken off again."
    ),
    "too-many-images": _("A letter has at most %(most)s images. Take one away first."),
    "too-many-questions": _("These are %(most)s questions already. Retire one to ask another."),
    "too-much-paper": _("Together that would be more than %(most)s signatures on paper. Look at the number again."),
    "with-the-desk": _("An earlier text is with the desk. Take it back first, then hand in this one."),
    "published-already": _("It is public already and cannot be taken back."),
    "changed-since": _("It was changed since you opened this page. Look at it again, then send it."),
    "moment-too-far": _("That is more than a year away."),
    "too-many-drafts": _("There are many drafts already. Take up one of those."),
    "too-many-updates": _("Your signers were written to several times today. Wait until tomorrow."),
    "update-at-rest": _("It is about to go out, or with the desk. Take it back to change it."),
    "update-images": _("An image in the text has no words, or is none of this letter’s. Add it on the page of images."),
    "update-incomplete": _("A title and a text are needed before it can be sent."),
    "update-not-deletable": _(
        "Only a draft that nobody was sent, and that the desk did not send back, can be deleted."
    ),
    "update-not-so": _("Somebody was quicker: look how far it is now."),
    "update-sent-already": _("These words went out already. Change them first, then send them again."),
}


def said(refused: Refused) -> str:
    """The sentence for a refusal that a team can do something about; any other is not for a form to tell."""
    if refused.code not in SAID:
        raise refused
    return str(SAID[refused.code]) % refused.details
