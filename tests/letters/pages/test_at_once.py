"""Many at the same moment, over real HTTP."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from letters.models import Letter, Signature
from letters.signing.queries import count_and_size, count_of
from petition.outbox.models import Message
from tests.cast import ADA, Person
from tests.letters.pages.filled import confirm_form, manage_path, pending, sign_form, sign_path
from tests.letters.signing.trying import kinds_owed
from tests.live import Answer, Site

MANY = 50


def at_once(ask: Callable[[int], Answer]) -> list[Answer]:
    """Let all threads wait for each other, so that the requests leave together."""
    start = Barrier(MANY)

    def one(number: int) -> Answer:
        start.wait()
        return ask(number)

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(one, range(MANY)))


def test_fifty_clicks_at_once_count_one(live_site: Site, letter: Letter) -> None:
    signature, path = pending(letter)
    form = confirm_form(letter)

    answers = at_once(lambda _: live_site.post(path, form))

    assert {(answer.status, answer.headers["Location"]) for answer in answers} == {
        (302, f"/letters/{letter.slug}/signed/")
    }
    assert count_and_size(letter.pk) == (1, 2)
    assert Message.objects.filter(kind="signing.receipt", cause=signature.pk).count() == 1


def test_fifty_spellings_of_one_address_leave_one_row(live_site: Site, letter: Letter) -> None:
    form = sign_form(letter)

    def spelled(number: int) -> str:
        tag = f"+{number}" if number % 3 else ""
        return f"ADA{tag}@example.org" if number % 2 else f"ada{tag}@Example.ORG"

    answers = at_once(lambda number: live_site.post(sign_path(letter), form | {"email": spelled(number)}))

    assert {answer.status for answer in answers} == {302}
    assert Signature.objects.count() == 1
    assert kinds_owed() == ["please_confirm"]


def test_fifty_people_at_once_are_all_counted(live_site: Site, letter: Letter) -> None:
    people = [Person(f"Signer {number}", f"signer{number}@example.org") for number in range(MANY)]
    links = [pending(letter, person)[1] for person in people]

    at_once(lambda number: live_site.post(links[number], confirm_form(letter, people[number])))

    numbers = Signature.objects.in_force().order_by("operation__number").values_list("operation__number", flat=True)
    assert list(numbers) == list(range(1, MANY + 1))
    assert count_of(letter.pk) == MANY


def test_withdrawing_and_confirming_at_once_ends_in_one_of_both(live_site: Site, letter: Letter) -> None:
    signature, path = pending(letter, ADA)
    form = confirm_form(letter)
    leave = f"{manage_path(signature)}withdraw/"

    at_once(lambda number: live_site.post(leave) if number % 2 else live_site.post(path, form))

    signature.refresh_from_db()
    assert count_of(letter.pk) == (1 if signature.state == "confirmed" else 0)
