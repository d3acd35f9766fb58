"""Letters, from their first draft to the archive."""

from datetime import UTC, date, datetime, timedelta

from letters.models import Draft, Image, Letter, Submission
from letters.writing.actions import (
    amending,
    answering,
    closing,
    deciding,
    describing,
    drafting,
    illustrating,
    publishing,
    submitting,
    translating,
)
from letters.writing.images import Picture
from letters.writing.particulars import digest_of
from petition.audit.actions import CLOCK
from tests.cast import MO
from tests.makers import make_draft, make_letter, make_team, make_user
from tests.petition.audit.verbs.scenarios import BY, Deed, leaves

NOW = datetime(2030, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
PICTURE = Picture(b"not really a picture", 1, 1)


def handed() -> Submission:
    return submitting.submit(make_draft().pk, person=make_user())


def taken_down() -> Letter:
    letter = make_letter()
    closing.take_down(letter, notice="An order.", by=BY)
    return letter


def with_image() -> tuple[Letter, Image]:
    letter = make_draft()
    return letter, illustrating.add_image(letter, PICTURE, alt="A wall", person=make_user())


def translated() -> Letter:
    letter = make_letter()
    Draft.objects.create(letter=letter, language="fr", title="Payez", to="À tous", body="Nous demandons.")
    return letter


@leaves(amending.amend, "writing.amend")
def amend() -> Deed:
    letter = make_letter()
    return lambda: amending.amend(letter, body="Another text.", note="", by=BY)


@leaves(answering.mark_delivered, "writing.mark_delivered")
def mark_delivered() -> Deed:
    letter = make_letter()
    return lambda: answering.mark_delivered(letter, on=date(2026, 1, 1), by=BY)


@leaves(answering.publish_response, "writing.publish_response")
def publish_response() -> Deed:
    letter, day = make_letter(), date(2026, 1, 1)
    return lambda: answering.publish_response(letter, author="Tim", body="No.", received_on=day, person=make_user())


@leaves(closing.close, "writing.close")
def close() -> Deed:
    letter = make_letter()
    return lambda: closing.close(letter, by=BY)


@leaves(closing.close_past_due, "writing.close")
def close_past_due() -> Deed:
    make_letter(closes_at=NOW)
    return lambda: closing.close_past_due(by=CLOCK, at=NOW + DAY)


@leaves(closing.open_again, "writing.open_again")
def open_again() -> Deed:
    letter = make_letter(state="closed")
    return lambda: closing.open_again(letter, closes_at=None, by=BY)


@leaves(closing.archive, "writing.archive")
def archive() -> Deed:
    letter = make_letter(state="closed")
    return lambda: closing.archive(letter, by=BY)


@leaves(closing.unarchive, "writing.unarchive")
def unarchive() -> Deed:
    letter = make_letter(state="archived")
    return lambda: closing.unarchive(letter, by=BY)


@leaves(closing.take_down, "writing.take_down")
def take_down() -> Deed:
    letter = make_letter()
    return lambda: closing.take_down(letter, notice="An order.", by=BY)


@leaves(closing.bring_back, "writing.bring_back")
def bring_back() -> Deed:
    letter = taken_down()
    return lambda: closing.bring_back(letter.pk, by=BY)


@leaves(deciding.approve, "writing.publish", "writing.approve")
def approve() -> Deed:
    submission = handed()
    return lambda: deciding.approve(submission.pk, by=BY)


@leaves(deciding.ask_changes, "writing.ask_changes")
def ask_changes() -> Deed:
    submission = handed()
    return lambda: deciding.ask_changes(submission.pk, by=BY)


@leaves(deciding.reject, "writing.reject")
def reject() -> Deed:
    submission = handed()
    return lambda: deciding.reject(submission.pk, by=BY)


@leaves(deciding.reopen, "writing.reopen")
def reopen() -> Deed:
    submission = handed()
    deciding.reject(submission.pk, by=BY)
    return lambda: deciding.reopen(submission.pk, by=BY)


@leaves(describing.describe, "writing.describe")
def describe() -> Deed:
    letter, said = make_draft(), describing.Particulars(goal=5)
    seen = digest_of(letter)
    return lambda: describing.describe(letter, said, on=seen, person=make_user())


@leaves(drafting.start, "writing.start", again="a team may begin as many letters as it likes")
def start() -> Deed:
    team = make_team()
    return lambda: drafting.start(team, person=make_user())


@leaves(illustrating.add_image, "writing.add_image")
def add_image() -> Deed:
    letter = make_draft()
    return lambda: illustrating.add_image(letter, PICTURE, alt="A wall", person=make_user())


@leaves(illustrating.remove_image, "writing.remove_image")
def remove_image() -> Deed:
    letter, image = with_image()
    return lambda: illustrating.remove_image(letter, image.key, by=BY)


@leaves(publishing.publish, "writing.publish")
def publish() -> Deed:
    team = make_team()
    return lambda: publishing.publish(title="Pay us", to="All", body="Please.", team=team, by=BY)


@leaves(publishing.publish_due, "writing.publish")
def publish_due() -> Deed:
    letter = make_draft(publish_at=NOW)
    deciding.approve(submitting.submit(letter.pk, person=make_user()).pk, by=BY, at=NOW - DAY)
    return lambda: publishing.publish_due(by=CLOCK, at=NOW)


@leaves(submitting.submit, "writing.submit")
def submit() -> Deed:
    letter = make_draft()
    return lambda: submitting.submit(letter.pk, person=make_user())


@leaves(submitting.submit_translation, "writing.submit")
def submit_translation() -> Deed:
    letter = translated()
    return lambda: submitting.submit_translation(letter.pk, "fr", person=make_user())


@leaves(submitting.take_back, "writing.take_back")
def take_back() -> Deed:
    submission = handed()
    return lambda: submitting.take_back(submission.pk, person=make_user())


@leaves(submitting.appeal, "writing.submit")
def appeal() -> Deed:
    letter, mo = taken_down(), make_user(MO)
    return lambda: submitting.appeal(letter.pk, words="Why?", person=make_user(), decided_by=mo)


@leaves(translating.begin_translation, "writing.begin_translation")
def begin_translation() -> Deed:
    letter = make_letter()
    return lambda: translating.begin_translation(letter.pk, "fr", person=make_user())
