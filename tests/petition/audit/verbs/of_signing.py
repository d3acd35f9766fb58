"""Signatures, what a team does about them, and what it asks."""

from datetime import date

from accounts.uninvited import mailbox_of
from letters.models import Letter, Question, Signature
from letters.signing.actions import (
    asking,
    choosing,
    denying,
    heading,
    hiding,
    keeping,
    leaving,
    looking,
    moderating,
    paper,
    readdressing,
    reconsidering,
    uninviting,
)
from letters.signing.actions.asking import Asked
from letters.signing.actions.reconsidering import Waiting
from letters.signing.fields import ConfirmedFields
from letters.signing.heading import head_of
from letters.signing.mail import NEW_ADDRESS
from letters.signing.rules import StrikeReason
from petition.outbox.actions import owe
from petition.outbox.endings import suppress
from petition.outbox.models import Message
from tests.cast import ADA, MO, NOOR, SUZIE
from tests.makers import make_letter, make_signature, make_user
from tests.petition.audit.verbs.scenarios import BY, Deed, leaves

FRAUD = StrikeReason.FRAUD
DAY = date(2026, 1, 1)
ASKED = Asked("text", "Which shift?")


def questions(many: int = 1) -> list[Question]:
    letter = make_letter()
    return [asking.add_question(letter.pk, Asked("text", f"{n}?"), person=make_user()) for n in range(many)]


def at_the_head() -> Letter:
    letter = make_letter()
    for person in (ADA, NOOR, SUZIE):
        heading.add_first(letter.pk, name=person.name, address=person.address, by=BY)
    return letter


def signed(**fields: object) -> Signature:
    return make_signature(make_letter(), **fields)  # type: ignore[arg-type]


@leaves(asking.add_question, "signing.add_question")
def add_question() -> Deed:
    letter = make_letter()
    return lambda: asking.add_question(letter.pk, ASKED, person=make_user())


@leaves(readdressing.move, "signing.move")
def move_to_another_mailbox() -> Deed:
    signature = signed()
    owe(NEW_ADDRESS, to=NOOR.address, cause=signature.pk)
    message = Message.objects.get(kind=NEW_ADDRESS)
    return lambda: readdressing.move(signature.pk, message.pk)


@leaves(readdressing.mail_again, "signing.mail_again")
def mail_the_same_mailbox_again() -> Deed:
    signature = signed()
    suppress(ADA.address, "550 5.1.1")
    return lambda: readdressing.mail_again(signature.pk)


@leaves(asking.change_question, "signing.change_question")
def change_question() -> Deed:
    (question,) = questions()
    return lambda: asking.change_question(question, ASKED, person=make_user())


@leaves(asking.retire_question, "signing.retire_question")
def retire_question() -> Deed:
    (question,) = questions()
    return lambda: asking.retire_question(question, person=make_user())


@leaves(asking.move_question, "signing.move_question", again="each press moves it by one place")
def move_question() -> Deed:
    last = questions(3)[-1]
    return lambda: asking.move_question(last, -1, person=make_user())


@leaves(heading.add_first, "signing.add_first")
def add_first() -> Deed:
    letter = make_letter()
    return lambda: heading.add_first(letter.pk, name=ADA.name, address=ADA.address, by=BY)


@leaves(heading.raise_to_first, "signing.rank_first")
def raise_to_first() -> Deed:
    signature = signed()
    return lambda: heading.raise_to_first(signature.letter_id, signature.pk, by=BY)


@leaves(heading.remove_first, "signing.remove_first")
def remove_first() -> Deed:
    letter = at_the_head()
    key = head_of(letter)[0].key
    return lambda: heading.remove_first(letter.pk, key, by=BY)


@leaves(uninviting.end_invitations, "accounts.refuse_invitations", "signing.remove_first")
def end_invitations() -> Deed:
    team = at_the_head().team
    return lambda: uninviting.end_invitations(team, mailbox_of(team.pk, NOOR.address))


@leaves(heading.move_first, "signing.move_first", again="each press moves them by one place")
def move_first() -> Deed:
    letter = at_the_head()
    last = head_of(letter)[-1].key
    return lambda: heading.move_first(letter.pk, last, -1, by=BY)


@leaves(hiding.hide_name, "signing.hide_name")
def hide_name() -> Deed:
    signature = signed()
    return lambda: hiding.hide_name(signature.pk, by=BY)


@leaves(hiding.show_name, "signing.show_name")
def show_name() -> Deed:
    signature = signed()
    hiding.hide_name(signature.pk, by=BY)
    return lambda: hiding.show_name(signature.pk, by=BY)


@leaves(keeping.edit, "signing.edit")
def edit() -> Deed:
    signature = signed()
    return lambda: keeping.edit(signature.pk, ConfirmedFields("Ada King"))


