"""Answers repeats of public pages from memory, before Django starts to think."""

from petition.edge.door import Edge

__all__ = ["Edge"]
