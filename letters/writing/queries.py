from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from accounts.roles import Act, roles_for

if TYPE_CHECKING:
    from accounts.models import User
    from letters.writing.drafts import Submission  # noqa: F401
    from letters.writing.models import Letter, Translation, Version  # noqa: F401

PUBLIC_STATES = ("published", "closed", "archived")
NEWS = ("update", "update_after")  # kinds of submissions that are no text of the letter
UNPUBLISHED_STATES = ("draft", "submitted", "changes_asked", "approved", "rejected")


class LetterQuerySet(models.QuerySet["Letter"]):
    def public(self) -> "LetterQuerySet":
        return self.filter(state__in=PUBLIC_STATES).select_related("current", "team")

    def once_public(self) -> "LetterQuerySet":
        """Public now, or until it was taken down: signers keep their rights over what they signed."""
        return self.exclude(state__in=UNPUBLISHED_STATES)

    def where_may(self, person: "User", act: Act) -> "LetterQuerySet":
        """The letters of teams in which this person's role allows this."""
        roles = roles_for(act)
        return self.filter(team__memberships__user=person, team__memberships__role__in=roles)

    def due_for_publication(self, at: datetime) -> "LetterQuerySet":
        """Approved letters whose date has come."""
        return self.filter(state="approved", publish_at__lte=at).order_by("publish_at", "id")

    def open(self, at: datetime) -> "LetterQuerySet":
        return self.public().filter(Q(closes_at=None) | Q(closes_at__gt=at), state="published")

    def past_closing(self, at: datetime) -> "LetterQuerySet":
        """Letters whose last day is over and whose state does not say so yet."""
        return self.filter(state="published", closes_at__lte=at).order_by("closes_at", "id")

    def newest_first(self) -> "LetterQuerySet":
        return self.order_by("-published_at", "-id")

    def closing_soon(self, at: datetime) -> "LetterQuerySet":
        return self.open(at).order_by(F("closes_at").asc(nulls_last=True), "id")

    def most_signed(self) -> "LetterQuerySet":
        """The most signed first, as the index of the logs has them; every letter that was published has one."""
        return self.filter(log__count__gte=0).order_by("-log__count", "-log__id")


class VersionQuerySet(models.QuerySet["Version"]):
    def published(self) -> "VersionQuerySet":
        return self.filter(published_at__isnull=False)

    def newest_first(self) -> "VersionQuerySet":
        return self.order_by("-number")


class TranslationQuerySet(models.QuerySet["Translation"]):
    def newest_first(self) -> "TranslationQuerySet":
        return self.order_by("-number", "-id")

    def newest_of_each_version(self) -> "TranslationQuerySet":
        """What the log's texts are checked with: a corrected translation stands in place of the one before."""
        return self.order_by("letter_id", "number", "language", "-id").distinct("letter_id", "number", "language")

    def newest_of_each_language(self) -> "TranslationQuerySet":
        """What readers of a letter may switch to: for each language the newest text of the newest version it has."""
        return self.order_by("letter_id", "language", "-number", "-id").distinct("letter_id", "language")


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def awaiting(self) -> "SubmissionQuerySet":
        return self.filter(decided_at=None)

    def of_the_letter(self) -> "SubmissionQuerySet":
        """What is, or was to become, a text of the letter itself; not its news."""
        return self.exclude(kind__in=NEWS)

    def news_that_went_out(self) -> "SubmissionQuerySet":
        return self.filter(kind__in=NEWS, begun_at__isnull=False).exclude(outcome="rejected")

    def oldest_first(self) -> "SubmissionQuerySet":
        return self.order_by("at", "id")

    def cleared(self) -> "SubmissionQuerySet":
        """Texts that may be public once their date has come."""
        decided = Q(kind__in=("first", "appeal"), outcome="approved")
        return self.filter(decided | Q(kind="afterwards", outcome__in=("", "approved")))

    def appeals_of_standing_decision(self, letter: "Letter") -> "SubmissionQuerySet":
        """What was said against the rejection or the take-down that a letter is under now."""
        appeals = self.filter(letter=letter, kind="appeal").exclude(outcome="taken_back")
        return appeals.filter(at__gte=letter.taken_down_at) if letter.taken_down_at else appeals
