"""The languages in which a letter can be read, for the line that leads from one to the other."""

from dataclasses import dataclass

from django.urls import reverse

from letters.writing.lookups import translations_of
from letters.writing.models import Letter


@dataclass(frozen=True)
class Tongue:
    code: str
    address: str
    is_current: bool


def tongues_of(letter: Letter, *, current: str) -> list[Tongue]:
    """The letter's own language first; nothing where it has no other."""
    codes = [translation.language for translation in translations_of(letter.pk)]
    addresses = {letter.language: letter.get_absolute_url()}
    addresses |= {code: reverse("pages:translation", args=(letter.slug, code)) for code in codes}
    return [Tongue(code, address, code == current) for code, address in addresses.items()] if codes else []
