"""The steps that several verbs of writing share; each stands inside its caller's transaction."""

from datetime import datetime
from typing import NamedTuple, Protocol

from accounts.access import may
from accounts.models import User
from accounts.roles import Act
from letters.writing import rules
from letters.writing.documents import content_hash, tidy
from letters.writing.models import Letter, Translation, Version
from petition.lib.refusal import Refused


class Written(Protocol):
    """A text that somebody wrote: a draft, a submission, or what a command was given."""

    @property
    def title(self) -> str: ...
    @property
    def to(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def note(self) -> str: ...


class Typed(NamedTuple):
    title: str
    to: str
    body: str
    note: str = ""


def hold(letter: Letter) -> None:
    """Lock the letter's row to the end of the transaction, and read it as it stands now.

    The lock leaves foreign keys alone, so signing goes on while a letter is amended.
    """
    letter.refresh_from_db(from_queryset=Letter.objects.select_for_update(no_key=True))


def may_set_beside(letter: Letter, person: User) -> bool:
    """What stands beside a public letter nobody looks at first: only an owner changes it."""
    return not letter.is_public or may(person, Act.PUBLISH, letter.team)


def demand_publisher(letter: Letter, person: User) -> None:
    """Refuse everybody else; the caller holds the row."""
    if not may_set_beside(letter, person):
        raise Refused("not-yours")


def move(letter: Letter, state: str, **facts: object) -> None:
    if state != letter.state and not rules.may_become(letter.state, state):
        raise ValueError(f"A letter that is {letter.state} never becomes {state}.")
    letter.state = state
    for name, value in facts.items():
        setattr(letter, name, value)
    letter.save(update_fields=("state", *facts))


def freeze(letter: Letter, text: Written, *, number: int, at: datetime) -> Version:
    version = Version(letter=letter, number=number, origin=letter.origin, language=letter.language)
    version.note, version.published_at = text.note, at
    _write(version, text)
    return version


def freeze_translation(letter: Letter, text: Written, *, number: int, language: str, at: datetime) -> Translation:
    translation = Translation(letter=letter, number=number, origin=letter.origin, language=language, published_at=at)
    _write(translation, text)
    return translation


def says_the_same(one: Written | Version | Translation, other: Written | Version | Translation) -> bool:
    """Whether two texts read alike; what is said about a change is no part of it."""
    return (one.title, one.to, tidy(one.body)) == (other.title, other.to, tidy(other.body))


def _write(frozen: Version | Translation, text: Written) -> None:
    frozen.title, frozen.to, frozen.body = text.title, text.to, tidy(text.body)
    frozen.content_hash = content_hash(
        origin=frozen.origin,
        number=frozen.number,
        language=frozen.language,
        title=frozen.title,
        to=frozen.to,
        body=frozen.body,
    )
    frozen.save(force_insert=True)
