"""What goes with a team of one: texts that nobody else has seen."""

from accounts.models import Team
from letters.writing.actions.illustrating import remove_image
from letters.writing.models import Letter
from petition.audit.actions import CLOCK


def erase_letters(team: Team) -> None:
    """Erase a team with its letters; of one that a moderator decided on stays the empty row that the decision names."""
    for letter in Letter.objects.filter(team=team, published_at=None):
        _empty(letter)
        if not letter.decisions.exists():
            letter.delete()
    if team.letters.exists():
        Team.objects.filter(pk=team.pk).update(name="")
    else:
        team.delete()


def _empty(letter: Letter) -> None:
    for rows in (letter.drafts, letter.submissions, letter.addressees, letter.questions, letter.first_signers):
        rows.all().delete()
    Letter.objects.filter(pk=letter.pk).update(wanted_slug="", topics=[], cover=None)
    for image in letter.images.all():  # after the texts that show them
        remove_image(letter, image.key, by=CLOCK)
