"""Two versions of a story as paragraphs, with additions and removals marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markupsafe import Markup

from indexer.highlight.diff import Change, Passage

_BLANK_LINE = re.compile(r"\n\s*\n")
_MARKUP = {
    Change.KEPT: Markup("{}"),
    Change.ADDED: Markup("<ins>{}</ins>"),
    Change.REMOVED: Markup("<del>{}</del>"),
}


def paragraphs(passages: Iterable[Passage]) -> list[Markup]:
    """Return the paragraphs, escaped, with additions in `ins` and removals in `del`."""
    found = [Markup("")]
    for change, text, begins in _pieces(passages):
        if begins:
            found.append(Markup(""))
        if text.strip():
            words = text.rstrip()
            found[-1] += _MARKUP[change].format(words) + text[len(words) :]
    return [paragraph for paragraph in found if paragraph]


def _pieces(passages: Iterable[Passage]) -> Iterator[tuple[Change, str, bool]]:
    """Yield the passages cut at blank lines; a piece after one begins a paragraph."""
    for passage in passages:
        for place, text in enumerate(_BLANK_LINE.split(passage.text)):
            yield passage.change, text, place > 0
