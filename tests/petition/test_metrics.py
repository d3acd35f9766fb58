from collections import Counter
from ipaddress import ip_network

import pytest
from django.conf import LazySettings
from django.test import Client

from letters.models import Letter
from petition.outbox import tallies
from tests.cast import NOOR, SUZIE
from tests.makers import make_signature

TOKEN = "measure"


@pytest.fixture(autouse=True)
def token(settings: LazySettings) -> None:
    settings.METRICS_TOKEN = TOKEN


def _scrape(client: Client) -> str:
    return client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()


@pytest.mark.django_db
def test_requests_are_counted_by_page_and_status(client: Client) -> None:
    client.get("/up")
    scraped = _scrape(client)
    assert 'undersigned_requests_total{by="django",route="up",status="200"}' in scraped
    assert 'undersigned_request_seconds_bucket{le="0.1",route="up"}' in scraped


def test_signatures_are_counted_by_outcome(client: Client, letter: Letter) -> None:
    make_signature(letter)
    make_signature(letter, NOOR, state="held")
    make_signature(letter, SUZIE, state="withdrawn")
    scraped = _scrape(client)
    for outcome in ("confirmed", "held", "withdrawn"):
        assert f'undersigned_signatures{{outcome="{outcome}"}} 1.0' in scraped
    assert 'undersigned_signatures{outcome="pending"} 0.0' in scraped


@pytest.mark.django_db
def test_mails_are_counted_by_how_they_ended(client: Client) -> None:
    tallies.add(Counter({("signing.receipt", "sent"): 3, ("signing.receipt", "failed"): 1}))
    scraped = _scrape(client)
    assert 'undersigned_mails_total{kind="signing.receipt",outcome="sent"} 3.0' in scraped
    assert 'undersigned_mails_total{kind="signing.receipt",outcome="failed"} 1.0' in scraped


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["", "Bearer wrong", "Bearer ", "measure"])
def test_without_the_token_there_is_nothing_here(client: Client, header: str) -> None:
    assert client.get("/metrics", headers={"Authorization": header}).status_code == 404


@pytest.mark.django_db
def test_no_token_set_lets_nobody_in(client: Client, settings: LazySettings) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.django_db
def test_a_listed_network_needs_no_token(client: Client, settings: LazySettings) -> None:
    settings.METRICS_NETWORKS = (ip_network("127.0.0.0/8"),)
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 404
