from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, Q, When
from django.utils import timezone

from accounts.models import User
from letters.ledger.models import Operation
from letters.signing.queries import SignatureQuerySet
from letters.signing.searching import words_of
from letters.writing.models import Letter, Version


def _listed(name: str, condition: Q, *columns: str) -> models.Index:
    return models.Index(fields=("letter", *columns, "-confirmed_at", "-id"), condition=condition, name=name)


# What an organizer narrows the list by, each in the order of the list; hardly any row is in more than one of them.
_IN_FORCE, _NAMED = Q(state="confirmed"), Q(name_hidden_at=None) & ~Q(display="anonymous")
LISTED = (
    _listed("signatures_by_country", _IN_FORCE & _NAMED & ~Q(country=""), "country"),
    _listed("signatures_by_link", _IN_FORCE & _NAMED & ~Q(came_from=""), "came_from"),
    _listed("signatures_by_display", _IN_FORCE & ~Q(display="name"), "display"),
    _listed("signatures_with_reason", _IN_FORCE & ~Q(reason="")),
    _listed("signatures_hidden", _IN_FORCE & Q(name_hidden_at__isnull=False)),
    _listed("signatures_not_in_force", Q(state__in=("held", "struck")), "state"),
)


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
    wants_weekly = models.BooleanField(default=False, db_default=False)  # news of all letters in one mail a week
    weekly_until = models.DateTimeField(null=True)  # when that ended; what was held by then comes with its week's mail
    wants_quiet = models.BooleanField(
        default=False, db_default=False
    )  # left by a link in a mail: gets none but what it caused itself
    hands_address = models.BooleanField(
        default=False, db_default=False
    )  # agreed apart that the organizer may have the address
    answers = models.JSONField(
        default=dict, db_default=models.Value({}, models.JSONField())
    )  # the organizer's own questions, by the id of the question
    came_from = models.CharField(max_length=32, blank=True, db_default="")  # the label of a link, ?from=…
    first_rank = models.PositiveSmallIntegerField(null=True)  # place among the first signers

    name_hidden_at = models.DateTimeField(null=True)  # by the organizer for review, or by a moderator
    reported_at = models.DateTimeField(null=True)  # while a report or an organizer's wish for a look is open
    consent = models.CharField(max_length=16)  # version of the consent wording agreed to
    operation = models.OneToOneField(Operation, models.PROTECT, null=True, related_name="+")  # its newest signing
    network = models.CharField(max_length=49, blank=True)  # prefix, dropped after 30 days
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=32, blank=True)  # public class of a strike
    # Since when a moderator is waited for; the desk's queue of signatures is whatever has one.
    awaits_since = models.GeneratedField(
        expression=Case(
            When(state="held", then="confirmed_at"),
            When(reported_at__isnull=False, then="reported_at"),
            When(state="confirmed", reason_awaits=True, then="confirmed_at"),
        ),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )

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
            models.Index(
                fields=("letter", "id"),
                condition=Q(state="confirmed", wants_news=True),
                name="signatures_wanting_news",
            ),
            models.Index(fields=("state", "created_at"), condition=~Q(state="confirmed"), name="signatures_waiting"),
            models.Index(fields=("created_at",), condition=~Q(network=""), name="signatures_with_network"),
            models.Index(fields=("letter", "reason_awaits"), condition=Q(reason_awaits=True), name="reasons_to_read"),
            models.Index(
                fields=("awaits_since", "id"),
                condition=Q(awaits_since__isnull=False),
                name="signatures_awaiting_a_look",
            ),
            models.Index(
                fields=("letter", "rule", "state"), condition=~Q(rule=""), name="signatures_the_guard_noticed"
            ),
            # The same queue, narrowed: each way to narrow it has its index, which holds nothing but what waits.
            models.Index(
                fields=("letter", "awaits_since", "id"),
                condition=Q(awaits_since__isnull=False),
                name="signatures_waiting_by_letter",
            ),
            models.Index(
                fields=("language", "awaits_since", "id"),
                condition=Q(awaits_since__isnull=False),
                name="signatures_waiting_by_language",
            ),
            models.Index(
                fields=("rule", "awaits_since", "id"), condition=Q(state="held"), name="signatures_held_by_rule"
            ),
            models.Index(
                fields=("awaits_since", "id"), condition=Q(reported_at__isnull=False), name="signatures_reported"
            ),
            models.Index(
                fields=("awaits_since", "id"),
                condition=Q(state="confirmed", reason_awaits=True),
                name="signatures_with_doubted_reason",
            ),
            models.Index(fields=("letter", "network"), condition=~Q(network=""), name="signatures_of_a_network"),
            GinIndex(fields=("words",), condition=Q(state="confirmed"), name="signatures_by_word"),
            GinIndex(fields=("answers",), condition=~Q(answers={}), name="signatures_with_answers"),
            *LISTED,
        )

    def __str__(self) -> str:
        return f"signature {self.pk} ({self.state})"

    @property
    def is_erased(self) -> bool:
        """Whether its signer asked to be forgotten; what stays counts as nobody in particular."""
        return self.address is None

    @property
    def may_be_written_to(self) -> bool:
        """Whether its mailbox gets mail about the letter that nobody asked for just now."""
        return not self.is_erased and (self.wants_news or not self.wants_quiet)

    @property
    def may_be_edited(self) -> bool:
        return self.state in (self.State.CONFIRMED, self.State.HELD) and not self.is_erased

    @property
    def awaits_only_a_look(self) -> bool:
        """Whether somebody wants it looked at, and nothing of it is hidden meanwhile."""
        return self.reported_at is not None and self.name_hidden_at is None

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


