"""What people call the browser that sits behind a session."""

from django.utils.translation import gettext as _

# Each names itself, and then all those it wants to be taken for: so the first that is found is meant.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}
MOST_CHARACTERS = 60


def name_of(user_agent: str) -> str:
    """The browser and where it runs; one that we don't know is called what it calls itself."""
    browser, system = (_first(user_agent, known) for known in (BROWSERS, SYSTEMS))
    if browser and system:
        return _("{browser} on {system}").format(browser=browser, system=system)
    return browser or user_agent[:MOST_CHARACTERS] or _("A browser that does not say its name")


def _first(user_agent: str, known: dict[str, str]) -> str:
    return next((name for sign, name in known.items() if sign in user_agent), "")
