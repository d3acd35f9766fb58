"""How letters, names and numbers are set on a page."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

from django import template
from django.template.defaultfilters import striptags
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from letters.ledger.models import Log
from letters.signing import asking, showing
from letters.signing.models import Signature
from letters.writing import states
from letters.writing.drafts import Image, Question, Response
from letters.writing.models import Letter, Version
from letters.writing.rendering import PICTURES_AT, render, with_images_at
from petition.lib import languages, numbers, spans
from petition.lib.canonical import to_base64

register = template.Library()

BREAK = SafeString("<wbr>")
PARTS = re.compile(r"(?<=[._])")
PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
# Characters in the title, characters in its longest word (a phone must hold it), and the size both allow.
TITLE_STEPS = ((6, 6, "short"), (48, 13, "plain"), (100, 18, "long"))
LATER_LOG = re.compile(r"/log/([0-9]+)$")
QUOTED = 200  # characters; link previews show about as many
INITIAL = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u04ff]")  # Latin, Greek, Cyrillic
INITIAL_NEEDS = 180  # characters, or three lines on a wide page


@register.filter
def grouped(number: int | None) -> str:
    """Set a number in groups of three: 12 408."""
    return numbers.grouped(number or 0)


@register.filter
def breakable(name: str) -> SafeString:
    """A name such as signing.please_confirm, which a narrow column may break behind its dots and lines."""
    return format_html_join(BREAK, "{}", ((part,) for part in PARTS.split(name)))


@register.filter
def paced(rate: float) -> str:
    """How many in a span of time, exactly only where that says more: 0.4, 7, 1 204."""
    return grouped(round(rate)) if rate >= 10 or rate == round(rate) else number_format(round(rate, 1), 1)


@register.simple_tag
def log_address(letter: Letter, log: Log | None) -> str:
    """Where people read a log of a letter: the first one, or one that an operator let follow it."""
    later = LATER_LOG.search(log.path) if log else None
    if later is None:
        return reverse("pages:log", args=(letter.slug,))
    return reverse("pages:later_log", args=(letter.slug, later[1]))


@register.simple_tag
def entry_address(letter: Letter, log: Log, index: int) -> str:
    return f"{log_address(letter, log)}entry/{index}/"


@register.filter
def base64(value: bytes | memoryview) -> str:
    """A hash as entries and receipts spell it."""
    return to_base64(bytes(value))


@register.filter
def less(number: int, taken: int) -> int:
    return max(0, number - taken)


@register.filter
def title_step(title: str) -> str:
    """Name the size a title is set in, so that three letters fill the page and two hundred still fit on it."""
    longest_word = max(map(len, title.split()), default=0)
    for most, most_in_a_word, step in TITLE_STEPS:
        if len(title) <= most and longest_word <= most_in_a_word:
            return step
    return "longest"


@register.filter
def last_day(letter: Letter) -> date | None:
    """The last day of signing, as the calendar on the letter's own wall shows it."""
    if letter.closes_at is None:
        return None
    return (letter.closes_at - timedelta(seconds=1)).astimezone(ZoneInfo(letter.time_zone)).date()


@register.filter
def closed_early(letter: Letter) -> date | None:
    """The day on which a team closed it by hand, on the same calendar; none where its last day closed it."""
    over = letter.closed_at
    if over is None or (letter.closes_at and letter.closes_at <= over):
        return None
    return over.astimezone(ZoneInfo(letter.time_zone)).date()


@register.filter
def moment(at: datetime | None) -> str:
    """A moment as every page says it: 3 March 2026, 14:05 UTC."""
    return f"{date_format(at.astimezone(UTC), 'j F Y, H:i')} UTC" if at else ""


@register.filter
def quoted(text: str) -> str:
    """What somebody else wrote, told from our own words in a plain text."""
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


@register.filter
def lasting(span: timedelta) -> str:
    return spans.in_words(span)


@register.filter
def state_in_words(letter: Letter) -> str:
    return states.in_words(letter)


@register.filter
def direction(language: str) -> str:
    return languages.direction(language)


@register.filter
def native_name(language: str) -> str:
    return languages.native_name(language)


@register.filter
def typeset(version: Version) -> SafeString:
    """Set a text; the images of one that is not published yet are found elsewhere."""
    return with_images_at(render(version.body, title=version.title), getattr(version, "images_at", ""))


@register.simple_tag
def image_address(image: Image, version: Version) -> str:
    return f"{getattr(version, 'images_at', '') or PICTURES_AT}{image.key}.webp"


@register.filter
def typeset_response(response: Response) -> SafeString:
    return render(response.body, title="")


@register.filter
def opening(version: Version) -> str:
    """The first words of a letter, as lists and link previews quote them."""
    paragraphs = (unescape(striptags(found)) for found in PARAGRAPH.findall(typeset(version)))
    said = next((text for text in paragraphs if any(map(str.isalpha, text))), "")
    return Truncator(" ".join(said.split())).chars(QUOTED)


@register.filter
def begins_large(version: Version) -> bool:
    """Whether a large initial suits: its script knows the custom, and enough lines follow to hold it."""
    html = typeset(version)
    first = striptags(html.split("</p>", 1)[0])
    return html.startswith("<p>") and len(first) >= INITIAL_NEEDS and bool(INITIAL.match(first))


@register.filter
def shown_name(signature: Signature) -> str:
    return showing.shown_name(signature)


@register.filter
def is_name_withheld(signature: Signature) -> bool:
    return showing.is_name_withheld(signature)


@register.filter
def chosen_name(signature: Signature) -> str:
    """What its signer lets others read, whether or not it is hidden for a look: for the desk alone."""
    return showing.chosen_name(signature)


@register.filter
def shown_about(signature: Signature) -> str:
    """What somebody does and where, as far as they chose to say."""
    return ", ".join(part for part in (showing.shown_role(signature), showing.shown_place(signature)) if part)


@register.filter
def shown_answers(signature: Signature, questions: Sequence[Question]) -> list[tuple[str, str]]:
    return asking.shown_answers(signature, questions)


@register.filter
def shown_reason(signature: Signature) -> str:
    return showing.shown_reason(signature)
