"""What the desk asks when a hundred thousand items wait is answered by an index."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from letters.desk.queue import SignaturesForm
from letters.desk.spine import LettersForm, ReportsForm
from letters.models import Case, Decision, Letter, Report, Signature, Submission
from letters.moderation.waiting import queues, submissions_for
from letters.moderation.wishes import Deed
from petition.lib.vault import seal
from tests.cast import MO
from tests.letters.desk.crowd import fill, unchecked
from tests.makers import make_letter, make_team, make_user

MANY = 100_000
REPORTS = """
    INSERT INTO letters_report (case_id, reason, words, language, network, created_at)
    SELECT id, 'abuse', '', 'en', '', now() FROM letters_case
"""
ANALYZE = (
    "ANALYZE letters_letter, letters_submission, letters_signature, letters_case, letters_report, letters_decision"
)
DECISIONS = """
    INSERT INTO letters_decision (kind, subject_id, letter_id, verdict, reason, words, note, before, at)
    SELECT 'submission', id, id, 'approve', '', '', '', '{}', now() FROM generate_series(1000, %(many)s) AS id
"""


@pytest.fixture(scope="module")
def crowd(django_db_setup: None, django_db_blocker: Any) -> Iterator[Letter]:
    """A hundred thousand of each: what waits, what readers said, what was decided; removed at the end of this file."""
    with django_db_blocker.unblock():
        letter = make_letter("crowd")
        with connection.cursor() as cursor:
            fill(cursor, 1000, MANY, signed_from=seal("crowd@example.org"))
            with unchecked(cursor):
                cursor.execute(REPORTS)
                cursor.execute(DECISIONS, {"many": MANY})
            cursor.execute(ANALYZE)
        yield letter
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE letters_log, letters_letter, accounts_user CASCADE")  # and all that hangs on them


@pytest.fixture(params=["in no team", "in a team"])
def deed(request: pytest.FixtureRequest, db: None) -> Deed:
    """A moderator; whoever is in a team of their own does not see its letters, and waits no longer for the others'."""
    mo = make_user(MO)
    if request.param == "in a team":
        make_letter("of-mo", team=make_team(mo))
    return Deed(mo, timezone.now())


def letters(deed: Deed, **asked: str) -> QuerySet[Submission]:
    return LettersForm(asked).found(deed).defer("body").oldest_first()[:51]


def signatures(deed: Deed, **asked: str) -> QuerySet[Signature]:
    return SignaturesForm(asked).found(deed).select_related("letter__current").longest_waiting_first()[:51]


def reports(deed: Deed, **asked: str) -> QuerySet[Case]:
    return ReportsForm(asked).found(deed).select_related("letter__current").oldest_first()[:51]


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({}, "submissions_oldest_first"),
        ({"language": "fr"}, "submissions_by_language"),
        ({"kind": "appeal"}, "submissions_by_kind"),
        ({"letter": "crowd"}, "submissions_of_a_letter"),
    ],
)
def test_the_queue_of_letters_comes_from_an_index(crowd: Letter, deed: Deed, asked: dict[str, str], index: str) -> None:
    plan = letters(deed, **asked).explain()

    assert index in plan
    assert "Seq Scan on letters_submission" not in plan


@pytest.mark.parametrize(
    ("asked", "index"),
    [({}, "cases_oldest_first"), ({"language": "fr"}, "cases_by_language"), ({"letter": "crowd"}, "_letter")],
)
def test_the_queue_of_reports_comes_from_an_index(crowd: Letter, deed: Deed, asked: dict[str, str], index: str) -> None:
    plan = reports(deed, **asked).explain()

    assert index in plan
    assert "Seq Scan on letters_case" not in plan


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({}, "signatures_awaiting_a_look"),
        ({"language": "fr"}, "signatures_waiting_by_language"),
        ({"why": "reported"}, "signatures_reported"),
    ],
)
def test_the_queue_of_signatures_comes_from_an_index(
    crowd: Letter, deed: Deed, asked: dict[str, str], index: str
) -> None:
    plan = signatures(deed, **asked).explain()

    assert index in plan
    assert "Seq Scan on letters_signature" not in plan


def test_a_page_far_down_costs_what_the_first_costs(crowd: Letter, deed: Deed) -> None:
    far_down = LettersForm({}).found(deed).filter(at__gte=timezone.now()).oldest_first()[:51]

    assert "submissions_oldest_first" in far_down.explain()
    assert "Sort" not in far_down.explain()


def test_what_a_dossier_asks_comes_from_indexes(crowd: Letter, db: None, moderator: User) -> None:
    asked: list[tuple[QuerySet[Any], str]] = [
        (Decision.objects.filter(letter=crowd).newest_first()[:20], "decisions_on_a_letter"),
        (Decision.objects.on("submission", crowd.pk).standing().newest_first()[:1], "decisions_on_a_subject"),
        (Decision.objects.filter(by=moderator).newest_first()[:20], "decisions_of_a_moderator"),
        (Case.objects.filter(letter=crowd).order_by("-id")[:5], "cases_of_a_letter"),
        (Report.objects.filter(case=7).order_by("-id")[:20], "letters_report_case_id"),
    ]

    assert [index for rows, index in asked if index not in rows.explain()] == []


def test_there_is_an_index_of_what_the_guard_noticed(crowd: Letter, db: None) -> None:
    noticed = Signature.objects.filter(letter=crowd).exclude(rule="").values("rule", "state")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # of a table without rows every way is short

    assert "signatures_the_guard_noticed" in noticed.explain()


def test_counting_what_waits_stops_at_a_thousand(crowd: Letter, deed: Deed) -> None:
    waiting = {queue.name: queue for queue in queues(deed.person)}

    assert waiting["letters"].is_more
    assert waiting["reports"].is_more
    assert waiting["signatures"].is_more
    assert "submissions_oldest_first" in submissions_for(deed.person).oldest_first().values("pk")[:1001].explain()
