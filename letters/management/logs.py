"""What the commands about logs need to know of letters: which logs are theirs, and which texts were signed."""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from django.core.management.base import CommandError

from letters.ledger import exporting, histories
from letters.ledger.comparing import Difference
from letters.ledger.exporting import File
from letters.ledger.facts import Text, Translation
from letters.ledger.models import Log
from letters.models import Letter
from letters.writing.rules import demand_public
from petition.lib.refusal import Refused


def all_logs() -> list[Log]:
    return list(Log.objects.order_by("id"))


def letter_named(slug: str) -> Letter:
    letter = Letter.objects.filter(slug=slug, log__isnull=False).first()
    if letter is None:
        raise CommandError(f"There is no letter {slug} with a log.")
    return letter


def logs_of(slug: str) -> list[Log]:
    """The log of a letter and those that follow it, oldest first."""
    return list(Log.objects.under(letter_named(slug).origin))


def letter_of(log: Log) -> Letter | None:
    """The letter whose signatures a log holds; none for the site's own."""
    return Letter.objects.filter(origin=log.first_origin).first()


def files_of(log: Log) -> Iterator[File]:
    """All that is shown of a log, its texts among it while its letter may be read."""
    letter = letter_of(log)
    is_shown = letter is not None and _is_public(letter)
    if letter is not None and is_shown:
        for version in letter.versions.published():
            yield f"text/{version.number}", version.document.encode()
        for translation in letter.translations.newest_of_each_version():
            yield f"text/{translation.number}.{translation.language}", translation.document.encode()
    yield from exporting.files(log, is_shown=is_shown)


def compare_texts(log: Log) -> None:
    """Each text of the log is a version of its letter, or a translation, word for word, and its newest stands."""
    letter = letter_of(log)
    if letter is None:
        return
    published = letter.versions.published()
    versions = {sha256(version.document.encode()).digest(): version.number for version in published}
    translations = {sha256(one.document.encode()).digest() for one in letter.translations.all()}
    for index, entry in histories.texts(log):
        if isinstance(entry.fact, Translation) and entry.fact.sha256 not in translations:
            raise Difference(f"{log.origin}: no translation of the letter has the text that entry {index} names")
        if isinstance(entry.fact, Text) and entry.fact.sha256 not in versions:
            raise Difference(f"{log.origin}: no version of the letter has the text that entry {index} names")
    newest = versions.get(bytes(log.text or b""))
    if log.closed_at is None and letter.current is not None and newest != letter.current.number:
        raise Difference(f"{log.origin}: its text is version {newest}; the letter stands at {letter.current.number}")


def below(folder: str, files: Iterable[File]) -> Iterator[File]:
    return ((f"{folder}{path}", data) for path, data in files)


def _is_public(letter: Letter) -> bool:
    try:
        demand_public(letter)
    except Refused:
        return False
    return True
