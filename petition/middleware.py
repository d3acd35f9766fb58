from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Door = Callable[[HttpRequest], HttpResponse]


def RequestLog(door: Door) -> Door:
    return door


def RefuseBrokenRequests(door: Door) -> Door:
    return door


def SecurityHeaders(door: Door) -> Door:
    return door


def LanguageFromPath(door: Door) -> Door:
    return door
