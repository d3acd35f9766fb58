"""What the hands do: one verb on a signature of one of the letters."""

import random
import uuid
from dataclasses import replace

from letters.models import Letter, Signature
from letters.signing.actions import Outcome, edit, restore, strike, withdraw
from letters.signing.fields import from_signature
from letters.signing.rules import StrikeReason
from petition.audit.actions import OPERATOR
from petition.lib.refusal import Refused
from tests.cast import Person
from tests.letters.signing.trying import click, row_of, try_to_sign
from tests.makers import make_letter

LETTERS = 51  # half of all work falls on the first of them
NEWEST = 40  # signatures of a letter among which one is chosen: few enough that hands meet


def prepare() -> None:
    for number in range(LETTERS):
        make_letter(f"under-fire-{number}")


def do_something() -> str | None:
    """One verb; what it promised, as a kind of entry and the signature's id."""
    [verb] = random.choices(list(VERBS), weights=[weight for _, weight in VERBS.values()])
    try:
        done = VERBS[verb][0](some_letter())
    except Refused:
        return None
    return f"{verb} {done}" if done else None


def some_letter() -> Letter:
    number = 0 if random.random() < 0.5 else random.randrange(1, LETTERS)
    return Letter.objects.select_related("current").get(slug=f"under-fire-{number}")


def some_signature(letter: Letter, state: str) -> int | None:
    newest = Signature.objects.filter(letter=letter, state=state).order_by("-id").values_list("pk", flat=True)
    return random.choice(list(newest[:NEWEST]) or [None])


def sign(letter: Letter) -> int | None:
    person = Person("Ada Lovelace", f"{uuid.uuid4().hex}@example.org")
    try_to_sign(letter, person, display=random.choice(["name", "anonymous"]))
    return row_of(letter, person).pk if click(letter, person) == Outcome.COUNTED else None


def change(letter: Letter) -> int | None:
    if (chosen := some_signature(letter, "confirmed")) is None:
        return None
    shown = replace(from_signature(Signature.objects.get(pk=chosen)), display="name", city=uuid.uuid4().hex[:8])
    return chosen if edit(chosen, shown) else None


def leave(letter: Letter) -> int | None:
    chosen = some_signature(letter, "confirmed")
    return chosen if chosen is not None and withdraw(chosen) else None


def take_out(letter: Letter) -> int | None:
    chosen = some_signature(letter, "confirmed")
    return chosen if chosen is not None and strike(chosen, reason=StrikeReason.FRAUD, by=OPERATOR) else None


def put_back(letter: Letter) -> int | None:
    chosen = some_signature(letter, "struck")
    return chosen if chosen is not None and restore(chosen, by=OPERATOR) else None


VERBS = {
    "sign": (sign, 60),
    "edit": (change, 15),
    "withdraw": (leave, 10),
    "strike": (take_out, 8),
    "restore": (put_back, 7),
}
