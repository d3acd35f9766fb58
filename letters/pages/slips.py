"""The empty slip under every open letter: a dozen fields, the same for all readers of a version, set once."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from letters.signing.asking import questions_of
from letters.signing.forms import SignForm
from letters.writing.drafts import Question
from letters.writing.models import Letter

MOST_KEPT = 500  # slips of about 6 kB, in each process


def empty_slip(letter: Letter) -> SafeString:
    return _set(letter.slug, letter.current.number if letter.current else 0, get_language(), questions_of(letter))


@lru_cache(maxsize=MOST_KEPT)
def _set(slug: str, number: int, language: str | None, questions: tuple[Question, ...]) -> SafeString:
    """What the slip says depends on these alone: the language is the one spoken, and a question never changes."""
    form = SignForm(initial={"version": number}, questions=questions)
    return render_to_string("components/sign_slip.html", {"letter": {"slug": slug}, "form": form})
