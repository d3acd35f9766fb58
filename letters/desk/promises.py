"""What a preview promises: all of it in the page, signed; nothing is kept of a preview that nobody goes on with."""

from collections.abc import Mapping
from typing import Any

from django.core import signing

from letters.moderation.wishes import Deed

VALID_SECONDS = 3_600  # a preview that is older says too little about what stands now


def promise(what: str, said: Mapping[str, Any], deed: Deed) -> str:
    return signing.dumps({"person": deed.person.pk} | dict(said), salt=f"desk {what}", compress=True)


def promised(what: str, token: str, deed: Deed) -> dict[str, Any] | None:
    """To whoever asked for it and to nobody else, and not for long."""
    try:
        said: dict[str, Any] = signing.loads(token, salt=f"desk {what}", max_age=VALID_SECONDS)
    except signing.BadSignature:  # an old one is one, too
        return None
    return said if said["person"] == deed.person.pk else None
