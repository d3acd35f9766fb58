"""A letter as an Atom feed: its versions, its updates, and the answers it got; nothing that is not public."""

import re
from collections.abc import Iterator
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.utils.translation import gettext as _

from letters.updates.models import Sending
from letters.writing.lookups import responses_to
from letters.writing.models import Letter
from letters.writing.rendering import PICTURES_AT, render, with_images_at

MEDIA_TYPE = "application/atom+xml"
# A reader that asks once a week misses nothing; who comes later reads the page.
NEWEST = 50
# XML has no way to write these.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Entry(NamedTuple):
    name: str  # what its id ends with, the same for ever
    title: str
    html: str
    address: str
    at: datetime
    changed_at: datetime


def feed_of(letter: Letter) -> str:
    page = reverse("pages:letter", args=[letter.slug])
    with translation.override(letter.language):
        entries = sorted(_entries(letter), key=attrgetter("at", "name"), reverse=True)[:NEWEST]
    feed = Atom1Feed(
        title=_written(letter.title),
        link=f"{settings.SITE_URL}{page}",
        description="",
        language=letter.language,
        author_name=_written(letter.team.name or settings.SITE_NAME),
        feed_url=f"{settings.SITE_URL}{reverse('pages:feed', args=[letter.slug])}",
        feed_guid=_id(letter, "feed"),
    )
    for entry in entries:
        feed.add_item(
            title=_written(entry.title),
            link=f"{settings.SITE_URL}{entry.address}",
            description=_written(entry.html),
            unique_id=_id(letter, entry.name),
            pubdate=entry.at,
            updateddate=entry.changed_at,
        )
    return feed.writeString("utf-8")


def _entries(letter: Letter) -> Iterator[Entry]:
    page = reverse("pages:letter", args=[letter.slug])
    for version in letter.versions.published().newest_first()[:NEWEST]:
        title = version.title if version.number == 1 else _("Version %(number)d") % {"number": version.number}
        html = format_html("<p>{}</p>", version.note) if version.note else _set(version.body, version.title)
        address = reverse("pages:version", args=[letter.slug, version.number])
        at = version.published_at or letter.created_at
        yield Entry(f"version/{version.number}", title, html, address, at, at)
    for news in Sending.objects.public().filter(update__letter=letter)[:NEWEST]:
        address = f"{reverse('pages:updates', args=[letter.slug])}#update-{news.update_id}"
        at = news.published_at or news.at
        yield Entry(f"update/{news.update_id}", news.title, _set(news.body, news.title), address, at, news.at)
    for response in responses_to(letter.pk):
        title = _("%(author)s answered") % {"author": response.author}
        at = response.published_at
        yield Entry(f"response/{response.pk}", title, _set(response.body, ""), page, at, at)


def _id(letter: Letter, name: str) -> str:
    """A tag URI (RFC 4151), made of what a letter keeps for ever."""
    host, _slash, path = letter.origin.partition("/")
    day = letter.published_at or letter.created_at
    return f"tag:{host.partition(':')[0]},{day:%Y-%m-%d}:{path.removesuffix('/log')}/{name}"


def _set(body: str, title: str) -> str:
    return with_images_at(render(body, title=title), f"{settings.SITE_URL}{PICTURES_AT}")


def _written(text: str) -> str:
    return _UNWRITABLE.sub("", text)
