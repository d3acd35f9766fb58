"""The tables of news to signers."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from letters.updates.queries import SendingQuerySet, UpdateQuerySet
from letters.writing.drafts import Submission
from letters.writing.models import Letter
from petition.outbox.models import Mailing


class Audience(models.TextChoices):
    """To whom of those who agreed to news."""

    EVERYBODY = "everybody"
    LANGUAGE = "language"
    COUNTRY = "country"
    FIRST_SIGNERS = "first_signers"


class Update(models.Model):
    """News that a letter's team sends to its signers, from the first word to the last mail."""

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"  # with the desk, which reads the news of teams that are not trusted
        SCHEDULED = "scheduled"  # waits for its moment
        SENDING = "sending"
        PAUSED = "paused"
        SENT = "sent"
        CANCELLED = "cancelled"  # by its team, before everybody had it

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="updates", db_index=False)
    language = models.CharField(max_length=16)
    title = models.CharField(max_length=200, blank=True)  # the subject of its mail, too
    body = models.TextField(blank=True)
    audience = models.CharField(max_length=16, choices=Audience, default=Audience.EVERYBODY)
    audience_value = models.CharField(max_length=100, blank=True)  # the language or the country
    to_the_rest = models.BooleanField(default=False, db_default=False)  # of these, who has nothing of it yet
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    changes = models.PositiveIntegerField(default=0)  # counts up with every kept text, so that no save hides another
    send_at = models.DateTimeField(null=True)  # not before; at once where there is none
    submission = models.ForeignKey(Submission, models.SET_NULL, null=True, related_name="+")  # the newest at the desk
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)  # since when it stands on the letter's page

    objects: ClassVar[UpdateQuerySet] = UpdateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = (
            models.Index(fields=("letter", "-id"), name="updates_of_a_letter"),
            models.Index(
                fields=("letter", "-published_at", "-id"),
                condition=Q(published_at__isnull=False),
                name="updates_published",
            ),
            models.Index(
                fields=("send_at", "id"), condition=Q(state__in=("submitted", "scheduled")), name="updates_to_begin"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def newest_sending(self) -> "Sending | None":
        return self.sendings.select_related("mailing").order_by("-number").first()

    def is_deletable(self) -> bool:
        """Whether it is a draft that nobody was sent, and that the desk neither has nor has sent back."""
        handed = self.submission
        is_with_its_team = handed is None or handed.outcome == Submission.Outcome.TAKEN_BACK
        return self.state == self.State.DRAFT and is_with_its_team and not self.sendings.exists()

    def is_said_already(self) -> bool:
        """Whether sending it again would tell the same people the same; of a cancelled one some have nothing yet."""
        before = self.newest_sending()
        if before is None or self.is_broken_off():
            return False
        own = (self.title, self.body, self.audience, self.audience_value)
        return own == (before.title, before.body, before.audience, before.audience_value)

    def is_broken_off(self) -> bool:
        """Whether its newest sending was cancelled, also where another one was begun since and taken back."""
        before = self.newest_sending()
        is_cancelled = before is not None and before.is_cancelled()
        return self.state == self.State.CANCELLED or (self.state == self.State.DRAFT and is_cancelled)

    def mailings_before(self, sending: "Sending | None" = None) -> list[int]:
        """Those of the sendings before one, or of all there are."""
        earlier = self.sendings.exclude(mailing=None)
        if sending is not None:
            earlier = earlier.filter(number__lt=sending.number)
        return list(earlier.values_list("mailing", flat=True))


class Sending(models.Model):
    """One time that an update goes out, in the words it then had; when it is sent again, only the newest goes on."""

    update = models.ForeignKey(Update, models.CASCADE, related_name="sendings", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField()
    audience = models.CharField(max_length=16, choices=Audience)
    audience_value = models.CharField(max_length=100, blank=True)
    to_the_rest = models.BooleanField(default=False, db_default=False)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    mailing = models.OneToOneField(Mailing, models.PROTECT, null=True, related_name="+")
    # Messages are owed in the order of the signatures' ids, and up to this one they are.
    last_signature = models.BigIntegerField(default=0)
    owed_at = models.DateTimeField(null=True)  # since when everybody in the audience is owed theirs
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[SendingQuerySet] = SendingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (models.UniqueConstraint(fields=("update", "number"), name="one_sending_per_number"),)
        indexes = (
            models.Index(fields=("id",), condition=Q(owed_at=None, ended_at=None), name="sendings_to_owe"),
            models.Index(fields=("id",), condition=Q(ended_at=None), name="sendings_on_their_way"),
        )

    def __str__(self) -> str:
        return f"sending {self.number} of update {self.update_id}"

    def is_cancelled(self) -> bool:
        return self.mailing is not None and self.mailing.state == Mailing.State.CANCELLED

    @property
    def language(self) -> str:
        return self.update.language

    @property
    def published_at(self) -> datetime | None:
        """Since when its update stands on the letter's page, in whichever words."""
        return self.update.published_at
