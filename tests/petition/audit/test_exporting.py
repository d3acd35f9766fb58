"""History as a person may take it away."""

import pytest

from accounts.models import User
from petition.audit.actions import OPERATOR, record
from petition.audit.exporting import lines_of
from tests.cast import MO
from tests.makers import make_user
from tests.moments import NOON

pytestmark = pytest.mark.django_db


def test_a_person_is_told_their_own_deeds_and_what_was_done_to_them(organizer: User) -> None:
    mo, me = make_user(MO), f"user {organizer.pk}"
    record("accounts.rename", organizer, by=me, changes={"name": ["Olive", "O. Oil"]}, at=NOON)
    record("moderation.trust", organizer, by=f"user {mo.pk}", changes={"trusted": [False, True]}, at=NOON)
    record("accounts.rename", mo, by=OPERATOR, at=NOON)

    assert [(line["verb"], line["by"], line["changes"]) for line in lines_of(organizer.pk)] == [
        ("accounts.rename", "you", {"name": ["Olive", "O. Oil"]}),
        ("moderation.trust", "the site", {"trusted": [False, True]}),
    ]


def test_a_person_is_told_nothing_of_others(organizer: User) -> None:
    mo = make_user(MO)
    record("accounts.change_role", mo, by=f"user {organizer.pk}", changes={"role": ["viewer", "owner"]})
    record("moderation.note", organizer, by=f"user {mo.pk}", network="192.0.2.7/32")

    told = list(lines_of(organizer.pk))
    assert told[0]["changes"] == ["role"]
    assert "192.0.2.7" not in str(told)
    assert MO.name not in str(told)
    assert f"'user {mo.pk}'" not in str([line["by"] for line in told])
