import json
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from petition.lib import vault
from petition.outbox.counts import DomainRefusals as DomainRefusals
from petition.outbox.counts import Ending as Ending
from petition.outbox.counts import Minute as Minute
from petition.outbox.kinds import Priority as Priority
from petition.outbox.queries import MailingQuerySet, MessageQuerySet

SECRETS = "outbox secrets"  # what the vault binds them to
MESSAGE_IDS = "message ids"
MARK_CHARACTERS = 16  # sixty-four bits, which nobody guesses by mail


class Mailing(models.Model):
    """The same news to many: its messages take turns with those of other mailings, and stop when it does."""

    class State(models.TextChoices):
        GOING = "going"
        PAUSED = "paused"
        CANCELLED = "cancelled"
        SENT = "sent"  # nothing of it is owed any more

    kind = models.CharField(max_length=48)
    cause = models.BigIntegerField()
    priority = models.SmallIntegerField(choices=Priority)
    state = models.CharField(max_length=16, choices=State, default=State.GOING)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    # As last counted, since a page can't count a million rows.
    counted_at = models.DateTimeField(null=True)
    owed = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    unwanted = models.PositiveIntegerField(default=0)
    lately = models.PositiveIntegerField(default=0)  # sent in the last minute

    objects: ClassVar[MailingQuerySet] = MailingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "cause"), name="one_mailing_for_a_cause"),)
        indexes = (models.Index(fields=("id",), condition=models.Q(state="going"), name="mailings_going"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.cause} ({self.state})"


class Message(models.Model):
    """One e-mail owed to one address: its kind and its cause, no text and no token."""

    class State(models.TextChoices):
        OWED = "owed"
        SENT = "sent"
        RETIRED = "retired"  # tried for three days, or refused for good
        UNWANTED = "unwanted"  # its renderer, or the operator, says that nobody wants it any more

    kind = models.CharField(max_length=48)
    cause = models.BigIntegerField()
    # Without a constraint, which would be looked up a million times for one mailing; mailings are never deleted.
    mailing = models.ForeignKey(
        Mailing, models.PROTECT, null=True, related_name="messages", db_constraint=False, db_index=False
    )
    recipient = models.BinaryField()  # sealed by the vault for the purpose "address"; empty once forgotten
    identity = models.BinaryField(max_length=32)  # site-wide, for limits; empty where there is none to keep
    language = models.CharField(max_length=16, default="en")
    priority = models.SmallIntegerField(choices=Priority)
    key = models.CharField(max_length=120, unique=True, null=True)  # noqa: DJ001  the same news is owed once; most have no key
    sealed = models.BinaryField(null=True)  # only for codes that exist nowhere else; emptied once it is over
    state = models.CharField(max_length=16, choices=State, default=State.OWED)
    attempts = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    retire_at = models.DateTimeField()  # a try that fails after this was the last
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=200, blank=True)
    problem = models.CharField(max_length=300, blank=True)  # why the last attempt failed, without addresses

    found: Any = None  # what its room has looked up for it and others together, a moment before it goes

    objects: ClassVar[MessageQuerySet] = MessageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = (
            models.Index(
                fields=("priority", "due_at", "id"),
                condition=models.Q(state="owed", mailing=None),
                name="messages_owed_one_by_one",
            ),
            models.Index(
                fields=("mailing", "due_at", "id"),
                condition=models.Q(state="owed", mailing__isnull=False),
                name="messages_owed_to_many",
            ),
            models.Index(
                fields=("mailing", "state"), condition=models.Q(mailing__isnull=False), name="messages_of_a_mailing"
            ),
            models.Index(
                fields=("mailing", "sent_at"),
                condition=models.Q(mailing__isnull=False, sent_at__isnull=False),
                name="messages_of_a_mailing_sent",
            ),
            models.Index(
                fields=("identity", "created_at"), condition=~models.Q(identity=b""), name="messages_to_a_mailbox"
            ),
            models.Index(fields=("kind", "cause"), name="messages_of_a_cause"),
            models.Index(
                fields=("created_at",),
                condition=~models.Q(recipient=b"") & ~models.Q(state="owed"),
                name="messages_to_forget",
            ),
            models.Index(fields=("kind", "id"), condition=models.Q(state="retired"), name="messages_retired"),
            models.Index(
                fields=("kind", "id"), condition=models.Q(state="owed") & ~models.Q(problem=""), name="messages_failing"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.cause} ({self.state})"

    @cached_property
    def address(self) -> str:
        """Opened once for all who ask while one mail is sent; raises `CannotOpen`."""
        return vault.unseal(self.recipient)

    @property
    def secrets(self) -> dict[str, str]:
        """What only this message knows; nothing once it was sent or given up."""
        return dict(json.loads(vault.unseal(self.sealed, SECRETS))) if self.sealed else {}

    @property
    def message_id(self) -> str:
        """The same at every try, so that a mail program can show a mail that came twice as one.

        Nobody else can make one up: whoever reports by it that a mail came back has had that mail.
        """
        name = f"{self.kind}.{self.pk}"
        mark = vault.identity(MESSAGE_IDS, name).hex()[:MARK_CHARACTERS]
        return f"<{name}.{mark}@{settings.SITE.hostname}>"


class Suppression(models.Model):
    """An exact address that gets no more mail, because its mailbox refused for good, or somebody there objected."""

    class Sort(models.TextChoices):
        MISSING = "missing"  # there is no such mailbox
        FAILING = "failing"  # mail came back on too many days
        COMPLAINT = "complaint"  # it was reported as unwanted to the mailbox provider

    identity = models.BinaryField(max_length=32, unique=True)  # of the address as typed, not of its aliases
    reason = models.CharField(max_length=300)
    since = models.DateTimeField(default=timezone.now)
    sort = models.CharField(max_length=16, choices=Sort, default=Sort.MISSING, db_default="missing")

    def __str__(self) -> str:
        return self.reason


class Bounce(models.Model):
    """One event about an exact address, kept for a while so that it counts once."""

    class Sort(models.TextChoices):
        HARD = "bounced"
        SOFT = "bounced softly"
        COMPLAINT = "complained"
        TRIED = "tried"  # its owner says that mail arrives again

    identity = models.BinaryField(max_length=32)  # of the address as typed, as of a suppression
    sort = models.CharField(max_length=16, choices=Sort)
    key = models.CharField(max_length=64, unique=True)  # a hash of what the event is known by
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (
            models.Index(fields=("identity", "at"), name="bounces_of_an_address"),
            models.Index(fields=("at",), name="bounces_to_forget"),
        )

    def __str__(self) -> str:
        return f"{self.sort} {self.at}"


class Pause(models.Model):
    """No worker sends before this moment, because our own sending is refused; there is one row at most."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    reason = models.CharField(max_length=300)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    refusals = models.PositiveIntegerField(default=1)  # in a row, so that the pause grows

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_pause_for_everybody"),)

    def __str__(self) -> str:
        return self.reason


class Domain(models.Model):
    """A mailbox provider that asked us to come later, or the rate at which we mail it.

    By name, because the operator has to know whom to write to; rows go a day after their mail has come back.
    """

    name = models.CharField(max_length=255, primary_key=True)
    refusals = models.PositiveIntegerField(default=0)  # in a row, so that the wait grows; none: it takes our mail
    reason = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField(null=True)
    until = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)  # since when one worker tries whether the wait is over
    queued_until = models.DateTimeField(null=True)  # when the last message that was put off comes back
    taken_until = models.DateTimeField(null=True)  # how far the rate's span is used up

    def __str__(self) -> str:
        return self.name


class Line(models.Model):
    """One of the lines to a domain, where the operator limits them: whoever holds it may send there."""

    domain = models.CharField(max_length=255)
    number = models.SmallIntegerField()
    taken_until = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("domain", "number"), name="one_holder_of_a_line"),)

    def __str__(self) -> str:
        return f"{self.domain} {self.number}"


class Pace(models.Model):
    """Up to when everybody's sending is reserved, at the rate that the operator allows; there is one row at most."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    taken_until = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_pace_for_everybody"),)

    def __str__(self) -> str:
        return f"reserved until {self.taken_until}"
