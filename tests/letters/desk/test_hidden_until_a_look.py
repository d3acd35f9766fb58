"""A name that an organizer has hidden until somebody looks: whoever looks shows it again, or hides it for a reason."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from letters.models import Letter, Signature
from letters.signing.actions import hide_name
from petition.outbox.models import Message
from tests.cast import ADA
from tests.letters.desk.sitting import sit
from tests.makers import make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def mo(client: Client) -> User:
    return sit(client)


@pytest.fixture
def hidden(letter: Letter) -> Signature:
    signature = make_signature(letter, ADA)
    hide_name(signature.pk, by="user 1")
    return signature


def post(client: Client, signature: Signature, **fields: str) -> Any:
    return client.post(reverse("desk:signature", args=[signature.pk]), {"seen": "0"} | fields)


def in_the_studio(letter: Letter) -> str:
    organizer = Client()
    organizer.force_login(letter.team.owners()[0])
    return organizer.get(reverse("studio:signatures", args=(letter.pk,))).content.decode()


def test_it_is_not_left_as_it_is(client: Client, mo: User, hidden: Signature) -> None:
    page = client.get(reverse("desk:signature", args=[hidden.pk])).content.decode()
    answer = post(client, hidden, verdict="keep")

    assert "Keep it as it is" not in page
    assert "Keep the name hidden" in page
    assert answer.status_code == 409
    assert "show it again, or keep it hidden for a reason" in answer.content.decode()
    hidden.refresh_from_db()
    assert hidden.reported_at is not None


def test_kept_hidden_its_signer_hears_why_and_its_team_sees_that_it_is_decided(
    client: Client, mo: User, hidden: Signature
) -> None:
    assert "a moderator looks at it" in in_the_studio(hidden.letter)

    post(client, hidden, verdict="hide_name", reason="insult")

    assert Message.objects.filter(kind="moderation.name_hidden", cause=hidden.pk).exists()
    assert "a moderator has decided that this name is not shown" in in_the_studio(hidden.letter)


def test_shown_again_it_reads_as_before(client: Client, mo: User, hidden: Signature) -> None:
    post(client, hidden, verdict="show_name")

    assert ADA.name in in_the_studio(hidden.letter)


@pytest.mark.parametrize("page", ["pages:letter", "pages:signatures"])
def test_readers_do_not_take_it_for_the_signers_own_wish(client: Client, hidden: Signature, page: str) -> None:
    read = client.get(reverse(page, args=(hidden.letter.slug,))).content.decode()

    assert "ne whose name is not shown" in read
    assert "prefers not to be named" not in read


def test_who_wished_to_be_unnamed_reads_so_though_hidden(client: Client, letter: Letter) -> None:
    hide_name(make_signature(letter, ADA, display="anonymous").pk, by="user 1")

    assert "prefers not to be named" in client.get(reverse("pages:signatures", args=(letter.slug,))).content.decode()
