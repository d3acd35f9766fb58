from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from petition.http import Door, Request


def LanguageFromPath(door: Door) -> Door:
    """Speak the language that the path begins with, so that one address is one page for every cache."""

    def answer(request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        cast(Request, request).LANGUAGE_CODE = language
        with translation.override(language):
            response = door(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return answer
