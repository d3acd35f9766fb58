"""Witnesses for the tests: a real one of others, and one written from the specification that can misbehave."""

from typing import Protocol

from petition.lib.witness import Witness


class Running(Protocol):
    """A witness that answers, and can be told of logs."""

    witness: Witness

    def learn(self, origin: str, vkey: str) -> None: ...
