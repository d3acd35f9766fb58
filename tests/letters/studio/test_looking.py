"""Members who may only look: they read everything, change nothing, and are offered what they may do."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Team
from letters.models import Draft, Letter
from tests.makers import make_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(team: Team) -> Letter:
    return make_letter("artists", team=team)


def read(client: Client, page: str, *of: object) -> str:
    answer = client.get(reverse(f"studio:{page}", args=of))
    assert answer.status_code == 200
    return answer.content.decode().replace("&amp;", "&")


def test_looking_at_a_public_letter_begins_no_draft(viewer: Client, public: Letter) -> None:
    assert public.title in read(viewer, "preview", public.pk)
    assert "Nothing was kept yet." in read(viewer, "revisions", public.pk)

    assert not Draft.objects.filter(letter=public).exists()
