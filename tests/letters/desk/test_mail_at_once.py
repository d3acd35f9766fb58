"""Two clicks on one button of the page about mail, over real HTTP."""

from functools import partial

import pytest

from accounts.models import User
from petition.audit.models import AuditEvent
from petition.outbox.actions import owe
from petition.outbox.models import Message
from tests.cast import ADA, MO
from tests.letters.desk.sitting import seat
from tests.letters.signing.trying import at_once
from tests.live import Site

KIND = "signing.receipt"


@pytest.mark.parametrize("kind", ["", KIND])
@pytest.mark.parametrize("which", ["failing", "given-up"])
def test_of_two_clicks_one_tries_again_and_is_told(live_site: Site, which: str, kind: str) -> None:
    cookies = owe_many(which)
    press = partial(live_site.post, "/desk/mail/do/", {"deed": "retry", "which": which, "kind": kind}, **cookies)

    answers = at_once(press, press)

    numbers = sorted(int(answer.headers["Location"].rpartition("=")[2]) for answer in answers)
    assert numbers == [0, 100]
    assert AuditEvent.objects.get(verb="outbox.retry").changes["number"] == 100
    assert set(Message.objects.values_list("state", "problem")) == {("owed", "")}


@pytest.mark.parametrize("which", ["failing", "given-up"])
def test_of_two_clicks_one_drops_and_is_told(live_site: Site, which: str) -> None:
    cookies = owe_many(which)
    press = partial(live_site.post, "/desk/mail/do/", {"deed": "drop", "which": which, "kind": KIND}, **cookies)

    answers = at_once(press, press)

    assert {answer.status for answer in answers} == {302}
    assert AuditEvent.objects.get(verb="outbox.drop").changes["number"] == 100
    assert set(Message.objects.values_list("state", flat=True)) == {"unwanted"}


def owe_many(which: str) -> dict[str, str]:
    """A hundred mails in trouble, and the cookies of an administrator who looks at them."""
    for cause in range(100):
        owe(KIND, to=ADA.address, cause=cause)
    Message.objects.update(state="owed" if which == "failing" else "retired", problem="552 5.2.2 full")
    cookies = seat(MO)
    User.objects.update(site_role="administrator")
    return cookies
