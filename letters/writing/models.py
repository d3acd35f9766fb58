from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Team
from letters.ledger.models import Log
from letters.writing.documents import canonical
from letters.writing.queries import (
    PUBLIC_STATES,
    UNPUBLISHED_STATES,
    LetterQuerySet,
    TranslationQuerySet,
    VersionQuerySet,
)


class Letter(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        CHANGES_ASKED = "changes_asked"
        APPROVED = "approved"  # waits for its date
        REJECTED = "rejected"
        PUBLISHED = "published"
        CLOSED = "closed"
        ARCHIVED = "archived"
        TAKEN_DOWN = "taken_down"

    slug = models.SlugField(max_length=80, unique=True)  # until publication one that tells nothing
    wanted_slug = models.SlugField(max_length=80, blank=True)  # the address its team asks for
    team = models.ForeignKey(Team, models.PROTECT, related_name="letters")
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    language = models.CharField(max_length=16, default="en")
    topics = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    cover = models.ForeignKey("Image", models.SET_NULL, null=True, related_name="+", db_index=False)
    goal = models.PositiveIntegerField(null=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    publish_at = models.DateTimeField(null=True)  # not before; once approved it waits for this
    closes_at = models.DateTimeField(null=True)  # the first moment after the last day, in the letter's time zone
    # "<host>/letters/<slug>/log" from publication on, kept whatever changes; a draft's is a placeholder of its own.
    origin = models.CharField(max_length=200, unique=True)
    log = models.OneToOneField(Log, models.PROTECT, null=True, related_name="+")  # from publication on; its head counts
    current = models.ForeignKey("Version", models.PROTECT, null=True, related_name="+")
    told_up_to = models.PositiveIntegerField(default=0)  # the count up to which its owners heard of milestones
    asks = models.PositiveIntegerField(default=0, db_default=0)  # counts up with its questions; 0 until it has any
    on_paper = models.PositiveIntegerField(default=0, db_default=0)  # the sum of its paper lists, kept with them
    announced = models.PositiveIntegerField(default=1)  # the version up to which its signers heard of amendments
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    taken_down_at = models.DateTimeField(null=True)
    notice = models.TextField(blank=True)  # the public reason of a take-down
    delivered_on = models.DateField(null=True)
    delivered_note = models.CharField(max_length=500, blank=True)

    objects: ClassVar[LetterQuerySet] = LetterQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=UNPUBLISHED_STATES) | Q(published_at__isnull=False),
                name="published_letters_say_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNPUBLISHED_STATES) | Q(log__isnull=False), name="published_letters_have_a_log"
            ),
            models.CheckConstraint(condition=Q(goal=None) | Q(goal__gt=0), name="goals_are_positive"),
        )
        indexes = (
            models.Index(
                fields=("-published_at", "-id"),
                condition=Q(state__in=PUBLIC_STATES),
                name="public_letters_by_date",
            ),
            models.Index(fields=("closes_at", "id"), condition=Q(state="published"), name="open_letters_by_closing"),
            models.Index(fields=("publish_at", "id"), condition=Q(state="approved"), name="letters_waiting_for_a_date"),
            models.Index(fields=("team", "-id"), name="letters_of_a_team"),
        )

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("pages:letter", args=(self.slug,))

    @property
    def title(self) -> str:
        """Before the first publication the draft's, which only its team may read."""
        if self.current:
            return self.current.title
        return next((draft.title for draft in self.drafts.all() if draft.language == self.language), "")

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_STATES

    def is_open(self, at: datetime) -> bool:
        """Whether new signatures are taken; a passed closing date counts before any sweep has noticed it."""
        return self.state == self.State.PUBLISHED and (self.closes_at is None or at < self.closes_at)


class Version(models.Model):
    """A frozen text of a letter; once published, the database refuses to change it."""

    # No index of its own: the unique constraint begins with it.
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    to = models.CharField(max_length=500)
    body = models.TextField()
    note = models.CharField(max_length=500, blank=True)  # what this version changes, in the organizer's words
    origin = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=64)  # of the canonical document (letters/writing/documents.py)
    published_at = models.DateTimeField(null=True)

    objects: ClassVar[VersionQuerySet] = VersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (models.UniqueConstraint(fields=("letter", "number"), name="one_version_per_number"),)

    def __str__(self) -> str:
        return f"{self.letter_id} version {self.number}"

    @property
    def sha256(self) -> bytes:
        """Its content hash as the log names it."""
        return bytes.fromhex(self.content_hash)

    @property
    def document(self) -> str:
        """The whole text as it was hashed."""
        return canonical(
            origin=self.origin,
            number=self.number,
            language=self.language,
            title=self.title,
            to=self.to,
            body=self.body,
        )


class Translation(models.Model):
    """A version's text in another language; frozen like the version, and corrected by a newer one beside it."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="translations", db_index=False)
    number = models.PositiveIntegerField()  # of the version it translates
    language = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    to = models.CharField(max_length=500)
    body = models.TextField()
    origin = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[TranslationQuerySet] = TranslationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = (models.Index(fields=("letter", "language", "-number", "-id"), name="translations_newest_first"),)

    def __str__(self) -> str:
        return f"{self.letter_id} version {self.number} in {self.language}"

    @property
    def sha256(self) -> bytes:
        return bytes.fromhex(self.content_hash)

    @property
    def document(self) -> str:
        """The whole text as it was hashed."""
        return canonical(
            origin=self.origin,
            number=self.number,
            language=self.language,
            title=self.title,
            to=self.to,
            body=self.body,
        )
