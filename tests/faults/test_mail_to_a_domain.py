"""Two real workers and one domain that takes mail from one of them at a time."""

from pathlib import Path

import pytest

from tests.faults import mailing
from tests.petition.outbox.test_lines import Watching, owe_to
from tests.sink import serving

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 200


def test_of_two_workers_one_at_a_time_sends_to_the_domain_and_all_of_it_goes_out(tmp_path: Path) -> None:
    watching, folders = Watching(), [tmp_path / "one", tmp_path / "other"]
    for folder in folders:
        folder.mkdir()
    with serving(watching) as port:
        env = mailing.environment(port) | {"MAIL_CONNECTIONS_TO_A_DOMAIN": "1"}
        with mailing.worker(folders[0], env) as one, mailing.worker(folders[1], env), mailing.beat(tmp_path, env):
            owe_to("busy.example", MANY)
            mailing.wait_until_sent(90, one)

    assert watching.most["busy.example"] == 1
    assert len(watching.mails) == len(watching.ids()) == MANY
