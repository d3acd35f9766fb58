"""An update to many signers, inside a site under test: python -m tests.faults.inside announcing begin 3000."""

from accounts.models import Team, User
from letters.models import Letter, Signature
from letters.signing.actions import unsubscribe
from letters.updates.actions import send, start
from letters.updates.actions.sending import Seen
from letters.updates.actions.writing import News
from letters.updates.audiences import Wanted
from petition.lib.vault import letter_identity, seal
from tests.faults.hostile import address_of
from tests.makers import make_letter, make_team, make_user

SLUG = "under-fire"
SAYS = News("They answered", "We met **twice**.")


def main(verb: str, number: str) -> None:
    {"begin": begin, "leave": leave}[verb](int(number))


def begin(many: int) -> None:
    """A letter of a trusted team, so many who want its news, and an update on its way."""
    person = make_user()
    letter = make_letter(SLUG, team=trusted(person))
    Signature.objects.bulk_create([reader(letter, number) for number in range(many)], batch_size=2_000)
    update = start(letter.pk, SAYS, person=person)
    send(update.pk, Seen(update.changes, 0, Wanted(update.audience)), person=person)


def leave(many: int) -> None:
    """The last so many want no news any more."""
    for pk in Signature.objects.filter(letter__slug=SLUG).order_by("-pk").values_list("pk", flat=True)[:many]:
        assert unsubscribe(pk)


def trusted(person: User) -> Team:
    team = make_team(person)
    Team.objects.filter(pk=team.pk).update(is_trusted=True)
    return Team.objects.get(pk=team.pk)


def reader(letter: Letter, number: int) -> Signature:
    address, at = address_of(number), letter.published_at
    who = {"identity": letter_identity(letter.pk, address), "address": seal(address), "name": f"Reader {number}"}
    told = {"wants_news": True, "consent": "2026-11", "state": "confirmed", "created_at": at, "confirmed_at": at}
    return Signature(letter=letter, version=letter.current, **who, **told)
