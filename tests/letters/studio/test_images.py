from io import BytesIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Pictures

from accounts.models import Team, User
from letters.models import Draft, Image, Letter
from letters.updates.actions import keep as keep_update
from letters.updates.actions.writing import News
from letters.writing.actions import amend, keep, submit, take_down
from letters.writing.actions.illustrating import IMAGES_A_LETTER, add_image, remove_image
from letters.writing.images import redrawn
from letters.writing.merging import DraftText
from letters.writing.problems import problems_of
from letters.writing.rendering import render
from petition.lib.refusal import Refused
from tests.cast import OLIVE
from tests.letters.updates.newsroom import written
from tests.letters.writing.test_images import header_of_a_png, picture
from tests.makers import make_letter, make_user

pytestmark = pytest.mark.django_db


def upload(studio: Client, letter: Letter, data: bytes | None = None, alt: str = "A wall of names") -> object:
    file = SimpleUploadedFile("wall.png", picture() if data is None else data, "image/png")
    return studio.post(reverse("studio:images", args=(letter.pk,)), {"image": file, "alt": alt})


def test_an_image_is_added_with_words_and_shown_to_the_team_alone(studio: Client, unpublished: Letter) -> None:
    upload(studio, unpublished)

    image = Image.objects.get()
    address = reverse("studio:image", args=(unpublished.pk, image.key))
    assert (image.alt, image.width, image.height) == ("A wall of names", 60, 40)
    assert Pictures.open(BytesIO(studio.get(address).content)).format == "WEBP"
    assert "no-store" in studio.get(address).headers["Cache-Control"]
    assert Client().get(f"/image/{image.key}.webp").status_code == 404
    assert image.markdown in studio.get(reverse("studio:images", args=(unpublished.pk,))).content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture that we can read"),
        (header_of_a_png(10_000, 10_000), "million pixels"),
        (picture("JPEG", (400, 400))[:1000], "damaged or cut off"),
    ],
)
def test_what_can_not_be_used_gets_a_message_at_the_field(
    studio: Client, unpublished: Letter, data: bytes, words: str
) -> None:
    answer = upload(studio, unpublished, data)

    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert words in answer.content.decode()  # type: ignore[attr-defined]
    assert 'value="A wall of names"' in answer.content.decode()  # type: ignore[attr-defined]
    assert not Image.objects.exists()


def test_an_image_without_words_is_refused(studio: Client, unpublished: Letter) -> None:
    assert upload(studio, unpublished, alt=" ").status_code == 422  # type: ignore[attr-defined]


def test_only_this_page_takes_more_than_a_form_holds(studio: Client, unpublished: Letter) -> None:
    large = SimpleUploadedFile("large.png", picture() + b"\0" * 1_000_000, "image/png")
    too_large = SimpleUploadedFile("large.png", b"\0" * 11_000_000, "image/png")
    images, write = (reverse(f"studio:{page}", args=(unpublished.pk,)) for page in ("images", "write"))

    assert studio.post(images, {"image": large, "alt": "Names"}).status_code == 302
    large.seek(0)
    assert studio.post(write, {"image": large, "body": "x"}).status_code == 413
    assert studio.post(images, {"image": too_large, "alt": "Names"}).status_code == 413


def test_a_public_letter_shows_its_images_until_it_is_taken_down(studio: Client, organizer: User, team: Team) -> None:
    letter = make_letter(team=team)
    upload(studio, letter)
    address = f"/image/{Image.objects.get().key}.webp"
    assert Client().get(address).status_code == 404  # no text of it has passed the desk
    amend(letter, body=Image.objects.get().markdown, note="With a picture", by="user 1")

    shown = Client().get(address)
    take_down(letter, notice="Not ours", by="user 1")

    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/webp")
    assert "s-maxage=1" in shown.headers["Cache-Control"]
    assert Client().get(address).status_code == 404
    assert Client().get(f"/image/{'0' * 32}.webp").status_code == 404


def test_an_image_stands_in_the_preview_under_the_teams_own_address(
    studio: Client, organizer: User, draft: Draft
) -> None:
    upload(studio, draft.letter)
    image = Image.objects.get()
    keep(draft.pk, DraftText("Pay us", "Them", f"Look:\n\n{image.markdown}"), on=0, person=organizer)

    page = studio.get(reverse("studio:preview", args=(draft.letter_id,))).content.decode()

    assert f'src="{reverse("studio:image", args=(draft.letter_id, image.key))}"' in page
    assert "/image/" + image.key in render(image.markdown)


