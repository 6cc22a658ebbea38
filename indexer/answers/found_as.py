"""What a word of a query was found as, where that is not a form of today."""

from __future__ import annotations

from indexer.later import dataclass


@dataclass(frozen=True, slots=True)
class FoundAs:
    """A form that a word of the query was found as: an old spelling, or an error of OCR.

    `count` of the articles that satisfy the query have `written`, which is read as `modern` for a
    `reason`: a rule with its years. `term` is the word as typed.
    """

    term: str
    written: str
    modern: str
    reason: str
    count: int
    is_error: bool = False
