"""An operator's hands on the public logs: recompute them, and take them out of here."""

import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from letters.ledger import archiving, exporting
from letters.ledger.auditing import audit, one_moment
from letters.ledger.comparing import Difference
from letters.ledger.exporting import File
from letters.ledger.importing import BadCopy, bring_back
from letters.ledger.keys import vkey
from letters.ledger.listing import open_site_log
from letters.ledger.models import Log
from letters.ledger.rotating import rotate_site
from letters.ledger.witnessing import ask
from letters.management.answers import refusals_in_one_line
from letters.management.logs import all_logs, below, compare_texts, files_of, letter_named, logs_of
from letters.management.mail_audits import disclosed
from letters.signing.actions import strike_entry
from letters.signing.queries import differing_from_the_log
from letters.signing.rotating import StandsStill, rotate
from letters.signing.rules import StrikeReason
from petition.audit.actions import OPERATOR
from petition.lib.cosigning import NoAnswer
from petition.lib.replacing import replacing

PRIVATE = 0o600  # a file with addresses

UNKNOWN = """\
{signings} of them are signatures that this database does not know: their names and addresses were lost with it. They
count, and their receipts hold. Ask these signers, on the letter's page, to keep their receipts and to write to you:
who shows one can be struck at their request, by `log strike`, and sign again. `log verify` names the letter until all
of them have."""
CLOSED = """\
{closed} signatures were changed or withdrawn after the backup. What opened their entries is gone, so their names can't
be proven any more; ask these signers to edit their signature once more, or strike it at their request."""


