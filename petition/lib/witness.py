"""A witness as an operator names it: the key it cosigns with (C2SP tlog-cosignature), and where it is asked."""

from typing import NamedTuple
from urllib.parse import urlsplit

from petition.lib.notes import COSIGNATURE, Verifier

MOST_NAME = 200  # characters; a cosignature's line must fit where it is kept


class Witness(NamedTuple):
    verifier: Verifier
    url: str

    @property
    def name(self) -> str:
        return self.verifier.name

    @classmethod
    def parse(cls, text: str) -> "Witness":
        """Read `vkey@url`; a ValueError unless the key is one of cosignatures and the address one of the web."""
        vkey, _, url = text.partition("@http")
        verifier, where = Verifier.parse(vkey), urlsplit(f"http{url}")
        if verifier.kind != COSIGNATURE or len(verifier.name) > MOST_NAME:
            raise ValueError("not a witness's key")
        if where.scheme not in ("http", "https") or not where.hostname or where.query or where.fragment:
            raise ValueError("not the address of a witness")
        return cls(verifier, where.geturl().rstrip("/"))
