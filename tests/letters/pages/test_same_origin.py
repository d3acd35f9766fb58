import pytest

from letters.models import Letter
from tests.live import Site


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "{site}"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": "http://127.0.0.1:1"},
    ],
)
def test_a_form_from_another_site_is_refused(live_site: Site, letter: Letter, headers: dict[str, str]) -> None:
    named = {name: value.format(site=live_site.url) for name, value in headers.items()}
    assert live_site.ask("POST", f"/letters/{letter.slug}/sign/", b"", named).status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "{site}"},
        {},
    ],
)
def test_a_form_of_our_own_passes(live_site: Site, letter: Letter, headers: dict[str, str]) -> None:
    named = {name: value.format(site=live_site.url) for name, value in headers.items()}
    assert live_site.ask("POST", f"/letters/{letter.slug}/sign/", b"", named).status == 422


def test_a_link_from_another_site_opens(live_site: Site, letter: Letter) -> None:
    assert live_site.get(f"/letters/{letter.slug}/sign/", Sec_Fetch_Site="cross-site").status == 200


def test_signed_in_doors_keep_their_token(live_site: Site) -> None:
    assert live_site.post("/accounts/login/", {"login": "ada@example.org"}).status == 403
