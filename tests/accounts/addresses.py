"""Every address of the site, as its resolver knows it."""

from collections.abc import Iterator, Sequence

from django.urls import URLPattern, URLResolver, get_resolver


def every_address() -> list[tuple[str, list[str]]]:
    """The name of each view with the arguments of its address; Django's admin makes its own, and counts as one."""
    return [*(found for found in _walk(get_resolver()) if not found[0].startswith("admin:")), ("admin:*", [])]


def _walk(resolver: URLResolver, spaces: str = "", above: Sequence[str] = ()) -> Iterator[tuple[str, list[str]]]:
    for pattern in resolver.url_patterns:
        arguments = [*above, *(pattern.pattern.converters or pattern.pattern.regex.groupindex)]
        if isinstance(pattern, URLPattern):
            yield f"{spaces}{pattern.name}", arguments
        else:
            yield from _walk(pattern, spaces + (f"{pattern.namespace}:" if pattern.namespace else ""), arguments)
