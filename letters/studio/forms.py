"""What the studio's pages ask, beyond what the rooms ask themselves."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.actions import team_for
from accounts.models import Team, User
from accounts.roles import Act
from letters.writing.forms import Line
from letters.writing.images import UPLOAD_BYTES, BadImage, Picture, redrawn
from petition.lib import languages

ALT_AT_MOST = 500
UPLOAD_MEGABYTES = UPLOAD_BYTES // 1024**2

OWN_TEAM = "own"


class NewLetterForm(forms.Form):
    team = forms.ChoiceField(label=_("Who publishes it"))
    language = forms.ChoiceField(label=_("Language"), help_text=_("Translations can follow."))

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        self.fields["team"].choices = list(_teams(person))  # type: ignore[attr-defined]
        named = [(code, languages.native_name(code)) for code in languages.known()]
        self.fields["language"].choices = named  # type: ignore[attr-defined]
        self.fields["language"].initial = person.language

    def chosen_team(self) -> Team:
        """The team as it stands now; somebody without one becomes a team of one."""
        chosen = self.cleaned_data["team"]
        if chosen == OWN_TEAM:
            return team_for(self.person)
        return Team.objects.where_may(self.person, Act.WRITE).get(pk=chosen)


class ImageForm(forms.Form):
    image = forms.FileField(
        label=_("Image"),
        help_text=format_lazy(
            _("JPEG, PNG, WebP or GIF, at most {most} MB. It is drawn anew here: place and camera are left out."),
            most=UPLOAD_MEGABYTES,
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )
    alt = Line(
        most=ALT_AT_MOST,
        label=_("What it shows"),
        help_text=_("For whoever can’t see it, and for the mails, where these words stand for it."),
    )

    picture: Picture

    def clean_image(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["image"]
        if file.size is None or file.size > UPLOAD_BYTES:
            raise ValidationError(_("This file is larger than %(most)s MB.") % {"most": UPLOAD_MEGABYTES})
        try:
            self.picture = redrawn(file)
        except BadImage as mistake:
            raise ValidationError(str(mistake)) from mistake
        return file


def _teams(person: User) -> Any:
    teams = Team.objects.where_may(person, Act.WRITE).order_by("pk")
    yield from ((str(team.pk), str(team)) for team in teams)
    if not Team.objects.filter(person=person).exists():
        yield OWN_TEAM, _("You alone")