class WeeklyMailbox(models.Model):
    """An exact address whose owner has the news of all letters in one mail a week, those signed later among them."""

    identity = models.BinaryField(max_length=32, unique=True)  # as of a suppression: it leads to no letter

    def __str__(self) -> str:
        return f"weekly mailbox {self.pk}"


class Milestone(models.Model):
    """A count a letter has reached, once and for ever."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="milestones", db_index=False)
    number = models.PositiveIntegerField()
    reached_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("letter", "number"), name="one_milestone_per_number"),)

    def __str__(self) -> str:
        return f"letter {self.letter_id} reached {self.number}"


class FirstSigner(models.Model):
    """Somebody an organizer asks to stand at the head of the list; pending until the owner of the mailbox confirms."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="first_signers", db_index=False)
    rank = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)  # as the organizer knows them; readers see what they choose themselves
    address = models.BinaryField()  # sealed by the vault
    identity = models.BinaryField(max_length=32)  # as of a signature of this letter, which is how both find together
    asked_at = models.DateTimeField(null=True)  # when the mail was owed: not before the letter can be signed
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("letter", "identity"), name="one_invitation_per_first_signer"),)
        indexes = (models.Index(fields=("letter", "rank", "id"), name="first_signers_in_order"),)

    def __str__(self) -> str:
        return f"first signer {self.rank} of {self.letter_id}"


class PaperList(models.Model):
    """Signatures on paper, as many as an organizer attests; counted apart, and never in the log."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="paper_lists", db_index=False)
    number = models.PositiveIntegerField()
    collected_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)  # where, and who keeps the sheets
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(number__gt=0), name="paper_lists_hold_somebody"),)
        indexes = (models.Index(fields=("letter", "id"), name="paper_lists_of_a_letter"),)

    def __str__(self) -> str:
        return f"{self.number} on paper under {self.letter_id}"


class Figures(models.Model):
    """Where the signatures of a letter come from, as counted at one moment: a page can't wait for a million rows."""

    letter = models.OneToOneField(Letter, models.CASCADE, primary_key=True, related_name="figures")
    size = models.BigIntegerField()  # entries of its log at that moment
    countries = models.JSONField(default=list)  # pairs of what is stated and by how many, the most frequent first
    labels = models.JSONField(default=list)  # the same of the links they came by
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"figures of {self.letter_id}"
