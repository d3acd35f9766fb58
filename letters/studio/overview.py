"""What the first page of a letter tells its team: where it stands, what was said about it, and what may be done."""

from typing import Any

from django.utils import timezone

from accounts.access import acts_of
from accounts.models import User
from accounts.roles import Act
from letters.moderation.models import Decision, Subject
from letters.studio import letter_forms
from letters.writing.drafts import Submission
from letters.writing.models import Letter
from letters.writing.problems import problems_of
from letters.writing.rules import CONFIRM_HOURS, may_amend

State = Letter.State

# Which decision stands behind a state that a team may appeal against.
APPEALABLE = {State.REJECTED: Decision.Verdict.REJECT, State.TAKEN_DOWN: Decision.Verdict.TAKE_DOWN}


def overview(letter: Letter, person: User) -> dict[str, Any]:
    newest = letter.submissions.of_the_letter().exclude(kind=Submission.Kind.TRANSLATION).order_by("-id").first()
    acts = acts_of(person, letter.team)
    draft = letter.drafts.filter(language=letter.language).first()
    appeals = Submission.objects.appeals_of_standing_decision(letter)
    return {
        "letter": letter,
        "draft": draft,
        "title": (draft.title if draft else "") or letter.title,
        "may_publish": Act.PUBLISH in acts,
        "may_write": Act.WRITE in acts,
        "confirm_hours": CONFIRM_HOURS,
        "may_amend": may_amend(letter, timezone.now()),
        "may_appeal": letter.state in APPEALABLE and not appeals.exists(),
        "at_the_desk": _at_the_desk(letter),
        "newest": newest,
        "decision": _decision_on(newest),
        "problems": problems_of(draft) if draft else [],
        "versions": list(letter.versions.published().newest_first()),
        "responses": list(letter.responses.order_by("received_on", "id")),
        **forms_of(letter),
    }


def forms_of(letter: Letter) -> dict[str, Any]:
    """Every form of the page as it stands before anybody has filled it."""
    delivered = {"on": letter.delivered_on, "note": letter.delivered_note}
    return {
        "submit_form": letter_forms.SubmitForm(),
        "appeal_form": letter_forms.AppealForm(),
        "open_again_form": letter_forms.OpenAgainForm(),
        "delivered_form": letter_forms.DeliveredForm(initial=delivered),
        "response_form": letter_forms.ResponseForm(),
    }


def decider_of(letter: Letter) -> User | None:
    """Whose decision an appeal would be about; nobody's, where an operator decided."""
    verdict = APPEALABLE.get(State(letter.state))
    found = letter.decisions.filter(verdict=verdict).standing().newest_first().select_related("by").first()
    return found.by if found else None


def _at_the_desk(letter: Letter) -> list[Submission]:
    """What waits for a moderator, and what was approved and waits for its date."""
    waiting = list(letter.submissions.of_the_letter().awaiting().order_by("pk"))
    if letter.state == State.APPROVED:
        waiting = list(letter.submissions.cleared().order_by("-pk")[:1])
    return waiting


def _decision_on(submission: Submission | None) -> Decision | None:
    if submission is None or submission.decided_at is None:
        return None
    decisions = Decision.objects.on(Subject.SUBMISSION, submission.pk).standing()
    return decisions.newest_first().first()
