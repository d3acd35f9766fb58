"""A letter says its language and direction wherever the studio shows it, and the studio's own words keep theirs."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Team, User
from letters.models import Draft, Letter
from letters.updates.actions import keep as keep_update
from letters.updates.actions.writing import News
from letters.writing.actions import amend, begin_translation, keep, start
from letters.writing.merging import DraftText
from petition.audit.actions import OPERATOR
from tests.cast import ADA
from tests.letters.updates.newsroom import written
from tests.makers import make_letter, make_user

pytestmark = pytest.mark.django_db

ARABIC = 'lang="ar" dir="rtl"'


@pytest.fixture
def arabic(team: Team, organizer: User) -> Letter:
    return start(team, person=organizer, language="ar")


def fields_in(language: str, page: str) -> list[str]:
    return re.findall(rf'<(?:input|textarea)[^>]* name="(\w+)"[^>]*{language}', page)


def read(studio: Client, page: str, *of: object) -> str:
    return studio.get(reverse(f"studio:{page}", args=of)).content.decode()


def test_every_field_of_a_text_is_written_in_its_language(studio: Client, draft: Draft, organizer: User) -> None:
    begin_translation(draft.letter_id, "ar", person=organizer)

    assert fields_in(ARABIC, read(studio, "write", draft.letter_id, "ar")) == ["title", "to", "body"]
    assert fields_in('lang="en" dir="ltr"', read(studio, "write", draft.letter_id)) == ["title", "to", "body"]


def test_both_texts_of_a_clash_and_their_merge_say_their_language(studio: Client, arabic: Letter) -> None:
    keep(arabic.drafts.get().pk, DraftText(body="لهم"), on=0, person=make_user(ADA))

    typed = {"title": "", "to": "", "body": "لنا", "note": "", "on": 0}
    page = studio.post(reverse("studio:write", args=(arabic.pk,)), typed).content.decode()

    assert page.count(f"<div {ARABIC}>") == 2
    assert page.count(f"{ARABIC} value=") == 2
    assert f'rows="20" {ARABIC}>' in page


def test_an_update_is_written_in_the_language_of_its_letter(studio: Client, team: Team) -> None:
    letter = make_letter(team=team, language="ar")
    update = written(letter, News("أجابوا", "التقينا"))
    write = reverse("studio:write_update", args=(letter.pk, update.pk))
    keep_update(update.pk, News("أجابوا", "التقينا مرتين"), on=0, person=make_user(ADA))

    clash = studio.post(write, {"title": "أجابوا", "body": "قريبا", "on": 0}).content.decode()

    pages = (read(studio, "new_update", letter.pk), read(studio, "write_update", letter.pk, update.pk), clash)
    assert [fields_in(ARABIC, page) for page in pages] == [["title", "body"]] * 3
    assert f"<div {ARABIC}>" in clash


def test_the_day_of_an_update_is_read_in_our_language(studio: Client, team: Team) -> None:
    letter = make_letter(team=team, language="ar")
    update = written(letter, News("أجابوا", "التقينا"))

    assert '<time lang="en" dir="auto"' in read(studio, "preview_update", letter.pk, update.pk)


def test_a_difference_is_read_in_the_language_of_its_texts_and_its_marks_in_ours(
    studio: Client, arabic: Letter, organizer: User
) -> None:
    for on, body in enumerate(("قديم", "جديد")):
        keep(arabic.drafts.get().pk, DraftText(body=body), on=on, person=organizer)

    page = studio.get(f"{reverse('studio:revisions', args=(arabic.pk,))}?number=1").content.decode()

    assert f'class="difference" {ARABIC}>' in page
    assert '<span class="unseen" lang="en">[removed:' in page


@pytest.mark.parametrize("page", ["pages:version", "studio:amend"])
def test_a_difference_of_a_public_letter_does_so_too(studio: Client, team: Team, page: str) -> None:
    letter = make_letter(team=team, language="ar")
    Draft.objects.create(letter=letter, language="ar", title="جديد", to="Whom", body="نص")
    amend(letter, body="نص", note="All of it", by=OPERATOR)
    of = (letter.slug, 2) if page == "pages:version" else (letter.pk,)

    assert f'class="difference" {ARABIC}>' in studio.get(reverse(page, args=of)).content.decode()


@pytest.mark.parametrize("page", ["home", "letter"])
def test_what_stands_for_a_missing_title_is_not_in_the_letters_language(
    studio: Client, arabic: Letter, page: str
) -> None:
    of = () if page == "home" else (arabic.pk,)
    assert 'lang="ar"' not in read(studio, page, *of)

    arabic.drafts.update(title="ادفعوا لنا")

    assert ARABIC in read(studio, page, *of)
