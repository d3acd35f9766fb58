"""What a team does about its signers: first signers, questions, and signatures on paper."""

from datetime import date

from accounts.uninvited import mailbox_of
from letters.models import Letter, Question
from letters.signing.actions import asking, heading, paper, uninviting
from letters.signing.actions.asking import Asked
from letters.signing.heading import head_of
from tests.cast import ADA, NOOR, SUZIE
from tests.makers import make_letter, make_signature, make_user
from tests.petition.audit.verbs.scenarios import BY, Deed, leaves

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


@leaves(asking.add_question, "signing.add_question")
def add_question() -> Deed:
    letter = make_letter()
    return lambda: asking.add_question(letter.pk, ASKED, person=make_user())


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
    signature = make_signature(make_letter())
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
