"""The tables of the public log. What is written here for readers is never changed, and the database sees to it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from letters.ledger.queries import LogQuerySet, OpeningQuerySet, OperationQuerySet


class Log(models.Model):
    """A public log and its head: all of a log that changes stands in this one row."""

    class Kind(models.TextChoices):
        LETTER = "letter"
        SITE = "site"  # its entries are the checkpoints of the others

    # "<host>/letters/<slug>/log", whatever becomes of host or slug.
    origin = models.CharField(max_length=200, unique=True)
    path = models.CharField(max_length=200, unique=True)  # the origin without its host: where readers find it
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.LETTER)
    follows = models.OneToOneField("self", models.PROTECT, null=True, related_name="followed_by")
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)  # nothing is added any more

    size = models.BigIntegerField(default=0)
    root = models.BinaryField(max_length=32)
    frontier = models.BinaryField(default=b"")  # peaks of the tree, largest first
    time = models.BigIntegerField(default=0)  # of the last entry: Unix seconds, floored to the hour
    text = models.BinaryField(max_length=32, null=True)  # hash of the version that signatures consent to now
    text_number = models.PositiveIntegerField(default=0)
    signed = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    struck = models.PositiveIntegerField(default=0)
    count = models.GeneratedField(
        expression=F("signed") - F("withdrawn") - F("struck"), output_field=models.IntegerField(), db_persist=True
    )
    peak = models.PositiveIntegerField(default=0)  # the highest count that ever stood here

    objects: ClassVar[LogQuerySet] = LogQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = (models.Index(fields=("-count", "-id"), name="logs_by_count"),)

    def __str__(self) -> str:
        return f"{self.origin} at {self.size}"

    @property
    def first_origin(self) -> str:
        """Under which the first of the logs that follow each other was opened; a letter keeps it."""
        before, _, number = self.origin.rpartition("/")
        return before if number.isdigit() else self.origin


class Operation(models.Model):
    """A change that asks for its entry: queued with its cause, given its index under the log's lock."""

    class Standing(models.TextChoices):
        LIVE = "live"
        STRUCK = "struck"
        WITHDRAWN = "withdrawn"

    log = models.ForeignKey(Log, models.PROTECT, related_name="operations", db_index=False)
    subject = models.BigIntegerField(default=0)  # whose entry it is, in the numbers of whoever asked
    kind = models.CharField(max_length=12)  # as in the entry's first line
    # The signing it changes.
    of = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    facts = models.TextField()  # the entry's lines between `of` and `time`
    at = models.DateTimeField(default=timezone.now)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.LIVE)  # of a signing, with all queued
    index = models.BigIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)  # how many had ever signed by then

    objects: ClassVar[OperationQuerySet] = OperationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("log", "index"), condition=Q(index__isnull=False), name="one_entry_each"),
        )
        indexes = (
            models.Index(fields=("log", "id"), condition=Q(index=None), name="operations_waiting"),
            models.Index(fields=("log", "kind", "id"), condition=~Q(kind="sign"), name="operations_but_signings"),
            models.Index(fields=("of", "id"), condition=Q(of__isnull=False), name="operations_on_a_signing"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} at {self.index}"


class Entry(models.Model):
    """One line of a log, as its bytes."""

    pk = models.CompositePrimaryKey("log_id", "index")
    log = models.ForeignKey(Log, models.PROTECT, related_name="entries", db_index=False)
    index = models.BigIntegerField()
    body = models.BinaryField()

    def __str__(self) -> str:
        return f"entry {self.index} of log {self.log_id}"


class Tile(models.Model):
    """A full tile of 256 hashes; what is not full yet is made from what lies below it."""

    pk = models.CompositePrimaryKey("log_id", "level", "number")
    log = models.ForeignKey(Log, models.PROTECT, related_name="tiles", db_index=False)
    level = models.SmallIntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField()
    root = models.BinaryField(max_length=32)  # the hash this tile is in the level above

    def __str__(self) -> str:
        return f"tile {self.level}/{self.number} of log {self.log_id}"


class Checkpoint(models.Model):
    """A size and a root that the log has signed for; once shown it binds for ever."""

    pk = models.CompositePrimaryKey("log_id", "size")
    log = models.ForeignKey(Log, models.PROTECT, related_name="checkpoints", db_index=False)
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    line = models.CharField(max_length=400)  # the log's signature, as a line of the note
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"checkpoint {self.size} of log {self.log_id}"


class Cosignature(models.Model):
    """What a witness signed: it has seen this checkpoint, and none that contradicts it."""

    log = models.ForeignKey(Log, models.PROTECT, related_name="cosignatures", db_index=False)
    size = models.BigIntegerField()
    witness = models.CharField(max_length=200)  # the name in its key
    line = models.CharField(max_length=400)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("log", "size", "witness"), name="one_line_per_witness"),)

    def __str__(self) -> str:
        return f"{self.witness} on {self.size} of log {self.log_id}"


class Outside(models.Model):
    """How far a log has been carried out of this database; apart from its head, which is locked at every signature."""

    log = models.OneToOneField(Log, models.CASCADE, primary_key=True, related_name="outside")
    copied = models.BigIntegerField(default=0)  # size that the outside copy holds
    listed = models.BigIntegerField(default=0)  # size last put into the site log
    listed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"log {self.log_id}: {self.copied} copied, {self.listed} listed"


class Objection(models.Model):
    """Somebody outside knows a log differently; while it stands nothing is added to the log."""

    log = models.ForeignKey(Log, models.CASCADE, related_name="objections", db_index=False)
    by = models.CharField(max_length=200)  # a witness's name, or the copy's
    known = models.BigIntegerField()  # the size that is known there
    contradicts = models.BooleanField(default=False)  # not more of the same entries, but others
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("log", "by"), name="one_objection_each"),)

    def __str__(self) -> str:
        return f"{self.by} knows {self.known} of log {self.log_id}"


class Opening(models.Model):
    """What opens the newest commitment of a signature; the only row of the log that is ever erased."""

    operation = models.OneToOneField(Operation, models.PROTECT, primary_key=True, related_name="opening")  # the signing
    latest = models.OneToOneField(Operation, models.PROTECT, related_name="opens")  # whose commitment it opens
    is_public = models.BooleanField()
    salt = models.BinaryField(max_length=32)
    card = models.TextField(blank=True)  # what is shown: name, role, place; empty for a private signer
    mail = models.BinaryField(max_length=32)  # commitment to the address
    control = models.BinaryField(max_length=32)  # commitment to the control token
    is_withheld = models.BooleanField(default=False, db_default=False)  # a moderator hides what it shows
    secret = models.BinaryField()  # sealed; the control token and the address's salt follow from it

    objects: ClassVar[OpeningQuerySet] = OpeningQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"opening of {self.latest_id}"
