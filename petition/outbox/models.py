from typing import ClassVar

from django.db import models
from django.utils import timezone

from petition.outbox.queries import MessageQuerySet


class Priority(models.IntegerChoices):
    """Sending order, so that a mass mail never delays a confirmation."""

    ACCOUNT_CODE = 0
    CONFIRMATION = 10
    RECEIPT = 20
    DECISION = 30
    REMINDER = 40
    UPDATE = 50


class Message(models.Model):
    """One e-mail owed to one address: its kind and its cause, no text and no token."""

    class State(models.TextChoices):
        OWED = "owed"
        SENT = "sent"
        RETIRED = "retired"  # tried for three days, or refused for good
        UNWANTED = "unwanted"  # its renderer says that nobody wants it any more

    kind = models.CharField(max_length=48)
    cause = models.BigIntegerField()
    recipient = models.BinaryField()  # sealed by the vault for the purpose "address"
    identity = models.BinaryField(max_length=32)  # site-wide, for limits and suppression
    language = models.CharField(max_length=16, default="en")
    priority = models.SmallIntegerField(choices=Priority)
    key = models.CharField(max_length=120, unique=True, null=True)  # the same news is owed once
    sealed = models.BinaryField(null=True)  # only for codes that exist nowhere else; emptied once sent
    state = models.CharField(max_length=16, choices=State, default=State.OWED)
    attempts = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
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
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.cause} ({self.state})"


class Suppression(models.Model):
    """An exact address that gets no more mail, because its mailbox refused for good."""

    identity = models.BinaryField(max_length=32, unique=True)  # of the address as typed, not of its aliases
    reason = models.CharField(max_length=300)
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.reason
