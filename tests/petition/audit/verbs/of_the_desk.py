"""What moderators decide, and what operators decide at a shell."""

from letters.guard import actions as guard
from letters.guard.models import Block
from letters.moderation.actions import deciding, operating, together
from letters.signing.rules import StrikeReason
from tests.letters.moderation.desks import moderator, strike_of
from tests.letters.moderation.desks import strike as decided_strike
from tests.makers import make_letter, make_signature
from tests.petition.audit.verbs.scenarios import BY, Deed, leaves

FRAUD = StrikeReason.FRAUD


@leaves(deciding.decide, "signing.strike", "moderation.decide")
def decide() -> Deed:
    wish, mo = strike_of(make_signature(make_letter())), moderator()
    return lambda: deciding.decide(wish, person=mo)


@leaves(deciding.undo, "signing.restore", "moderation.undo")
def undo() -> Deed:
    decision = decided_strike(make_signature(make_letter()))
    return lambda: deciding.undo(decision.pk, person=moderator())


@leaves(together.decide_together, "signing.strike", "moderation.decide")
def decide_together() -> Deed:
    signature, mo = make_signature(make_letter()), moderator()
    return lambda: together.decide_together(7, strike_of(signature), {signature.pk: 0}, person=mo)


@leaves(together.undo_together, "signing.restore", "moderation.undo")
def undo_together() -> Deed:
    signature, mo = make_signature(make_letter()), moderator()
    together.decide_together(7, strike_of(signature), {signature.pk: 0}, person=mo)
    return lambda: together.undo_together(7, person=mo)


@leaves(operating.strike, "signing.strike")
def strike() -> Deed:
    signature = make_signature(make_letter())
    return lambda: operating.strike(signature.pk, reason=FRAUD, by=BY)


@leaves(operating.restore, "signing.restore")
def restore() -> Deed:
    signature = make_signature(make_letter(), state="struck", ended_reason="fraud")
    return lambda: operating.restore(signature.pk, by=BY)


@leaves(guard.block, "guard.block")
def block() -> Deed:
    return lambda: guard.block("spam.example", by=BY)


@leaves(guard.block_domain, "guard.block")
def block_domain() -> Deed:
    return lambda: guard.block_domain("spam.example", by=BY)


@leaves(guard.block_address, "guard.block")
def block_address() -> Deed:
    return lambda: guard.block_address("mallory@spam.example", by=BY)


@leaves(guard.unblock, "guard.unblock")
def unblock() -> Deed:
    guard.block("spam.example", by=BY)
    number = Block.objects.get().pk
    return lambda: guard.unblock(number, by=BY)
