"""What administrators read of letters, decisions and mail; each table that changes has its verbs elsewhere."""

from django.contrib import admin

from accounts.admin import Kept
from letters.models import Decision, Letter, Signature, Version
from petition.audit.models import AuditEvent
from petition.outbox.models import Message


class Read(Kept):
    """Newest first, without counting what may be a million rows twice."""

    ordering = ("-pk",)
    show_full_result_count = False
    list_per_page = 50


@admin.register(Letter)
class LetterAdmin(Read):
    list_display = ("pk", "slug", "team", "state", "language", "created_at", "published_at")
    list_filter = ("state", "language")
    list_select_related = ("team",)
    search_fields = ("slug",)
    fields = (
        *("slug", "team", "state", "language", "goal", "time_zone", "publish_at", "closes_at", "created_at"),
        *("published_at", "closed_at", "archived_at", "taken_down_at", "notice", "delivered_on"),
    )


@admin.register(Version)
class VersionAdmin(Read):
    list_display = ("pk", "letter", "number", "language", "title", "published_at")
    list_select_related = ("letter",)
    search_fields = ("=letter__slug",)
    fields = ("letter", "number", "language", "title", "to", "body", "note", "content_hash", "published_at")


@admin.register(Signature)
class SignatureAdmin(Read):
    """No address and no name: whoever may read a name that is not shown reads it at the desk, on record."""

    list_display = ("pk", "letter", "state", "display", "created_at", "confirmed_at", "ended_at")
    list_filter = ("state", "display")
    list_select_related = ("letter",)
    search_fields = ("=pk",)
    fields = (
        *("letter", "version", "language", "state", "verdict", "rule", "display", "first_rank", "consent"),
        *("created_at", "confirmed_at", "reported_at", "name_hidden_at", "ended_at", "ended_reason"),
    )


@admin.register(Decision)
class DecisionAdmin(Read):
    list_display = ("pk", "kind", "subject_id", "letter", "verdict", "reason", "by", "at", "undone_at")
    list_filter = ("kind", "verdict")
    list_select_related = ("letter", "by")
    search_fields = ("=subject_id", "=letter__slug")
    fields = (
        "kind",
        "subject_id",
        "letter",
        "verdict",
        "reason",
        "words",
        "note",
        "by",
        "at",
        "undone_at",
        "undone_by",
    )


@admin.register(AuditEvent)
class AuditEventAdmin(Read):
    list_display = ("at", "actor", "verb", "subject_kind", "subject_id")
    list_filter = ("subject_kind",)
    search_fields = ("=actor", "=verb", "=subject_id")
    fields = ("at", "actor", "verb", "subject_kind", "subject_id", "changes")


@admin.register(Message)
class MessageAdmin(Read):
    """What is owed and why it failed; to whom is between the letter and its reader."""

    list_display = ("pk", "kind", "cause", "state", "attempts", "created_at", "due_at", "sent_at", "problem")
    list_filter = ("state", "kind")
    search_fields = ("=cause", "=kind")
    fields = (
        *("kind", "cause", "language", "priority", "state", "attempts", "created_at", "due_at", "retire_at"),
        *("claimed_until", "sent_at", "problem"),
    )
