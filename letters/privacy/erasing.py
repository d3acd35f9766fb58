"""What goes with a team of one: texts that nobody else has seen."""

from accounts.models import Team
from letters.writing.models import Letter


def erase_letters(team: Team) -> None:
    """Erase a team with its letters; of one that a moderator decided on stays the empty row that the decision names."""
    for letter in Letter.objects.filter(team=team, published_at=None):
        if letter.decisions.exists():
            _empty(letter)
        else:
            letter.delete()
    if team.letters.exists():
        Team.objects.filter(pk=team.pk).update(name="")
    else:
        team.delete()


def _empty(letter: Letter) -> None:
    for texts in (letter.drafts, letter.submissions, letter.addressees, letter.images, letter.questions):
        texts.all().delete()
    letter.first_signers.all().delete()
    Letter.objects.filter(pk=letter.pk).update(wanted_slug="", topics=[], cover=None)
