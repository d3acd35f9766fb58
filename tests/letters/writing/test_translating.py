"""A letter in other languages: each text frozen, logged, and served as it was hashed."""

from functools import partial
from hashlib import sha256

import pytest
from django.test import Client

from accounts.models import Team, User
from letters.ledger.facts import Translation as Entry
from letters.management.logs import compare_texts, files_of
from letters.models import Draft, Letter, Translation
from letters.writing.actions import amend, approve, begin_translation, close, reject, submit_translation, take_down
from petition.audit.actions import OPERATOR
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from tests.letters.signing.trying import facts_in_the_log, overlapping
from tests.makers import make_draft, make_letter, make_team

pytestmark = pytest.mark.django_db
TEXT = {"title": "Bezahlt den Chor", "to": "Die Oper", "body": "Wir singen."}


@pytest.fixture
def german(letter: Letter, organizer: User) -> Draft:
    """The draft of a German translation."""
    draft = begin_translation(letter.pk, "de", person=organizer)
    Draft.objects.filter(pk=draft.pk).update(**TEXT)
    return draft


def publish_german(letter: Letter, person: User, **text: str) -> Translation:
    Draft.objects.filter(language="de").update(**text)
    approve(submit_translation(letter.pk, "de", person=person).pk, by="user 7")
    return letter.translations.newest_first()[0]


def test_a_translation_begins_once(letter: Letter, organizer: User) -> None:
    begun = begin_translation(letter.pk, "de", person=organizer)

    assert begin_translation(letter.pk, "de", person=organizer) == begun
    assert (begun.language, begun.based_on) == ("de", letter.current)


@pytest.mark.django_db(transaction=True)
def test_a_translation_that_is_begun_twice_at_once_is_told_of_once(letter: Letter, organizer: User) -> None:
    begin = partial(begin_translation, letter.pk, "de", person=organizer)

    drafts = overlapping(begin, begin)

    assert drafts[0] == drafts[1]
    assert AuditEvent.objects.filter(verb="writing.begin_translation").count() == 1


def test_a_letter_that_is_gone_is_not_translated(organizer: User) -> None:
    with pytest.raises(Refused, match="not-found"):
        begin_translation(0, "de", person=organizer)


@pytest.mark.parametrize("language", ["en", "klingon"])
def test_a_letter_is_translated_into_other_languages_that_exist(letter: Letter, organizer: User, language: str) -> None:
    with pytest.raises(Refused, match="no-such-language"):
        begin_translation(letter.pk, language, person=organizer)


def test_an_approved_translation_is_frozen_and_in_the_log(letter: Letter, organizer: User, german: Draft) -> None:
    made = publish_german(letter, organizer)

    assert (made.number, made.title, made.body) == (1, "Bezahlt den Chor", "Wir singen.\n")
    assert facts_in_the_log(letter)[-1] == Entry(1, "de", made.sha256)
    assert letter.current == Letter.objects.get().current


def test_a_translation_at_the_desk_is_one_submission(letter: Letter, organizer: User, german: Draft) -> None:
    handed = submit_translation(letter.pk, "de", person=organizer)

    assert submit_translation(letter.pk, "de", person=organizer) == handed
    assert not letter.translations.exists()


def test_one_of_a_version_that_was_amended_meanwhile_names_the_version_it_translates(
    letter: Letter, organizer: User, german: Draft
) -> None:
    handed = submit_translation(letter.pk, "de", person=organizer)
    amend(letter, body="Another.", note="n", by=OPERATOR)

    approve(handed.pk, by="user 7")

    assert letter.translations.get().number == 1


def test_a_correction_stands_in_place_of_the_one_before(letter: Letter, organizer: User, german: Draft) -> None:
    publish_german(letter, organizer)
    publish_german(letter, organizer, body="Wir singen gut.")

    assert letter.translations.newest_of_each_language().get().body == "Wir singen gut.\n"
    assert letter.translations.count() == 2


def test_what_is_published_already_is_not_handed_in_again(letter: Letter, organizer: User, german: Draft) -> None:
    publish_german(letter, organizer)

    assert submit_translation(letter.pk, "de", person=organizer).outcome == "approved"
    assert letter.submissions.count() == 1


def test_a_rejected_translation_leaves_nothing_public(letter: Letter, organizer: User, german: Draft) -> None:
    reject(submit_translation(letter.pk, "de", person=organizer).pk, by="user 7")

    assert not letter.translations.exists()
    assert Letter.objects.get().state == "published"


def test_a_trusted_team_translates_at_once(letter: Letter, organizer: User, german: Draft) -> None:
    Team.objects.update(is_trusted=True)

    handed = submit_translation(letter.pk, "de", person=organizer)

    assert (handed.kind, letter.translations.get().language) == ("afterwards", "de")


def test_a_closed_letter_may_still_be_translated(letter: Letter, organizer: User, german: Draft) -> None:
    close(letter, by=OPERATOR)

    assert publish_german(letter, organizer).language == "de"


def test_a_letter_nobody_can_read_yet_waits_with_its_translations(organizer: User) -> None:
    letter = make_draft(team=make_team())
    begin_translation(letter.pk, "de", person=organizer)

    with pytest.raises(Refused, match="not-published-yet"):
        submit_translation(letter.pk, "de", person=organizer)


def test_the_log_serves_its_document_as_it_was_hashed(letter: Letter, organizer: User, german: Draft) -> None:
    made = publish_german(letter, organizer)

    answer = Client().get("/letters/artists/log/text/1.de")

    assert sha256(answer.content).digest() == made.sha256
    assert Client().get("/letters/artists/log/text/1.fr").status_code == 404
    take_down(letter, notice="A court said so.", by=OPERATOR)
    assert Client().get("/letters/artists/log/text/1.de").status_code == 410


def test_an_export_holds_it_and_the_operators_check_agrees(letter: Letter, organizer: User, german: Draft) -> None:
    made = publish_german(letter, organizer)
    log = Letter.objects.select_related("log").get().log

    assert dict(files_of(log))["text/1.de"] == made.document.encode()
    compare_texts(log)


def test_a_letter_has_translations_of_its_own_only(letter: Letter, organizer: User, german: Draft) -> None:
    publish_german(letter, organizer)

    assert Client().get(f"/letters/{make_letter().slug}/in/de/").status_code == 404
