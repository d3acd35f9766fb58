from datetime import UTC, datetime, timedelta

import pytest

from letters.models import Letter
from letters.writing.actions import archive, close, open_again, take_down, unarchive
from letters.writing.rules import may_sign
from petition.audit.actions import OPERATOR
from petition.audit.models import AuditEvent
from petition.lib.refusal import Refused

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_letter_closed_by_its_date_opens_with_another(letter: Letter) -> None:
    Letter.objects.update(closes_at=NOW)
    close(letter, by=OPERATOR, at=NOW)

    open_again(letter, closes_at=NOW + DAY, by=OPERATOR, at=NOW)
    open_again(letter, closes_at=NOW + DAY, by=OPERATOR, at=NOW)

    letter.refresh_from_db()
    assert (letter.state, letter.closed_at) == ("published", None)
    assert may_sign(letter, NOW)
    assert AuditEvent.objects.filter(verb="writing.open_again").count() == 1


def test_a_letter_past_its_date_opens_before_any_sweep_has_closed_it(letter: Letter) -> None:
    Letter.objects.update(closes_at=NOW - DAY)

    open_again(letter, closes_at=None, by=OPERATOR, at=NOW)

    letter.refresh_from_db()
    assert may_sign(letter, NOW + 99 * DAY)


def test_no_letter_opens_until_yesterday(letter: Letter) -> None:
    close(letter, by=OPERATOR)

    with pytest.raises(Refused, match="closing-date-passed"):
        open_again(letter, closes_at=NOW, by=OPERATOR, at=NOW)


def test_an_archived_letter_comes_out_of_the_archive_first(letter: Letter) -> None:
    close(letter, by=OPERATOR)
    archive(letter, by=OPERATOR)
    with pytest.raises(Refused, match="letter-closed"):
        open_again(letter, closes_at=None, by=OPERATOR)

    unarchive(letter, by=OPERATOR)
    open_again(letter, closes_at=None, by=OPERATOR)

    letter.refresh_from_db()
    assert (letter.state, letter.archived_at) == ("published", None)


def test_a_letter_taken_down_is_not_opened(letter: Letter) -> None:
    take_down(letter, notice="A court said so.", by=OPERATOR)

    for verb in (archive, unarchive):
        with pytest.raises(Refused, match="letter-gone"):
            verb(letter, by=OPERATOR)
    with pytest.raises(Refused, match="letter-gone"):
        open_again(letter, closes_at=None, by=OPERATOR)
