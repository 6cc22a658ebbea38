"""The headline of a document, by the styles of its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.corpus.headings.date_lines import is_date_alone
from indexer.corpus.headings.signatures import byline_names, paper_line
from indexer.corpus.headings.titles import is_title
from indexer.later import dataclass
from indexer.text import one_line

_TITLE = re.compile(
    r"title|titel|(?:kranten|hoofd|artikel)?(?:kop|titel)|headline|heading|hoofdtitel"
    r"|(?:article|document|doc)[ -]?title",
    re.IGNORECASE,
)
_HEADING = re.compile(r"(?:heading|kop|überschrift|titre|h|tussenkop)[ _-]?(\d)\b.*", re.IGNORECASE)
_OPENING = 250
"""Characters that may stand above a headline: a paper, a date, a byline."""
_MAX_HEADLINE = 300
_MIN_WORDS = 3
_SIGNED = re.compile(r"(?:van|door|by|from) (?:onze|een|de|our)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with the name of its style, and its level in the outline if that is told."""

    text: str
    style: str = ""
    level: int | None = None

    @property
    def is_title(self) -> bool:
        """Whether its style is that of titles."""
        return _TITLE.fullmatch(self.style) is not None

    @property
    def heading(self) -> int | None:
        """Which heading it is, 1 for the highest; None where it is none."""
        match = _HEADING.fullmatch(self.style)
        return int(match[1]) if match else self.level

    @property
    def is_named(self) -> bool:
        """Whether its style says by its name what it is."""
        return self.is_title or _HEADING.fullmatch(self.style) is not None


def headline(blocks: Sequence[Block], stated: str = "") -> tuple[str, list[Block]]:
    """Return the headline and the blocks without it.

    It is the paragraph of the style for titles, else the highest heading at the top, else what the
    document states. That is left empty where its text begins with another headline: what a document
    states may be of its template, or of the one that it was made from.
    """
    found = _title(blocks)
    if found is None:
        found = _top_heading(blocks)
    if found is None:
        return "" if stated and _has_another(blocks, stated) else stated, [*blocks]
    left = [block for number, block in enumerate(blocks) if number != found]
    return one_line(blocks[found].text), left


def _has_another(blocks: Sequence[Block], stated: str) -> bool:
    """Return whether a text begins with a headline, and has what its document states nowhere."""
    first, second = (*(one_line(block.text) for block in blocks[:2]), "", "")[:2]
    if not second or stated.casefold() in " ".join(block.text for block in blocks[:5]).casefold():
        return False
    if len(first.split()) < _MIN_WORDS or not is_title(first, second) or _SIGNED.match(first):
        return False
    return not (is_date_alone(first) or byline_names(first) or paper_line(first))


def _title(blocks: Sequence[Block]) -> int | None:
    return next((n for n, block in enumerate(blocks) if block.is_title and _is_short(block)), None)


def _top_heading(blocks: Sequence[Block]) -> int | None:
    above = 0
    found: int | None = None
    for number, block in enumerate(blocks):
        level = block.heading
        if level is None:
            above += len(block.text)
            if above > _OPENING:
                break
        elif _is_short(block) and (found is None or level < (blocks[found].heading or 0)):
            found = number
    return found


def _is_short(block: Block) -> bool:
    return 0 < len(block.text) <= _MAX_HEADLINE
