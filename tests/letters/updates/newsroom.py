"""Short words for the tests of news to signers."""

from datetime import datetime
from typing import Any

from accounts.models import Team, User
from letters.models import Letter, Sending, Signature, Update
from letters.updates.actions import begin_due, follow, owe_next, send, start
from letters.updates.actions.sending import Seen
from letters.updates.actions.writing import News
from letters.updates.audiences import Wanted
from letters.writing.actions import approve
from petition.outbox.models import Mailing, Message
from tests.cast import ADA, OLIVE, Person
from tests.makers import make_letter, make_signature, make_user

NEWS = News("They answered", "We met **twice**.\n\nMore soon: https://letters.example/more")


def reader(letter: Letter, person: Person = ADA, **fields: Any) -> Signature:
    return make_signature(letter, person, **({"wants_news": True} | fields))


def readers(letter: Letter, many: int) -> list[Signature]:
    return [reader(letter, Person(f"Reader {n}", f"reader{n}@example.org")) for n in range(many)]


def written(letter: Letter, text: News = NEWS, *, person: User | None = None) -> Update:
    return start(letter.pk, text, person=person or make_user(OLIVE))


def seen(update: Update) -> Seen:
    """What a page shows that is opened now."""
    update.refresh_from_db()
    wanted = Wanted(update.audience, update.audience_value)
    return Seen(update.changes, update.submission_id or 0, wanted)


def send_it(update: Update, *, send_at: datetime | None = None, at: datetime | None = None) -> Update:
    return send(update.pk, seen(update), send_at=send_at, person=make_user(OLIVE), at=at)


def sent(letter: Letter, text: News = NEWS) -> Update:
    """An update on its way, with everybody owed theirs."""
    update = send_it(written(letter, text))
    sweep()
    update.refresh_from_db()
    return update


def sweep(*, at: datetime | None = None, size: int = 10_000) -> None:
    """What the clock does; it counts as often as it is asked."""
    begin_due(at=at)
    owe_next(size=size)
    Mailing.objects.update(counted_at=None)
    follow(at=at)


def of_trusted() -> Letter:
    letter = make_letter()
    Team.objects.filter(pk=letter.team_id).update(is_trusted=True)
    letter.team.refresh_from_db()
    return letter


def of_untrusted(letter: Letter) -> Letter:
    Team.objects.filter(pk=letter.team_id).update(is_trusted=False)
    letter.refresh_from_db()
    return letter


def approved(update: Update) -> None:
    update.refresh_from_db()
    approve(update.submission_id or 0, by="user 1")


def newest(update: Update) -> Sending:
    return update.sendings.select_related("mailing").get(number=update.sendings.count())


def owed_to() -> list[int]:
    """Whose signatures a message is owed, in order."""
    return sorted(Message.objects.filter(kind="updates.update", state="owed").values_list("cause", flat=True))


def state_of(update: Update) -> str:
    update.refresh_from_db()
    return update.state
