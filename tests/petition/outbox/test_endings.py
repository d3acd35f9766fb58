"""Back-off, and a database that restarts at the worst moment."""

from datetime import timedelta

import pytest
from django.db import connection

from petition.outbox import endings, leases
from petition.outbox.actions import owe
from tests.cast import ADA
from tests.petition.outbox.testing_kinds import NOTE


def test_waits_double_and_three_days_hold_more_than_twenty_tries() -> None:
    waits = [endings.back_off(attempts) for attempts in range(1, 40)]

    assert timedelta(seconds=30) <= waits[0] <= timedelta(seconds=36)
    assert timedelta(seconds=60) <= waits[1] <= timedelta(seconds=72)
    assert max(waits) <= timedelta(hours=4.8)
    assert sum(waits[:20], timedelta()) < timedelta(days=3)


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_went_out_is_marked_although_the_connection_to_the_database_broke() -> None:
    owe(NOTE, to=ADA.address, cause=1)
    (message,) = leases.claim(1)
    with connection.cursor() as cursor, pytest.raises(Exception, match="terminat"):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    endings.sent(message, "provider's id")

    message.refresh_from_db()
    assert (message.state, message.provider_id) == ("sent", "provider's id")
