"""Whoever a team invites leaves its invitations with one click, and it reaches them no more."""

import re

import pytest
from django.test import Client

from accounts.actions import invite
from accounts.models import Invitation, NoInvitation, Team
from accounts.team_mail import INVITATION
from letters.models import FirstSigner, Letter
from letters.signing.actions.heading import add_first, ask_first_signers, rank_first_signers
from letters.signing.mail import FIRST_SIGNER
from letters.signing.queries import first_signers
from petition.lib.refusal import Refused
from petition.lib.tokens import Purpose, make
from petition.outbox.kinds import UNWANTED, Mail, Rendered, kind_of
from petition.outbox.models import Message
from tests.accounts import doors
from tests.cast import ADA, NOOR, OLIVE
from tests.makers import make_letter, make_signature, make_team, make_user

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def newest(kind: str) -> Rendered:
    return kind_of(kind).render(Message.objects.filter(kind=kind).latest("id"))


def way_out(kind: str) -> str:
    """Where the newest mail of a kind leads whoever wants no other one."""
    mail = newest(kind)
    assert isinstance(mail, Mail)
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (path,) = re.findall(r"<http://[^/]+(/no-invitations/[\w.-]+/)>", mail.headers["List-Unsubscribe"])
    assert path in mail.text
    assert path in mail.html
    return str(path)


def asked(letter: Letter) -> str:
    add_first(letter.pk, name=ADA.name, address=ADA.address, by="user 7")
    ask_first_signers()
    return way_out(FIRST_SIGNER)


def invited(team: Team) -> str:
    invite(team, ADA.address, "editor", person=team.members.get(), language="en")
    return way_out(INVITATION)


def click(path: str, **typed: str) -> str:
    answer = Client(enforce_csrf_checks=True).post(path, typed or ONE_CLICK, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, answer.cookies) == (200, {})
    return answer.content.decode()


def test_opening_it_changes_nothing(client: Client, letter: Letter) -> None:
    path = asked(letter)

    assert "No more invitations?" in client.get(path).content.decode()

    assert FirstSigner.objects.exists()
    assert not NoInvitation.objects.exists()


def test_one_click_ends_what_waits_in_every_letter_of_the_team(letter: Letter) -> None:
    draft = make_letter("another", team=letter.team, state="draft", published_at=None)
    add_first(draft.pk, name=ADA.name, address="Ada+letters@example.org", by="user 7")
    add_first(draft.pk, name=NOOR.name, address=NOOR.address, by="user 7")
    path = asked(letter)

    assert all("This team invites you no more." in click(path) for _ in range(2))

    assert [first.name for first in FirstSigner.objects.all()] == [NOOR.name]
    assert newest(FIRST_SIGNER) is UNWANTED
    assert bytes(Message.objects.get(kind=FIRST_SIGNER).recipient) == b""


def test_neither_sort_of_invitation_comes_again(letter: Letter) -> None:
    click(asked(letter))

    with pytest.raises(Refused, match="invitations-refused"):
        asked(letter)
    with pytest.raises(Refused, match="invitations-refused"):
        invited(letter.team)


def test_an_invitation_into_the_team_ends_too_and_its_address_is_gone(letter: Letter) -> None:
    click(invited(letter.team))

    assert newest(INVITATION) is UNWANTED
    assert bytes(Invitation.objects.get().address) == b""


def test_another_team_may_ask(letter: Letter) -> None:
    click(asked(letter))
    other = make_letter("builders", team=make_team(make_user(OLIVE), name="The builders"))

    assert asked(other)


def test_whoever_has_signed_keeps_the_place(letter: Letter) -> None:
    path = asked(letter)
    make_signature(letter, ADA)
    rank_first_signers()

    click(path)

    assert [signature.name for signature in first_signers(letter)] == [ADA.name]


def test_it_works_when_the_invitation_is_long_gone_and_is_undone_there(letter: Letter) -> None:
    path = asked(letter)
    FirstSigner.objects.all().delete()
    Message.objects.all().delete()

    click(path)
    assert NoInvitation.objects.count() == 1

    assert "No more invitations?" in click(path, choice="back")
    assert asked(letter)


def test_two_teams_know_a_mailbox_by_other_numbers(letter: Letter) -> None:
    other = make_letter("builders", team=make_team(make_user(OLIVE), name="The builders"))
    for path in (asked(letter), asked(other)):
        click(path)

    assert len(set(NoInvitation.objects.values_list("mailbox", flat=True))) == 2


def test_a_link_of_a_team_that_is_gone_and_a_cut_one_change_nothing(client: Client) -> None:
    for token in (make(Purpose.UNINVITE, 0, 7), make(Purpose.UNINVITE, 1, 7)[:-2], make(Purpose.DENY, 1)):
        assert client.post(f"/no-invitations/{token}/", ONE_CLICK).status_code == 404


def test_the_team_reads_why_at_the_field(letter: Letter) -> None:
    click(asked(letter))
    person = letter.team.members.get()

    typed = {"name": ADA.name, "address": ADA.address}
    answer = doors.client_of(person).post(f"/studio/letters/{letter.pk}/first-signers/", typed)

    assert answer.status_code == 422
    assert "wants no invitation of your team" in answer.content.decode()
