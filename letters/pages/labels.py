"""The label of a link, ?from=…: which of an organizer's links somebody came by."""

from collections.abc import Mapping

from petition.edge.queries import FROM, is_label


def label_in(query: Mapping[str, str]) -> str:
    """The label as it stands in an address or a form; anything that could be none is none, and no mistake."""
    label = query.get(FROM, "")
    return label if is_label(label) else ""
