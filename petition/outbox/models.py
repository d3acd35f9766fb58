import json
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from petition.lib import vault
from petition.outbox.kinds import Priority as Priority
from petition.outbox.queries import MessageQuerySet

SECRETS = "outbox secrets"  # what the vault binds them to


class Message(models.Model):
    """One e-mail owed to one address: its kind and its cause, no text and no token."""

    class State(models.TextChoices):
        OWED = "owed"
        SENT = "sent"
        RETIRED = "retired"  # tried for three days, or refused for good
        UNWANTED = "unwanted"  # its renderer, or the operator, says that nobody wants it any more

    kind = models.CharField(max_length=48)
    cause = models.BigIntegerField()
    recipient = models.BinaryField()  # sealed by the vault for the purpose "address"; empty once forgotten
    identity = models.BinaryField(max_length=32)  # site-wide, for limits
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

    objects: ClassVar[MessageQuerySet] = MessageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = (
            models.Index(
                fields=("priority", "due_at", "id"), condition=models.Q(state="owed"), name="messages_owed_in_order"
            ),
            models.Index(fields=("identity", "created_at"), name="messages_to_an_address"),
            models.Index(fields=("kind", "cause"), name="messages_of_a_cause"),
            models.Index(
                fields=("created_at",),
                condition=~models.Q(recipient=b"") & ~models.Q(state="owed"),
                name="messages_to_forget",
            ),
            models.Index(fields=("kind", "id"), condition=models.Q(state="retired"), name="messages_retired"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.cause} ({self.state})"

    @property
    def address(self) -> str:
        return vault.unseal(self.recipient)

    @property
    def secrets(self) -> dict[str, str]:
        """What only this message knows; nothing once it was sent or given up."""
        return dict(json.loads(vault.unseal(self.sealed, SECRETS))) if self.sealed else {}

    @property
    def message_id(self) -> str:
        """The same at every try, so that a mail program can show a mail that came twice as one."""
        return f"<{self.kind}.{self.pk}@{settings.SITE.hostname}>"


class Suppression(models.Model):
    """An exact address that gets no more mail, because its mailbox refused for good."""

    identity = models.BinaryField(max_length=32, unique=True)  # of the address as typed, not of its aliases
    reason = models.CharField(max_length=300)
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.reason


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


class Ending(models.Model):
    """How many messages of a kind have ended one way, counted for ever for the metrics."""

    kind = models.CharField(max_length=48)
    outcome = models.CharField(max_length=16)
    number = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "outcome"), name="one_number_per_ending"),)

    def __str__(self) -> str:
        return f"{self.kind}: {self.number} {self.outcome}"
