"""The page for whoever never asked to sign."""

from django.test import Client

from letters.models import Letter, Signature
from petition.lib.tokens import Purpose, make
from tests.cast import ADA
from tests.letters.pages.filled import pending
from tests.makers import make_signature


def deny_path(signature: Signature) -> str:
    return f"/not-me/{make(Purpose.DENY, signature.pk)}/"


def test_the_button_erases_without_a_cookie_or_a_script(letter: Letter) -> None:
    signature, _ = pending(letter)
    stranger = Client(enforce_csrf_checks=True)
    assert "erase my address" in stranger.get(deny_path(signature)).content.decode()
    assert stranger.head(deny_path(signature)).status_code == 200
    assert Signature.objects.exists()

    answer = stranger.post(deny_path(signature))

    assert (answer.status_code, Signature.objects.exists()) == (200, False)
    assert "Nothing of you is kept" in answer.content.decode()
    assert "Nothing of you is kept" in stranger.post(deny_path(signature)).content.decode()
    assert "Nothing of you is kept" in stranger.get(deny_path(signature)).content.decode()


def test_another_site_can_not_press_it(client: Client, letter: Letter) -> None:
    signature, _ = pending(letter)

    answer = client.post(deny_path(signature), headers={"Sec-Fetch-Site": "cross-site"})

    assert (answer.status_code, Signature.objects.exists()) == (403, True)


def test_a_confirmed_signature_is_told_what_to_do_instead(client: Client, letter: Letter) -> None:
    signature = make_signature(letter, ADA)

    told = client.post(deny_path(signature)).content.decode()

    assert Signature.objects.get().state == "confirmed"
    assert 'action="/find/"' in told
    assert ADA.name not in told


def test_a_foreign_or_cut_link_gets_a_page_that_helps(client: Client, letter: Letter) -> None:
    signature, _ = pending(letter)

    for token in (make(Purpose.CONFIRM, signature.pk, 1), make(Purpose.DENY, signature.pk)[:-3], "x"):
        answer = client.post(f"/not-me/{token}/")
        assert answer.status_code == 404
        assert 'action="/find/"' in answer.content.decode()

    assert Signature.objects.exists()


def test_after_it_the_link_to_confirm_opens_nothing(client: Client, letter: Letter) -> None:
    signature, confirm = pending(letter)
    client.post(deny_path(signature))

    assert client.get(confirm).status_code == 410
