from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from letters.moderation.queries import CaseQuerySet, DecisionQuerySet
from letters.signing.models import Signature
from letters.writing.models import Letter


class Subject(models.TextChoices):
    """What a moderator decides about."""

    SUBMISSION = "submission"
    LETTER = "letter"
    SIGNATURE = "signature"
    CASE = "case"


class Decision(models.Model):
    """What a moderator did, with its reason; an undone one stays on record."""

    class Verdict(models.TextChoices):
        APPROVE = "approve"
        ASK_CHANGES = "ask_changes"
        REJECT = "reject"
        TAKE_DOWN = "take_down"
        BRING_BACK = "bring_back"  # a letter that was taken down, or one that was rejected
        UPHOLD = "uphold"  # an appeal fails
        RELEASE = "release"
        REFUSE = "refuse"
        STRIKE = "strike"
        RESTORE = "restore"
        HIDE_NAME = "hide_name"
        SHOW_NAME = "show_name"
        APPROVE_REASON = "approve_reason"
        CLEAR_REASON = "clear_reason"  # the words go, the signature stays
        KEEP = "keep"  # a report that changes nothing

    kind = models.CharField(max_length=12, choices=Subject)
    subject_id = models.BigIntegerField()  # a plain id: the record outlives an erased signature
    letter = models.ForeignKey(Letter, models.CASCADE, related_name="decisions", db_index=False)
    verdict = models.CharField(max_length=16, choices=Verdict)
    reason = models.CharField(max_length=24, blank=True)  # letters/moderation/reasons.py
    words = models.TextField(blank=True)  # public, or to whoever it concerns
    note = models.TextField(blank=True)  # for moderators alone
    before = models.JSONField(default=dict)  # what undoing puts back
    bulk = models.BigIntegerField(null=True)  # shared by decisions taken together
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[DecisionQuerySet] = DecisionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = (
            models.Index(fields=("kind", "subject_id", "-id"), name="decisions_on_a_subject"),
            models.Index(fields=("letter", "-id"), name="decisions_on_a_letter"),
            models.Index(fields=("bulk", "id"), condition=Q(bulk__isnull=False), name="decisions_taken_together"),
            models.Index(fields=("at", "verdict", "reason"), name="decisions_by_month"),
            models.Index(fields=("by", "-id"), name="decisions_of_a_moderator"),
        )

    def __str__(self) -> str:
        return f"{self.verdict} {self.kind} {self.subject_id}"


class Claim(models.Model):
    """A moderator has an item open; others see who, until the claim runs out."""

    kind = models.CharField(max_length=12, choices=Subject)
    subject_id = models.BigIntegerField()
    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "subject_id"), name="one_claim_per_item"),)

    def __str__(self) -> str:
        return f"{self.by_id} has {self.kind} {self.subject_id}"


class Case(models.Model):
    """All open reports of one letter or of one signature, which one decision answers."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="cases", db_index=False)
    signature = models.ForeignKey(Signature, models.CASCADE, null=True, related_name="cases", db_index=False)
    language = models.CharField(max_length=16, default="en")  # the letter's, so that the queue is filtered by an index
    reports = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)

    objects: ClassVar[CaseQuerySet] = CaseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("letter",), condition=Q(decided_at=None, signature=None), name="one_open_case_per_letter"
            ),
            models.UniqueConstraint(
                fields=("signature",),
                condition=Q(decided_at=None, signature__isnull=False),
                name="one_open_case_per_signature",
            ),
        )
        indexes = (
            models.Index(
                fields=("opened_at", "id"), condition=Q(decided_at=None, signature=None), name="cases_oldest_first"
            ),
            models.Index(
                fields=("language", "opened_at", "id"),
                condition=Q(decided_at=None, signature=None),
                name="cases_by_language",
            ),
            models.Index(fields=("letter", "-id"), name="cases_of_a_letter"),
            models.Index(fields=("signature", "-id"), name="cases_of_a_signature"),
        )

    def __str__(self) -> str:
        return f"case {self.pk}"


class Report(models.Model):
    """What a reader complains of, and perhaps where to answer."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="complaints")
    reason = models.CharField(max_length=24)
    words = models.TextField(blank=True)
    address = models.BinaryField(null=True)  # sealed by the vault; emptied once the outcome was mailed
    language = models.CharField(max_length=16, default="en")
    network = models.CharField(max_length=49, blank=True)  # prefix, dropped after 30 days
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (
            models.Index(fields=("created_at",), condition=~Q(network=""), name="reports_with_network"),
            models.Index(fields=("case",), condition=Q(address__isnull=False), name="reports_to_answer"),
        )

    def __str__(self) -> str:
        return f"report {self.pk}"
