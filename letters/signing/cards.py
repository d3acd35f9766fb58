"""What a signature's entry in the log commits to: the card of what is shown, empty when nothing is."""

from letters.ledger.commitments import card_text
from letters.signing.showing import Shown, shown_name, shown_place, shown_role


def card_of(signature: Shown) -> str:
    return card_text(shown_name(signature), shown_role(signature), shown_place(signature))
