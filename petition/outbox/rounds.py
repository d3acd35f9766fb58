"""One batch on its way: which domains to leave out, which to ask first, which refuse meanwhile, and how all ended."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from petition.lib import emails, vault
from petition.outbox import bell, domains, pauses
from petition.outbox.lines import Lines
from petition.outbox.models import Domain, Message
from petition.outbox.refusals import Refusal
from petition.outbox.refusing import Refusals


class Round:
    def __init__(self, batch: Sequence[Message]) -> None:
        self.outcomes: Counter[tuple[str, str]] = Counter()  # by kind
        self._server_takes_mail = False
        self._names = {message.pk: _domain(message) for message in batch}
        self._held: dict[str, list[Message]] = defaultdict(list)
        self._kept_back: dict[str, list[Message]] = defaultdict(list)  # by our own limits
        self._refusals = Refusals()
        self._asking: set[str] = set()
        self._refusing: set[str] = set()
        self._look_around(at=timezone.now())
        self._lines = Lines(set(self._names.values()) - self._refusing)
        self.messages = [message for message in self._within_limits(batch) if not self.holds(message)]

    def holds(self, message: Message) -> bool:
        """Whether its domain waits, or is left to others; then the message comes back with the others at the end."""
        name = self._names[message.pk]
        if name in self._refusing:
            self._held[name].append(message)
            return True
        if not self._lines.has(name):
            self._kept_back[name].append(message)
            return True
        return False

    def sent(self, message: Message) -> None:
        if not self._server_takes_mail:
            self._server_takes_mail = True
            pauses.is_over(at=timezone.now())
        name = self._names[message.pk]
        if name in self._asking:
            self._asking.discard(name)
            domains.takes_mail(name, at=timezone.now())

    def refused(self, message: Message, refusal: Refusal) -> None:
        name = self._names[message.pk]
        if refusal.blames_message:
            self._refusals.note(name, refusal.reason)
        if refusal.of_domain:
            domains.waits(name, refusal, at=timezone.now())
            self._refusing.add(name)

    def end(self) -> None:
        self._lines.hang_up()
        domains.put_off(self._held)
        if any(self._kept_back.values()):
            domains.keep_back(self._kept_back)
            bell.ring_later()
        self._refusals.add()

    def _look_around(self, *, at: datetime) -> None:
        """Ask the domains whose wait is over, one worker each; leave out those that wait still."""
        troubled = Domain.objects.filter(name__in=set(self._names.values()), refusals__gt=0)
        for name in troubled.order_by("name").values_list("name", flat=True):
            (self._asking if domains.may_ask(name, at=at) else self._refusing).add(name)

    def _within_limits(self, batch: Sequence[Message]) -> list[Message]:
        """Those that may go within this second; the rest comes back in its turn."""
        by_name: dict[str, list[Message]] = defaultdict(list)
        for message in batch:
            by_name[self._names[message.pk]].append(message)
        going: set[int] = set()
        for name in sorted(by_name):
            messages = by_name[name]
            room = self._room_for(name, len(messages))
            going.update(message.pk for message in messages[:room])
            self._kept_back[name].extend(messages[room:])
        return [message for message in batch if message.pk in going]

    def _room_for(self, name: str, many: int) -> int:
        if name in self._refusing:
            return many  # which are held one by one
        return domains.room_for(name, many, at=timezone.now()) if self._lines.has(name) else 0


def _domain(message: Message) -> str:
    try:
        return emails.domain_of(message.address)
    except vault.CannotOpen:
        return ""  # the failure is met again, and reported, when the mail is prepared
