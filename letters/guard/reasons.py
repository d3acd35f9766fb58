"""Why moderators block; nobody but they and operators reads it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: Mapping[str, str | Promise] = {
    "fraud": _("invented signatures"),
    "spam": _("spam or advertising"),
    "abuse": _("insults or threats"),
    "throwaway": _("throwaway mailboxes"),
    "request": _("its owner asked for it"),
    "law": _("a court or an authority has ordered it"),
    "other": _("something else, see the note"),
}


def words_of(reason: str) -> str:
    """The label of a code; operators write words of their own."""
    return str(REASONS.get(reason, reason))
