"""How an archive uses a word: what a word alone cannot say of whether, and whose, name it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from indexer.later import dataclass


@dataclass(frozen=True, slots=True)
class Usage:
    """How often a capitalised word stands somewhere in the archive, in tokens.

    `inside` counts those within a sentence, which the other counts are part of; `lower` counts the
    same word without its capital. What comes before a capital may have small words between, as in
    Frenkie de Jong.
    """

    inside: int = 0
    lower: int = 0
    after_title: int = 0
    after_place: int = 0
    after_article: int = 0
    before_saying: int = 0
    before_capital: int = 0
    after_capital: int = 0
    after_body: int = 0
    after_agent: int = 0
    after_adjective: int = 0
    after_first_name: int = 0

    def rate(self, count: int) -> float:
        """Return a count as a share of the tokens within sentences; rare words tend to 0."""
        return count / (self.inside + 2)

    @property
    def is_name(self) -> bool:
        """Whether the archive has the word rather with a capital than without."""
        return self.inside > self.lower


UNKNOWN = Usage()
Archive: TypeAlias = Mapping[str, Usage]
"""How the archive uses each word; a word that it lacks is unknown."""