class Command(BaseCommand):
    help = "Recompute the public logs, take copies of them out of here, bring lost entries back, or begin a log anew."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="recompute logs from their entries, and name the first difference")
        verify.add_argument("slugs", nargs="*", metavar="SLUG")
        verify.add_argument("--all", action="store_true", help="every log, the site's own among them")
        export = verbs.add_parser("export", help="write logs into a folder, laid out as they are served")
        export.add_argument("folder", metavar="DIR", type=Path)
        export.add_argument("slug", nargs="?", metavar="SLUG", help="only this letter's")
        archive = verbs.add_parser("archive", help="pack a letter's log into one file that verifies without this site")
        archive.add_argument("slug", metavar="SLUG")
        archive.add_argument("file", metavar="FILE.tar.gz", type=Path)
        imported = verbs.add_parser("import", help="add the entries that a restored database lacks, from a copy")
        imported.add_argument("folder", metavar="DIR", type=Path, help="where the copies of all logs lie")
        imported.add_argument("slug", metavar="SLUG")
        strike = verbs.add_parser("strike", help="take out an entry whose signature was lost with a database")
        strike.add_argument("slug", metavar="SLUG")
        strike.add_argument("index", type=int, metavar="INDEX", help="as the signer's receipt says it")
        strike.add_argument("--reason", required=True, choices=StrikeReason.values)
        sample = verbs.add_parser("mail-audit", help="open the addresses of a random sample to a named auditor")
        sample.add_argument("slug", metavar="SLUG")
        sample.add_argument("many", metavar="N", type=int)
        sample.add_argument("file", metavar="FILE.json", type=Path)
        sample.add_argument("--auditor", required=True, metavar="NAME", help="who it is for, as history will say")
        verbs.add_parser("witness", help="show the witnesses now what they have not cosigned yet")
        rotate = verbs.add_parser("rotate", help="close a log and let another one follow it")
        which = rotate.add_mutually_exclusive_group(required=True)
        which.add_argument("slug", nargs="?", metavar="SLUG")
        which.add_argument("--site", action="store_true", help="the log of the site, not a letter's")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        try:
            getattr(self, f"_{verb.replace('-', '_')}")(**options)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from error

    def _verify(self, *, slugs: list[str], all: bool, **options: Any) -> None:  # noqa: A002  # as it is typed
        if all == bool(slugs):
            raise CommandError("Name letters, or say --all.")
        logs = all_logs() if all else list(chain.from_iterable(map(logs_of, slugs)))
        differences = [found for log in logs if (found := self._difference(log))]
        differences += [
            f"{row.slug}: {row.in_force} signatures are in force; its log counts {row.counted}"
            for row in differing_from_the_log()
            if all or row.slug in slugs
        ]
        if differences:
            raise CommandError("\n".join(differences))
        self.stdout.write(f"{len(logs)} logs recomputed; nothing differs.")

    def _difference(self, log: Log) -> str:
        try:
            read = audit(log.pk, self._progress)
            compare_texts(read)
        except Difference as difference:
            return str(difference)
        self.stdout.write(f"{read.origin}: {read.size} entries, {read.count} signatures")
        return ""

    def _progress(self, done: int, of: int) -> None:
        if sys.stderr.isatty():
            filled = 40 * done // of
            end = "\n" if done == of else ""
            print(f"\r[{'#' * filled:<40}] {done:,} of {of:,}", end=end, file=sys.stderr, flush=True)

    def _export(self, *, folder: Path, slug: str | None, **options: Any) -> None:
        for log in logs_of(slug) if slug else all_logs():
            with one_moment():
                log.refresh_from_db()
                written = exporting.write(folder / log.path.lstrip("/"), files_of(log))
            self.stdout.write(f"{folder}{log.path}: {written} files, {log.size} entries")

    def _archive(self, *, slug: str, file: Path, **options: Any) -> None:
        with one_moment():
            logs = logs_of(slug)
            packed = archiving.pack(file, f"{slug}-log", _packed(logs), time=logs[-1].time)
        self.stdout.write(f"{file}: {packed} files, {logs[-1].size} entries")

    def _import(self, *, folder: Path, slug: str, **options: Any) -> None:
        for log in logs_of(slug):
            try:
                done = bring_back(log, folder / log.path.lstrip("/"))
            except BadCopy as refused:
                raise CommandError(f"Nothing was brought back: {refused}.") from refused
            self.stdout.write(f"{log.origin}: {done.end - done.first} entries were brought back.")
            if done.signings:
                self.stdout.write(UNKNOWN.format(signings=done.signings))
            if done.closed:
                self.stdout.write(CLOSED.format(closed=done.closed))

    def _strike(self, *, slug: str, index: int, reason: str, **options: Any) -> None:
        with refusals_in_one_line():
            strike_entry(letter_named(slug), index, reason=StrikeReason(reason), by=OPERATOR)
        self.stdout.write(f"Entry {index} no longer counts.")

    def _witness(self, **options: Any) -> None:
        if not settings.WITNESSES:
            self.stdout.write("WITNESSES is empty.")
        for witness in settings.WITNESSES:
            try:
                self.stdout.write(f"{witness.name}: {ask(witness.name)} checkpoints cosigned")
            except NoAnswer as error:
                raise CommandError(f"{witness.name}: {error}") from error

    def _rotate(self, *, slug: str | None, site: bool, **options: Any) -> None:
        try:
            new = self._site_rotated() if site else rotate(letter_named(slug or "").pk, says=self.stdout.write)
        except StandsStill as still:
            raise CommandError(str(still)) from still
        self.stdout.write(f"{new.origin} goes on from here; what it follows is closed, and stays where it is.")

    def _site_rotated(self) -> Log:
        log = open_site_log()
        if log is None:
            raise CommandError("This site has listed nothing yet, so it has no log of its own.")
        return rotate_site(log)

    def _mail_audit(self, *, slug: str, many: int, file: Path, auditor: str, **options: Any) -> None:
        log, letter = logs_of(slug)[-1], letter_named(slug)
        if letter.is_open(timezone.now()):
            raise CommandError("A sample is drawn once the letter is closed: before, its root could be waited for.")
        with replacing(file, mode=PRIVATE) as made:
            made.write(disclosed(letter, log, many=many, auditor=auditor))
        self.stdout.write(f"{file} holds addresses: give it to {auditor} alone, and delete it here.")


def _packed(logs: list[Log]) -> Iterator[File]:
    """The first log at the top, those that follow in folders named like the end of their paths."""
    first, *following = logs
    yield archiving.read_me(logs[-1], vkey=vkey(logs[-1].origin))
    yield archiving.program()
    yield from files_of(first)
    for log in following:
        yield from below(f"{log.path.rpartition('/')[2]}/", files_of(log))
