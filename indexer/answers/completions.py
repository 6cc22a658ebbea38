"""What the last word of a query is completed to, and of what kind that is."""

from __future__ import annotations

from enum import StrEnum

from indexer.later import dataclass


class CompletionKind(StrEnum):
    """What a completion adds to a query: `FIELD` is a value of a field, `DATE` a year or month."""

    WORD = "word"
    PHRASE = "phrase"
    NAME = "name"
    FIELD = "field"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Completion:
    """A query with its last word completed, and how many articles have that word."""

    text: str
    count: int
    kind: CompletionKind = CompletionKind.WORD
