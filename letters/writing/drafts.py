"""The tables of texts that are still being written, and of what is handed to the desk."""

import re
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from letters.writing.models import Letter, Version
from letters.writing.queries import NEWS, SubmissionQuerySet


class Draft(models.Model):
    """The text of a letter as its team is writing it, one for each language; the public never sees it."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="drafts", db_index=False)
    language = models.CharField(max_length=16)
    title = models.CharField(max_length=200, blank=True)
    to = models.CharField(max_length=500, blank=True)
    body = models.TextField(blank=True)
    note = models.CharField(max_length=500, blank=True)  # what an amendment changes, in the organizer's words
    # The version that this amends or translates; none before the first publication.
    based_on = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+", db_index=False)
    revision = models.PositiveIntegerField(default=0)  # counts up with every kept text, so that no save hides another
    edited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("letter", "language"), name="one_draft_per_language"),)

    def __str__(self) -> str:
        return f"draft of {self.letter_id} in {self.language}"


class Revision(models.Model):
    """A draft as it was once kept: what a save is merged with, and what somebody can go back to."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    to = models.CharField(max_length=500, blank=True)
    body = models.TextField(blank=True)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("draft", "number"), name="one_revision_per_number"),)

    def __str__(self) -> str:
        return f"revision {self.number} of draft {self.draft_id}"


class Editing(models.Model):
    """Who has a draft open just now, so that a colleague is warned."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="editors", db_index=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("draft", "user"), name="one_seat_per_editor"),)

    def __str__(self) -> str:
        return f"{self.user_id} at draft {self.draft_id}"


class Addressee(models.Model):
    """Somebody a letter is written to; a version keeps only the line made of names and roles."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="addressees", db_index=False)
    rank = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200, blank=True)
    address = models.BinaryField(null=True)  # for the delivery; sealed by the vault, shown to the team alone

    class Meta:
        indexes = (models.Index(fields=("letter", "rank", "id"), name="addressees_in_order"),)

    def __str__(self) -> str:
        return self.name


class Image(models.Model):
    """A picture in a letter, re-encoded here; its key is made of its bytes, so that a text's hash binds it."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="images", db_index=False)
    key = models.CharField(max_length=32)  # of the SHA-256 of the stored bytes
    alt = models.CharField(max_length=500)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()  # bytes
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("letter", "key"), name="one_image_per_letter"),)
        indexes = (models.Index(fields=("key",), name="images_by_key"),)

    def __str__(self) -> str:
        return self.key

    @property
    def markdown(self) -> str:
        """How a text shows it."""
        alt = re.sub(r"([\\\[\]])", r"\\\1", self.alt)
        return f"![{alt}](image:{self.key}-{self.width}x{self.height})"


class Question(models.Model):
    """What a team asks its signers beyond their name; once answers exist it can be retired, not changed."""

    class Kind(models.TextChoices):
        TEXT = "text"
        CHOICE = "choice"
        NUMBER = "number"
        YES_NO = "yes_no"

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="questions", db_index=False)
    rank = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=8, choices=Kind)
    label = models.CharField(max_length=200)
    choices = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    is_required = models.BooleanField(default=False)
    is_public = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("letter", "rank", "id"), name="questions_in_order"),)

    def __str__(self) -> str:
        return self.label

    @property
    def is_owed(self) -> bool:
        """Whether nobody signs without answering."""
        return self.is_required and self.retired_at is None


class Response(models.Model):
    """What an addressee answered, published beside the letter."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="responses", db_index=False)
    author = models.CharField(max_length=200)  # who answered, in the organizer's words
    body = models.TextField()
    received_on = models.DateField()
    published_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("letter", "received_on", "id"), name="responses_in_order"),)

    def __str__(self) -> str:
        return f"response to {self.letter_id}"


class Submission(models.Model):
    """A frozen text that the desk is asked to look at; what is not decided is the queue of letters."""

    class Kind(models.TextChoices):
        FIRST = "first"
        AMENDMENT = "amendment"
        TRANSLATION = "translation"
        AFTERWARDS = "afterwards"  # a trusted team has published it already
        APPEAL = "appeal"  # against a rejection or a take-down, once
        UPDATE = "update"  # news to signers, before it is sent
        UPDATE_AFTER = "update_after"  # news of a trusted team, which goes out without waiting

    class Outcome(models.TextChoices):
        OPEN = ""
        APPROVED = "approved"
        CHANGES_ASKED = "changes_asked"
        REJECTED = "rejected"
        TAKEN_BACK = "taken_back"  # by the team, before anybody decided

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="submissions", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    language = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    to = models.CharField(max_length=500)
    body = models.TextField()
    note = models.CharField(max_length=500, blank=True)
    # The version that stood when it was handed in: what it amends or translates.
    based_on = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+", db_index=False)
    words = models.TextField(blank=True)  # what the team says to the moderator
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    not_for = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")  # who decided what is appealed
    outcome = models.CharField(max_length=16, choices=Outcome, default=Outcome.OPEN, blank=True)
    decided_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)  # of news: since when it is on its way, which nobody takes back

    objects: ClassVar[SubmissionQuerySet] = SubmissionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("letter", "kind", "language"),
                condition=Q(decided_at=None) & ~Q(kind__in=NEWS),
                name="one_submission_at_a_time",
            ),
        )
        indexes = (
            models.Index(fields=("at", "id"), condition=Q(decided_at=None), name="submissions_oldest_first"),
            models.Index(fields=("language", "at", "id"), condition=Q(decided_at=None), name="submissions_by_language"),
            models.Index(fields=("kind", "at", "id"), condition=Q(decided_at=None), name="submissions_by_kind"),
            models.Index(fields=("letter", "-id"), name="submissions_of_a_letter"),
            models.Index(
                fields=("id",),
                condition=Q(kind="update_after", outcome="rejected", begun_at__isnull=False),
                name="news_to_stop",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.letter_id}"

    @property
    def is_news(self) -> bool:
        """Whether it is an update, which no version of the letter follows from."""
        return self.kind in NEWS
