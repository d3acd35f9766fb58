"""Signatures: what their signers do, and what is decided about them."""

from letters.models import Signature
from letters.signing.actions import (
    choosing,
    denying,
    hiding,
    keeping,
    leaving,
    looking,
    moderating,
    readdressing,
    reconsidering,
)
from letters.signing.actions.reconsidering import Waiting
from letters.signing.fields import ConfirmedFields
from letters.signing.mail import NEW_ADDRESS
from letters.signing.rules import StrikeReason
from petition.outbox.actions import owe
from petition.outbox.endings import suppress
from petition.outbox.models import Message
from tests.cast import ADA, MO, NOOR
from tests.makers import make_letter, make_signature, make_user
from tests.petition.audit.verbs.scenarios import BY, Deed, leaves

FRAUD = StrikeReason.FRAUD


def signed(**fields: object) -> Signature:
    return make_signature(make_letter(), **fields)  # type: ignore[arg-type]


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
