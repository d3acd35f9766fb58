from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from letters.ledger.models import Operation
from letters.signing.queries import SignatureQuerySet
from letters.signing.searching import words_of
from letters.writing.models import Letter, Version


class Signature(models.Model):
    """Somebody's name under a letter, from the first try to the end."""

    class State(models.TextChoices):
        PENDING = "pending"
        CONFIRMED = "confirmed"
        HELD = "held"  # confirmed by its owner, awaiting a moderator, not counted
        REFUSED = "refused"  # not counted
        WITHDRAWN = "withdrawn"
        STRUCK = "struck"  # taken out by a moderator; only a restoration lifts it

    class Display(models.TextChoices):
        NAME = "name"
        INITIALS = "initials"
        ANONYMOUS = "anonymous"

    class Verdict(models.TextChoices):
        PASS = "pass"  # noqa: S105 - no password
        HOLD = "hold"
        REFUSE = "refuse"

    # No index of its own: the unique constraint begins with it.
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="signatures", db_index=False)
    version = models.ForeignKey(Version, models.PROTECT, related_name="+", db_index=False)
    identity = models.BinaryField(max_length=32)  # HMAC(IDENTITY_KEY, letter ‖ normalised address)
    address = models.BinaryField(null=True)  # sealed by the vault; null once erased
    language = models.CharField(max_length=16, default="en")
    state = models.CharField(max_length=16, choices=State, default=State.PENDING)
    verdict = models.CharField(max_length=8, choices=Verdict, default=Verdict.PASS)
    rule = models.CharField(max_length=32, blank=True)  # what the guard noticed; the signer is never told

    name = models.CharField(max_length=100, blank=True)
    display = models.CharField(max_length=16, choices=Display, default=Display.NAME)
    title = models.CharField(max_length=100, blank=True)
    affiliation = models.CharField(max_length=100, blank=True)
    city = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=280, blank=True)
    reason_awaits = models.BooleanField(default=False)  # a reason with a web address waits for a look
    search = models.CharField(max_length=240, blank=True)  # folded words of what is shown; empty when nothing is
    words = models.GeneratedField(
        expression=words_of("search", "letter_id"), output_field=SearchVectorField(), db_persist=True
    )
    wants_news = models.BooleanField(default=False)
    first_rank = models.PositiveSmallIntegerField(null=True)  # place among the first signers

    consent = models.CharField(max_length=16)  # version of the consent wording agreed to
    operation = models.OneToOneField(Operation, models.PROTECT, null=True, related_name="+")  # its newest signing
    network = models.CharField(max_length=49, blank=True)  # prefix, dropped after 30 days
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=32, blank=True)  # public class of a strike

    objects: ClassVar[SignatureQuerySet] = SignatureQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("letter", "identity"), name="one_signature_per_address"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False), name="confirmed_signatures_say_when"
            ),
        )
        indexes = (
            models.Index(
                fields=("letter", "-confirmed_at", "-id"),
                condition=Q(state="confirmed"),
                name="signatures_newest_first",
            ),
            models.Index(
                fields=("letter", "first_rank"),
                condition=Q(state="confirmed", first_rank__isnull=False),
                name="first_signers",
            ),
            models.Index(fields=("state", "created_at"), condition=~Q(state="confirmed"), name="signatures_waiting"),
            models.Index(fields=("created_at",), condition=~Q(network=""), name="signatures_with_network"),
            models.Index(fields=("letter", "reason_awaits"), condition=Q(reason_awaits=True), name="reasons_to_read"),
            GinIndex(fields=("words",), condition=Q(state="confirmed"), name="signatures_by_word"),
        )

    def __str__(self) -> str:
        return f"signature {self.pk} ({self.state})"

    @property
    def is_erased(self) -> bool:
        """Whether its signer asked to be forgotten; what stays counts as nobody in particular."""
        return self.address is None

    @property
    def may_be_edited(self) -> bool:
        return self.state in (self.State.CONFIRMED, self.State.HELD) and not self.is_erased

    @property
    def may_be_withdrawn(self) -> bool:
        return self.state in (self.State.PENDING, self.State.CONFIRMED, self.State.HELD)

    @property
    def was_counted(self) -> bool:
        """Whether it has stood in the count since it was last signed."""
        return self.operation_id is not None

    @property
    def number(self) -> int | None:
        """How many had signed by then, itself included; no two alike, and none until its entry has its place."""
        return self.operation.number if self.operation else None

    @property
    def index(self) -> int | None:
        """Which entry of the log says that it was signed."""
        return self.operation.index if self.operation else None


class Milestone(models.Model):
    """A count a letter has reached, once and for ever."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="milestones", db_index=False)
    number = models.PositiveIntegerField()
    reached_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("letter", "number"), name="one_milestone_per_number"),)

    def __str__(self) -> str:
        return f"letter {self.letter_id} reached {self.number}"
