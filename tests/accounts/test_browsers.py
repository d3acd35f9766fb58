import pytest

from accounts.browsers import MOST_CHARACTERS, name_of

ENGINE = "AppleWebKit/537.36 (KHTML, like Gecko)"
NAMES = {
    "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0": "Firefox on Linux",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {ENGINE} Chrome/150.0.0.0 Safari/537.36 Edg/150.0": "Edge on Windows",
    f"Mozilla/5.0 (Linux; Android 15; K) {ENGINE} Chrome/150.0.0.0 Mobile Safari/537.36": "Chrome on Android",
    f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {ENGINE} Version/26.0 Safari/605.1.15": "Safari on Mac",
    f"Mozilla/5.0 (iPhone; CPU OS 26_0 like Mac OS X) {ENGINE} CriOS/150.0 Mobile Safari/604.1": "Chrome on iPhone",
    "Lynx/2.8": "Lynx/2.8",
    "": "A browser that does not say its name",
    "x" * 200: "x" * MOST_CHARACTERS,
}


@pytest.mark.parametrize("user_agent", NAMES)
def test_a_browser_is_called_what_people_call_it(user_agent: str) -> None:
    assert name_of(user_agent) == NAMES[user_agent]
