from datetime import UTC, date, datetime
from functools import partial

import pytest
from django.conf import LazySettings
from django.db import IntegrityError

from letters.ledger.facts import Text
from letters.models import Letter, Log, Version
from letters.writing.actions import publish
from letters.writing.documents import content_hash
from petition.audit.actions import OPERATOR
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused
from tests.letters.signing.trying import at_once, facts_in_the_log
from tests.makers import make_team

pytestmark = pytest.mark.django_db
TEXT = {"title": "Pay the choir", "to": "The opera", "body": "We sing.\r\nWe are not paid.", "by": OPERATOR}
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_published_letter_is_open_and_shows_its_first_version() -> None:
    letter = publish(**TEXT, team=make_team(), goal=5, at=NOW)

    letter.refresh_from_db()
    assert (letter.slug, letter.state, letter.goal, letter.published_at) == ("pay-the-choir", "published", 5, NOW)
    assert letter.is_open(NOW)
    assert letter.current == letter.versions.get()
    assert (letter.current.number, letter.current.body) == (1, "We sing.\nWe are not paid.\n")


def test_the_origin_is_bound_to_the_host_and_the_first_slug(settings: LazySettings) -> None:
    letter = publish(**TEXT, team=make_team())

    assert letter.origin == f"{settings.SITE.netloc}/letters/pay-the-choir/log"


def test_the_hash_is_that_of_the_canonical_document() -> None:
    version = publish(**TEXT, team=make_team()).versions.get()

    assert version.content_hash == content_hash(
        origin=version.origin, number=1, language="en", title="Pay the choir", to="The opera", body=version.body
    )


def test_a_published_letter_has_a_log_that_begins_with_its_text() -> None:
    letter = publish(**TEXT, team=make_team(), at=NOW)

    letter.refresh_from_db()
    assert (letter.log.origin, letter.log.size, letter.log.count) == (letter.origin, 1, 0)
    assert facts_in_the_log(letter) == [Text(1, bytes.fromhex(letter.current.content_hash))]


def test_no_letter_is_published_without_a_log() -> None:
    letter = publish(**TEXT, team=make_team())

    with pytest.raises(IntegrityError, match="published_letters_have_a_log"):
        Letter.objects.filter(pk=letter.pk).update(log=None)


def test_publishing_leaves_a_line_of_history_without_the_text() -> None:
    letter = publish(**TEXT, team=make_team(), at=NOW)

    event = AuditEvent.objects.get(verb="writing.publish")
    assert (event.actor, event.subject_kind, event.subject_id, event.at) == ("operator", "letter", letter.pk, NOW)
    assert "sing" not in str(event.changes)


def test_a_taken_slug_is_refused_and_leaves_nothing() -> None:
    team = make_team()
    publish(**TEXT, team=team)

    with pytest.raises(Refused, match="slug-taken"):
        publish(**TEXT | {"body": "Another."}, team=team)

    assert (Letter.objects.count(), Version.objects.count(), Log.objects.count()) == (1, 1, 1)


def test_a_day_that_is_over_where_the_letter_closes_is_refused() -> None:
    late = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)

    with pytest.raises(Refused, match="closing-date-passed"):
        publish(**TEXT, team=make_team(), closes_on=date(2026, 3, 1), at=late)

    assert not Letter.objects.exists()


def test_the_same_day_is_not_over_further_west() -> None:
    late = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)

    letter = publish(**TEXT, team=make_team(), closes_on=date(2026, 3, 1), time_zone="America/New_York", at=late)

    assert letter.closes_at == datetime(2026, 3, 2, 5, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_of_two_letters_that_want_one_slug_at_once_one_is_refused() -> None:
    team = make_team()

    outcomes = at_once(*[partial(publish, **TEXT, team=team)] * 4)

    assert outcomes.count("slug-taken") == 3
    assert Letter.objects.get().state == "published"