@leaves(denying.deny, "signing.deny")
def deny() -> Deed:
    signature = signed(state="pending")
    return lambda: denying.deny(signature.pk)


@leaves(choosing.leave_team, "signing.unsubscribe")
def leave_team() -> Deed:
    signature = signed(wants_news=True)
    return lambda: choosing.leave_team(signature.pk)


@leaves(choosing.leave_all, "signing.unsubscribe")
def leave_all() -> Deed:
    signature = signed(wants_news=True)
    return lambda: choosing.leave_all(signature.pk)


@leaves(choosing.come_back, "signing.come_back")
def come_back() -> Deed:
    signature = signed()
    return lambda: choosing.come_back(signature.pk)


@leaves(choosing.gather, "signing.gather")
def gather() -> Deed:
    signature = signed(wants_news=True)
    return lambda: choosing.gather(signature.pk, weekly=True)


@leaves(keeping.unsubscribe, "signing.unsubscribe")
def unsubscribe() -> Deed:
    signature = signed(wants_news=True)
    return lambda: keeping.unsubscribe(signature.pk)


@leaves(leaving.withdraw, "signing.withdraw")
def withdraw() -> Deed:
    signature = signed()
    return lambda: leaving.withdraw(signature.pk)


@leaves(leaving.erase, "signing.erase")
def erase() -> Deed:
    signature = signed()
    return lambda: leaving.erase(signature.pk, keep_counted=False)


@leaves(looking.look_at_name, "moderation.look_at_name", again="each look is told of")
def look_at_name() -> Deed:
    signature = signed(display="initials")
    return lambda: looking.look_at_name(signature.pk, person=make_user(MO))


@leaves(moderating.release, "signing.release")
def release() -> Deed:
    signature = signed(state="held", verdict="hold")
    return lambda: moderating.release(signature.pk, by=BY)


@leaves(moderating.refuse, "signing.refuse")
def refuse() -> Deed:
    signature = signed(state="held")
    return lambda: moderating.refuse(signature.pk, by=BY)


@leaves(moderating.strike, "signing.strike")
def strike() -> Deed:
    signature = signed()
    return lambda: moderating.strike(signature.pk, reason=FRAUD, by=BY)


@leaves(moderating.restore, "signing.restore")
def restore() -> Deed:
    signature = signed(state="struck", ended_reason="fraud")
    return lambda: moderating.restore(signature.pk, by=BY)


@leaves(moderating.strike_entry, "signing.strike_entry")
def strike_entry() -> Deed:
    signature = signed()
    Signature.objects.filter(pk=signature.pk).delete()
    return lambda: moderating.strike_entry(signature.letter, 1, reason=FRAUD, by=BY)


@leaves(moderating.approve_reason, "signing.approve_reason")
def approve_reason() -> Deed:
    signature = signed(reason="See example.org", reason_awaits=True)
    return lambda: moderating.approve_reason(signature.pk, by=BY)


@leaves(moderating.rank_first, "signing.rank_first")
def rank_first() -> Deed:
    signature = signed()
    return lambda: moderating.rank_first(signature.pk, 1, by=BY)


@leaves(paper.attest_paper, "signing.attest_paper")
def attest_paper() -> Deed:
    letter = make_letter()
    return lambda: paper.attest_paper(
        letter.pk, number=312, collected_on=DAY, note="Lisbon", person=make_user(), seen=0
    )


@leaves(paper.undo_paper, "signing.undo_paper")
def undo_paper() -> Deed:
    person, letter = make_user(), make_letter()
    added = paper.attest_paper(letter.pk, number=312, collected_on=DAY, note="Lisbon", person=person, seen=0)
    return lambda: paper.undo_paper(added, person=person)


@leaves(reconsidering.unrelease, "signing.unrelease")
def unrelease() -> Deed:
    signature = signed(state="held", verdict="hold")
    was = Waiting.of(signature)
    moderating.release(signature.pk, by=BY)
    return lambda: reconsidering.unrelease(signature.pk, was, by=BY)


@leaves(reconsidering.unrefuse, "signing.hold")
def unrefuse() -> Deed:
    signature = signed(state="refused")
    return lambda: reconsidering.unrefuse(signature.pk, by=BY)


@leaves(reconsidering.doubt_reason, "signing.doubt_reason")
def doubt_reason() -> Deed:
    signature = signed(reason="Because")
    return lambda: reconsidering.doubt_reason(signature.pk, by=BY)


@leaves(reconsidering.clear_reason, "signing.clear_reason")
def clear_reason() -> Deed:
    signature = signed(reason="Because")
    return lambda: reconsidering.clear_reason(signature.pk, by=BY)


@leaves(reconsidering.write_reason, "signing.write_reason")
def write_reason() -> Deed:
    signature = signed()
    return lambda: reconsidering.write_reason(signature.pk, "Because", awaits=False, by=BY)