def test_an_image_that_a_text_shows_is_not_taken_away(studio: Client, organizer: User, draft: Draft) -> None:
    upload(studio, draft.letter)
    image = Image.objects.get()
    remove = reverse("studio:remove_image", args=(draft.letter_id, image.key))
    keep(draft.pk, DraftText(body=image.markdown), on=0, person=organizer)

    assert studio.post(remove).status_code == 409
    keep(draft.pk, DraftText(body="No more"), on=1, person=organizer)
    assert studio.post(remove).status_code == 302
    assert not Image.objects.exists()


def test_a_draft_is_whole_when_its_images_have_words_and_are_its_own(
    studio: Client, organizer: User, draft: Draft
) -> None:
    upload(studio, draft.letter, alt="Names] on a \\ wall")
    image = Image.objects.get()
    draft.title, draft.to, draft.body = "Pay us", "Them", image.markdown
    assert problems_of(draft) == []

    draft.body = image.markdown.replace(image.key, "f" * 32) + "\n![](image:" + image.key + "-60x40)"
    assert [problem.field for problem in problems_of(draft)] == ["body", "body"]
    draft.title = draft.to = draft.body = ""
    assert [problem.field for problem in problems_of(draft)] == ["title", "to", "body"]


def test_moderators_see_the_images_of_what_they_decide_on(
    studio: Client, unpublished: Letter, draft: Draft, organizer: User, moderator: User
) -> None:
    upload(studio, unpublished)
    keep(draft.pk, DraftText("Pay us", "Them", Image.objects.get().markdown), on=0, person=organizer)
    handed = submit(unpublished.pk, person=organizer)
    address = reverse("desk:image", args=(unpublished.pk, Image.objects.get().key))
    assert studio.get(address).status_code == 404

    Authenticator.objects.create(user=moderator, type=Authenticator.Type.TOTP, data={"secret": ""})
    desk = Client()
    desk.force_login(moderator)

    assert f'src="{address}"' in desk.get(reverse("desk:submission", args=(handed.pk,))).content.decode()
    assert desk.get(address).headers["Content-Type"] == "image/webp"


@pytest.mark.parametrize("place", ["cover", "answer"])
def test_a_cover_and_what_an_answer_shows_stay(organizer: User, place: str) -> None:
    letter = make_letter()
    image = add_image(letter, redrawn(BytesIO(picture())), alt="A wall", person=organizer)
    if place == "cover":
        Letter.objects.update(cover=image)
    else:
        letter.responses.create(author="The council", body=image.markdown, received_on="2026-03-01")

    with pytest.raises(Refused, match="image-in-use"):
        remove_image(letter, image.key, by="user 7")


def test_an_image_in_use_stays_and_the_page_says_where_it_is_shown(studio: Client, draft: Draft) -> None:
    upload(studio, draft.letter)
    image = Image.objects.get()
    Draft.objects.filter(pk=draft.pk).update(body=image.markdown)

    answer = studio.post(reverse("studio:remove_image", args=(draft.letter_id, image.key)))

    assert answer.status_code == 409
    assert "The text, an update, an answer or the top of the letter shows this image" in answer.content.decode()
    assert image.alt in answer.content.decode()


def test_an_image_stays_while_an_update_that_nobody_has_sent_shows_it(studio: Client, team: Team) -> None:
    letter = make_letter(team=team)
    upload(studio, letter)
    image = Image.objects.get()
    update = written(letter, News("In the square", image.markdown))
    remove = reverse("studio:remove_image", args=(letter.pk, image.key))

    assert studio.post(remove).status_code == 409
    keep_update(update.pk, News("In the square", "No more"), on=0, person=make_user(OLIVE))
    assert studio.post(remove).status_code == 302


def test_one_image_too_many_is_said_at_the_form_which_keeps_its_words(studio: Client, unpublished: Letter) -> None:
    size = {"width": 1, "height": 1, "size": 1}
    Image.objects.bulk_create(Image(letter=unpublished, key=f"{n:032}", **size) for n in range(IMAGES_A_LETTER))

    answer = upload(studio, unpublished)

    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "at most 40 images" in answer.content.decode()  # type: ignore[attr-defined]
    assert 'value="A wall of names"' in answer.content.decode()  # type: ignore[attr-defined]
