"""The addresses that mails carry; their tokens are signed and never stored."""

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from letters.signing.models import Signature
from letters.writing.models import Letter
from petition.lib.tokens import Purpose, make

# Beside a person in a token: of which of their mails it is.
OF_DIGESTS, OF_MILESTONES, OF_THE_DESK = 0, 1, 2
EVERYTHING = 1  # beside a signature in a token: not its letter alone, but whatever its mailbox follows


def to_confirm(signature_id: int, message_id: int) -> str:
    """Bound to the mail that carries it, so that its click proves that mail's mailbox."""
    return _absolute(reverse("pages:confirm", args=[make(Purpose.CONFIRM, signature_id, message_id)]))


def to_deny(signature_id: int) -> str:
    """For whoever never asked to sign; it stays good, since all that it can do is erase what nobody confirmed."""
    return _absolute(reverse("pages:deny", args=[make(Purpose.DENY, signature_id)]))


def to_manage(signature: Signature) -> str:
    return _absolute(reverse("pages:signature", args=[make(Purpose.MANAGE, signature.pk)]))


def to_move(signature_id: int, message_id: int) -> str:
    """Bound to the mail that carries it, so that its click proves that mail's mailbox."""
    return _absolute(reverse("pages:move", args=[make(Purpose.MOVE, signature_id, message_id)]))


def to_unsubscribe(signature: Signature) -> str:
    return _absolute(reverse("pages:unsubscribe", args=[make(Purpose.UNSUBSCRIBE, signature.pk)]))


def to_leave_all(signature: Signature) -> str:
    """For mail about all that a mailbox follows: one click leaves all of it."""
    return _absolute(reverse("pages:unsubscribe", args=[make(Purpose.UNSUBSCRIBE, signature.pk, EVERYTHING)]))


def to_choose_mail(person: User, about: int) -> str:
    """For an organizer or a moderator; one click leaves the sort of mail that carries it."""
    return _absolute(reverse("pages:organizer_mail", args=[make(Purpose.ORGANIZER, person.pk, about)]))


def to_studio(letter: Letter) -> str:
    return _absolute(reverse("studio:letter", args=[letter.pk]))


def to_updates(letter: Letter) -> str:
    return _absolute(reverse("pages:updates", args=[letter.slug]))


def to_letter(letter: Letter) -> str:
    return _absolute(reverse("pages:letter", args=[letter.slug]))


def to_tell(letter: Letter, number: int) -> str:
    """Where an organizer finds words about a count laid out for the signers."""
    return _absolute(f"{reverse('studio:new_update', args=[letter.pk])}?milestone={number}")


def to_entry(letter: Letter, origin: str, index: int) -> str:
    """An entry in the log of that origin: a letter's first one, or a numbered one that follows it."""
    turn = origin.rpartition("/")[2]
    if turn.isdigit():
        return _absolute(reverse("pages:later_entry", args=[letter.slug, int(turn), index]))
    return _absolute(reverse("pages:entry", args=[letter.slug, index]))


def to_verify() -> str:
    return _absolute(reverse("pages:verify"))


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
