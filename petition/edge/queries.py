"""Which page an address means: the path and the words of its query that a page of ours reads."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

# What public pages read from their query. Anything else (campaign marks, random numbers) can't make another page.
FROM = "from"
KNOWN = ("q", "sort", "page", "after", "signature", FROM)
# The label of an organizer's link; each makes a page of its own, so nothing else may stand there.
LABEL = re.compile(r"[a-z0-9-]{1,32}")
# Longer ones are answered by Django and not kept: nobody reads such a page twice.
MOST_BYTES = 512


@lru_cache(maxsize=1024)
def plain(query: str) -> str | None:
    """The query with known words only, in one order; None for what Django shall refuse or nobody asks twice."""
    if len(query) > MOST_BYTES:
        return None
    try:
        pairs = dict(parse_qsl(query, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=20))
    except ValueError:
        return None
    if any("[" in name or "\0" in name + value for name, value in pairs.items()):
        return None
    if not is_label(pairs.get(FROM, "")):
        pairs.pop(FROM, None)
    return urlencode([(name, pairs[name]) for name in KNOWN if name in pairs])


def is_label(text: str) -> bool:
    return LABEL.fullmatch(text) is not None
