"""A page that answers a form keeps the form's address; whatever it leads to must be a page all the same."""

import re
from html import unescape
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from letters.guard.actions import block
from letters.models import Decision, Letter
from tests.cast import Person
from tests.letters.desk.sitting import sit
from tests.makers import make_signature

pytestmark = pytest.mark.django_db
MANY = 51  # one more than stands on a page, so that there is a next one
LINK = re.compile(r'<a [^>]*href="([^"#]*)"')
SEARCH = re.compile(r'<form(?=[^>]* method="get")(?:[^>]* action="([^"]*)")?[^>]*>')


@pytest.fixture
def busy(client: Client, letter: Letter) -> User:
    """An administrator at a desk on which every list has a second page."""
    ruth = sit(client, site_role="administrator")
    for number in range(MANY):
        signature = make_signature(letter, Person("S", f"s{number}@example.org"), state="held", rule="network")
        block(f"spam{number}.example", by="operator")
    at = timezone.now()
    Decision.objects.bulk_create(
        Decision(kind="signature", subject_id=signature.pk, letter=letter, verdict="keep", by=ruth, at=at)
        for _ in range(MANY)
    )
    return ruth


def ways_from(path: str, page: str) -> set[str]:
    """Every address of the desk that a page leads to, as a browser reads it at the address it posted to."""
    found = {*LINK.findall(page), *SEARCH.findall(page)}
    return {address for address in (urljoin(path, unescape(way)) for way in found) if address.startswith("/desk/")}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/desk/signatures/together/", 422),
        ("/desk/signatures/together/do/", 409),
        ("/desk/blocks/preview/", 422),
        ("/desk/blocks/do/", 409),
        ("/desk/decisions/{decision}/undo/", 409),
        ("/desk/people/{person}/role/", 409),
    ],
)
def test_everything_on_it_leads_to_a_page(client: Client, busy: User, path: str, status: int) -> None:
    earliest = Decision.objects.earliest("pk")
    path = path.format(decision=earliest.pk, person=busy.pk)

    answer = client.post(path, {"role": ""})

    ways = ways_from(path, answer.text)
    assert (answer.status_code, len(ways) > 5) == (status, True)
    assert {way: code for way in ways if (code := client.get(way).status_code) != 200} == {}
    assert "people" in path or any("after=" in way for way in ways)
