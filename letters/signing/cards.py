"""What a signature's entry in the log commits to: the card of what is shown, empty when nothing is."""

from letters.ledger.commitments import card_text
from letters.signing.showing import Chosen, chosen_name, chosen_place, chosen_role


def card_of(chosen: Chosen) -> str:
    return card_text(chosen_name(chosen), chosen_role(chosen), chosen_place(chosen))
