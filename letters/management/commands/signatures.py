"""A moderator's hands until there is a desk: see what waits, decide, and take the list away."""

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from letters.management.answers import letter_named, refusals_in_one_line
from letters.models import Signature
from letters.moderation.actions import operating
from letters.signing import actions
from letters.signing.exporting import csv_of
from letters.signing.queries import search
from letters.signing.rules import StrikeReason
from letters.signing.showing import shown_name
from petition.audit.actions import OPERATOR
from petition.lib.vault import letter_identity

MOST_FOUND = 50  # more than a screen; a longer text finds fewer

DECISIONS = {
    "release": (actions.release, "let held or refused signatures count"),
    "refuse": (actions.refuse, "never count held signatures"),
    "restore": (operating.restore, "lift strikes"),
    "approve": (actions.approve_reason, "show reasons that name a web address"),
}


class Command(BaseCommand):
    help = "See signatures that wait, decide about them, and export the public list of a letter."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        for name, what in (("held", "signatures that wait"), ("reasons", "reasons with a web address")):
            verbs.add_parser(name, help=f"list {what}").add_argument("--letter", metavar="SLUG")
        for name, (_, what) in DECISIONS.items():
            verbs.add_parser(name, help=what).add_argument("ids", nargs="+", type=int, metavar="ID")
        strike = verbs.add_parser("strike", help="take signatures out for a public reason")
        strike.add_argument("ids", nargs="+", type=int, metavar="ID")
        strike.add_argument("--reason", required=True, choices=StrikeReason.values)
        first = verbs.add_parser("first", help="put a signature among the first signers")
        first.add_argument("ids", nargs=1, type=int, metavar="ID")
        first.add_argument("--rank", type=int, help="its place; without, it leaves them")
        find = verbs.add_parser("find", help="list signatures of a letter by shown name, or by the signer's address")
        find.add_argument("letter", metavar="SLUG")
        find.add_argument("text", metavar="TEXT")
        verbs.add_parser("export", help="print the public list as CSV").add_argument("letter", metavar="SLUG")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        with refusals_in_one_line():
            if verb in DECISIONS:
                decide, _ = DECISIONS[verb]
                self._each(options["ids"], lambda number: decide(number, by=OPERATOR))
            else:
                getattr(self, f"_{verb}")(**options)

    def _strike(self, *, ids: list[int], reason: str, **options: Any) -> None:
        self._each(ids, lambda number: operating.strike(number, reason=StrikeReason(reason), by=OPERATOR))

    def _first(self, *, ids: list[int], rank: int | None, **options: Any) -> None:
        actions.rank_first(ids[0], rank, by=OPERATOR)
        self.stdout.write(f"{ids[0]}: done")

    def _each(self, ids: Iterable[int], decide: Callable[[int], bool]) -> None:
        for number in ids:
            self.stdout.write(f"{number}: {'done' if decide(number) else 'was so already'}")

    def _held(self, *, letter: str | None, **options: Any) -> None:
        rules: Counter[tuple[str, str]] = Counter()
        for signature in chain(self._of(letter).held().iterator(), self._of(letter).refused().iterator()):
            rules[signature.state, signature.rule or "a moderator"] += 1
            since = f"{signature.created_at:%F %R}"
            self._line(signature.state, signature.rule, since, shown_name(signature), signature=signature)
        for (state, rule), number in sorted(rules.items()):
            self.stdout.write(f"{number} {state} by {rule}")

    def _reasons(self, *, letter: str | None, **options: Any) -> None:
        for signature in self._of(letter).with_reasons_to_read():
            self._line(signature.reason, signature=signature)

    def _find(self, *, letter: str, text: str, **options: Any) -> None:
        of = letter_named(letter)
        if "@" in text:
            found = self._of(letter).filter(identity=letter_identity(of.pk, text))
        else:
            found = search(of, text).defer(None).select_related("letter")[:MOST_FOUND]
        for signature in found:
            self._line(signature.state, shown_name(signature), signature=signature)

    def _line(self, *facts: str, signature: Signature) -> None:
        """One line, tabs between, for eyes and for cut(1); a name its owner does not show stays hidden here too."""
        self.stdout.write("\t".join((str(signature.pk), signature.letter.slug, *facts)))

    def _export(self, *, letter: str, **options: Any) -> None:
        for line in csv_of(letter_named(letter)):
            self.stdout.write(line, ending="")

    def _of(self, slug: str | None) -> Any:
        rows = Signature.objects.select_related("letter")
        return rows.filter(letter=letter_named(slug)) if slug else rows
