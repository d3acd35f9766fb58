"""What a reader may ask of a list, where nonsense asks for the first page, and what mail an organizer wants."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User

RECENT, MOST_SIGNED, CLOSING_SOON = "recent", "most-signed", "closing-soon"
SORTS = ((RECENT, _("Recent")), (MOST_SIGNED, _("Most signed")), (CLOSING_SOON, _("Closing soon")))


class BrowseForm(forms.Form):
    sort = forms.ChoiceField(choices=SORTS, required=False)
    page = forms.IntegerField(min_value=1, max_value=100_000, required=False)

    def wish(self) -> tuple[str, int]:
        self.is_valid()
        return self.cleaned_data.get("sort") or RECENT, self.cleaned_data.get("page") or 1


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Search the names"), max_length=100, required=False)

    def words(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("q") or "").strip()


class OrganizerMailForm(forms.Form):
    digest = forms.ChoiceField(label=_("A digest"), choices=User.Digest.choices, widget=forms.RadioSelect)
    wants_milestones = forms.BooleanField(
        label=_("A mail when a letter reaches a round number, or its goal"), required=False
    )
    wants_desk_digest = forms.BooleanField(
        label=_("A mail in the morning when something waits at the desk"), required=False
    )

    def __init__(self, *args: Any, is_moderator: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_moderator:  # what nobody was asked stays as it is
            del self.fields["wants_desk_digest"]
