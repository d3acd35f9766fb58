"""A text at the desk as it will print: everything that becomes public with it, and every image found at the desk."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from letters.models import Case, Image, Letter
from letters.moderation.actions.reporting import Complaint, report
from letters.signing.actions.asking import Asked, add_question
from letters.writing.actions.illustrating import add_image
from letters.writing.images import redrawn
from tests.letters.desk.sitting import sit
from tests.letters.moderation.desks import Verdict, on_letter
from tests.letters.writing.test_images import picture
from tests.makers import make_letter, make_submission, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def mo(client: Client) -> User:
    return sit(client)


@pytest.fixture
def image(letter: Letter, organizer: User) -> Image:
    return add_image(letter, redrawn(BytesIO(picture())), alt="A wall of names", person=organizer)


def pages(letter: Letter) -> list[str]:
    """Where a moderator reads the text of a letter."""
    report(letter, Complaint("abuse"))
    return [
        reverse("desk:submission", args=[make_submission(letter, kind="amendment").pk]),
        reverse("desk:letter", args=[letter.pk]),
        reverse("desk:case", args=[Case.objects.get().pk]),
    ]


def test_a_cover_is_looked_at_before_it_goes_public(client: Client, mo: User, letter: Letter, image: Image) -> None:
    Letter.objects.update(cover=image)
    address = reverse("desk:image", args=(letter.pk, image.key))

    for page in pages(letter):
        assert f'src="{address}" alt="A wall of names"' in client.get(page).text
    assert client.get(address).status_code == 200


def test_the_images_of_a_letter_that_is_taken_down_are_found_at_the_desk(
    client: Client, mo: User, organizer: User
) -> None:
    letter = make_letter("walls")
    image = add_image(letter, redrawn(BytesIO(picture())), alt="A wall", person=organizer)
    letter.current = make_version(letter, number=2, body=image.markdown, at=letter.published_at)
    letter.save()
    places = pages(letter)[1:]
    on_letter(letter, Verdict.TAKE_DOWN, reason="hate")

    assert client.get(f"/image/{image.key}.webp").status_code == 404
    address = reverse("desk:image", args=(letter.pk, image.key))
    assert all(f'src="{address}"' in client.get(page).text for page in places)


def test_what_signers_are_asked_is_read_before_it_goes_public(
    client: Client, mo: User, letter: Letter, organizer: User
) -> None:
    asked = Asked("choice", "Which shift?", choices=("Day", "Night"), is_required=True, is_public=True)
    add_question(letter.pk, asked, person=organizer)

    for page in pages(letter):
        text = client.get(page).text
        assert "What it asks its signers" in text
        assert "Which shift?" in text
        assert "Day · Night, required, shown beside the name" in text
