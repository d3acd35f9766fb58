"""What is asked about a team, its members and whom it invites."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.actions.invitations import LASTS
from accounts.models import Membership, Team, User
from petition.lib import emails, text
from petition.lib.fields import Parsed

ROLES = [
    (Membership.Role.VIEWER.value, _("Viewer: reads drafts and sees numbers")),
    (Membership.Role.EDITOR.value, _("Editor: writes with the others")),
    (Membership.Role.OWNER.value, _("Owner: publishes, and decides who belongs here")),
]


class TeamForm(forms.Form):
    name = Parsed(
        parse=text.clean_line,
        label=_("Name of the team"),
        max_length=100,
        help_text=_("Readers see it above its letters."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )


class InviteForm(forms.Form):
    address = Parsed(
        parse=emails.parse,
        label=_("E-mail"),
        max_length=emails.MOST_CHARACTERS,
        help_text=format_lazy(_("The invitation is for this address alone, and lasts {days} days."), days=LASTS.days),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial=Membership.Role.EDITOR)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=ROLES)


class SiteRoleForm(forms.Form):
    role = forms.ChoiceField(choices=User.SiteRole.choices, required=False)


class TrustForm(forms.Form):
    is_trusted = forms.ChoiceField(choices=[("yes", ""), ("no", "")])


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(User.objects.none(), label=_("To whom"), empty_label=None)

    def __init__(self, *args: Any, team: Team, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = User.objects.here().filter(teams=team).exclude(pk=person.pk)
        self.fields["to"].queryset = members.order_by("pk")  # type: ignore[attr-defined]
