"""The addresses that mails carry; their tokens are signed and never stored."""

from functools import cache

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from letters.signing.models import Signature
from letters.writing.models import Letter
from petition.lib.tokens import Purpose, make

# Beside a person in a token: of which of their mails it is.
OF_DIGESTS, OF_MILESTONES, OF_THE_DESK = 0, 1, 2
EVERYTHING = 1  # beside a signature in a token: not its letter alone, but whatever its mailbox follows


_WORD = "word"  # stands for a token, or for a letter's slug, which are all that these addresses vary in


def to_confirm(signature_id: int, message_id: int) -> str:
    """Bound to the mail that carries it, so that its click proves that mail's mailbox."""
    return _at("pages:confirm", make(Purpose.CONFIRM, signature_id, message_id))


def to_deny(signature_id: int) -> str:
    """For whoever never asked to sign; it stays good, since all that it can do is erase what nobody confirmed."""
    return _at("pages:deny", make(Purpose.DENY, signature_id))


def to_manage(signature: Signature) -> str:
    return _at("pages:signature", make(Purpose.MANAGE, signature.pk))


def to_move(signature_id: int, message_id: int) -> str:
    """Bound to the mail that carries it, so that its click proves that mail's mailbox."""
    return _at("pages:move", make(Purpose.MOVE, signature_id, message_id))


def to_unsubscribe(signature: Signature) -> str:
    return _at("pages:unsubscribe", make(Purpose.UNSUBSCRIBE, signature.pk))


def to_leave_all(signature: Signature) -> str:
    """For mail about all that a mailbox follows: one click leaves all of it."""
    return _at("pages:unsubscribe", make(Purpose.UNSUBSCRIBE, signature.pk, EVERYTHING))


def to_choose_mail(person: User, about: int) -> str:
    """For an organizer or a moderator; one click leaves the sort of mail that carries it."""
    return _at("pages:organizer_mail", make(Purpose.ORGANIZER, person.pk, about))


def to_studio(letter: Letter) -> str:
    return _absolute(reverse("studio:letter", args=[letter.pk]))


def to_updates(letter: Letter) -> str:
    return _absolute(reverse("pages:updates", args=[letter.slug]))


def to_letter(letter: Letter) -> str:
    return _at("pages:letter", letter.slug)


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


def _at(name: str, word: str) -> str:
    return _absolute(_place(name).replace(_WORD, word))


@cache
def _place(name: str) -> str:
    """Looked up once: a million mails carry such an address, and finding it takes longer than signing its token."""
    return reverse(name, args=[_WORD])


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
