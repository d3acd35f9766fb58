from django.test import Client
from django.urls import reverse

from tests.letters.ledger.served import PROGRAM


def test_the_program_is_served_as_it_is_to_whoever_wants_to_read_it_first(client: Client) -> None:
    response = client.get(reverse("pages:check_log"))

    assert response.content == PROGRAM.read_bytes()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "check_log.py" in response["Content-Disposition"]
