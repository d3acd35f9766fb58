"""Every address of the site, as its resolver knows it."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def every_address() -> list[tuple[str, list[str]]]:
    """The name of each view with the arguments of its address; Django's admin makes its own, and counts as one."""
    walked = [(name, _arguments(pattern)) for name, pattern in _walk(get_resolver())]
    return [*(found for found in walked if not found[0].startswith("admin:")), ("admin:*", [])]


def _walk(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield ":".join((*spaces, str(pattern.name))), pattern
        else:
            yield from _walk(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)


def _arguments(pattern: URLPattern) -> list[str]:
    return list(pattern.pattern.converters) or list(pattern.pattern.regex.groupindex)
