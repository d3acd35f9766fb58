"""What reporters hear: once, after nobody can undo the decision any more; then their address is erased."""

from letters.moderation.models import Case, Decision, Report
from letters.moderation.rules import UNDO_WITHIN
from letters.signing.links import to_letter
from petition.outbox.actions import owe
from petition.outbox.composing import compose
from petition.outbox.kinds import UNWANTED, Mail, Priority, Unwanted, register
from petition.outbox.models import Message

Verdict = Decision.Verdict

REPORT_OUTCOME = "moderation.report_outcome"
# After these everything is as it was before the report.
LEFT_ALONE = (Verdict.KEEP, Verdict.RELEASE, Verdict.RESTORE, Verdict.APPROVE_REASON, Verdict.SHOW_NAME)


def of_cases(cases: list[Case], decision: Decision) -> None:
    for report in Report.objects.filter(case__in=cases, address__isnull=False).order_by("pk"):
        owe(
            REPORT_OUTCOME,
            to=bytes(report.address or b""),
            cause=report.pk,
            language=report.language,
            key=f"{REPORT_OUTCOME} {report.pk} {decision.pk}",
            due=decision.at + UNDO_WITHIN,
            secrets={"decision": decision.pk},
        )


def outcome(message: Message) -> Mail | Unwanted:
    report = Report.objects.select_related("case__letter__current").filter(pk=message.cause).first()
    decision = Decision.objects.filter(pk=message.secrets.get("decision", 0), undone_at=None).first()
    if report is None or decision is None:
        return UNWANTED
    letter = report.case.letter
    about = {
        "title": letter.title if letter.is_public else "",
        "letter_link": to_letter(letter),
        "is_public": letter.is_public,
        "is_about_signature": report.case.signature_id is not None,
        "was_left": decision.verdict in LEFT_ALONE,
    }
    return compose("mail/moderation/report_outcome", about, language=message.language)


def register_kinds() -> None:
    register(REPORT_OUTCOME, outcome, priority=Priority.DECISION)
