"""Channels: a text as three strings of terms."""

from __future__ import annotations

from indexer.later import NamedTuple


class Channels(NamedTuple):
    """A text as three strings of terms, separated by single spaces.

    `exact` has a term for every token; `stem` and `part` leave out stop words. In `exact` a line is
    a paragraph: no phrase runs from one into the next.
    """

    exact: str
    stem: str
    part: str
