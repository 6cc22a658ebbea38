"""What the lines of a PDF are: running heads and page numbers, the headline, paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise
from math import inf
from statistics import median

from indexer.corpus.headings.signatures import paper_line
from indexer.corpus.readers.pdf.broken_words import joined
from indexer.corpus.readers.pdf.lines import Line
from indexer.corpus.vendors.parts import day_in, is_page_named, without_day_and_page

_SENTENCE_END = re.compile(r"[.!?…:][\"'’”»)]*$")
_HYPHEN_END = re.compile(r"[^\W\d_][-\u2010\u00ad]$")
_EDGE = 3
"""Lines from the top and from the bottom of a page in which running heads and feet stand."""
_OFTEN = 0.5
"""The share of the pages on which a line stands that runs through a document."""
_SENTENCE = 4  # spaces in a sentence
_MAX_HEAD = 60
"""Characters of a running head that stands as the text does."""
_NUMBER = re.compile(r"\d+")
_PAGE_WORD = r"(?:pagina|page|pag\.?|pg\.?|p\.|blz\.?|bladzijde|seite)"
_PAGE = re.compile(
    rf"\W*(?:{_PAGE_WORD} *\d{{1,4}}(?: *(?:van|of|/|von|uit) *\d{{1,4}})?|\d{{1,4}} */ *\d{{1,4}}"
    r"|[-–—] *\d{1,4} *[-–—])\W*",
    re.IGNORECASE,
)
_BARE = re.compile(r"\d{1,4}")
_NUMBERED = re.compile(r"\d{1,3}\b.*|.*\b\d{1,3}")
_MAX_SMALL_PRINT = 80
_SMALL = 0.85
"""Of the usual size: what is smaller is no text."""
_LARGER = 1.15
"""How many times the size of the text a headline has at least."""
_FAR_LARGER = 1.5
_OPENING = 150
"""Characters that may stand above a headline that is not far larger than the text."""
_ALIKE = 0.04
"""The share by which sizes differ that are one size."""
_CLOCK = re.compile(r"\d[:.]\d\d\b(?! *(?:19|20)\d\d)(?:\W*(?:uur|u|am|pm))?", re.IGNORECASE)
_MAX_HEADLINE = 300
_FULL = 0.9
_WRAPPED = 0.7
"""The share of the widest line from which on a line may have been broken off."""
_GAP = 1.4
"""Of the usual distance of lines: more parts paragraphs."""
_INDENT = 0.8
"""Of the size of letters: a line that begins that far to the right begins a paragraph."""


def without_furniture(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[str]]:
    """Return the lines of each page without running heads and feet, and those.

    Page numbers are neither. Where nothing would be left, all is text.
    """
    usual = usual_size(pages)
    edges = [_Edges(page, usual) for page in pages]
    running = _running(edges)
    kept, furniture = [], []
    for page, edge in zip(pages, edges, strict=True):
        heads = {line for line in edge.lines if edge.keys(line) & running or _is_folio(line)}
        furniture += [line.text for line in page if line in heads]
        kept.append(_without_page_number([line for line in page if line not in heads], usual))
    if not any(kept):
        return [_without_page_number([*page], usual) for page in pages], []
    return kept, furniture


class _Edges:
    """The lines at the top and foot of a page that may run through a document.

    Those that stand apart from the text or are smaller are so whatever numbers they have; a line
    that stands as the text does, is so word for word and at the very edge.
    """

    def __init__(self, page: Sequence[Line], usual: float) -> None:
        heights = sorted({line.y for line in page}, reverse=True)
        self._ends = {*heights[:1], *heights[-1:]}
        self._apart = _apart(heights)
        self._small = _SMALL * usual
        at_edge = {*heights[:_EDGE], *heights[-_EDGE:]}
        self.lines = [line for line in page if line.y in at_edge]

    def keys(self, line: Line) -> set[tuple[str, int]]:
        """Return what a running line has in common on all pages, nothing where it is text."""
        text, size = line.text.lower(), round(line.size)
        if line.y in self._apart or line.size < self._small:
            return {(text, size), (_NUMBER.sub("#", text), size)}
        is_short = line.y in self._ends and len(text) <= _MAX_HEAD
        return {(text, size)} if is_short and not _is_sentence(text) else set()


def _apart(heights: list[float]) -> set[float]:
    """Return the heights of the lines at both edges that white parts from the text."""
    distances = [above - below for above, below in pairwise(heights)]
    far = _GAP * median(distances) if len(distances) > 1 else inf
    top = next((n for n, distance in enumerate(distances[:_EDGE], 1) if distance > far), 0)
    foot = next(
        (n for n, distance in enumerate(distances[: -_EDGE - 1 : -1], 1) if distance > far), 0
    )
    return {*heights[:top], *heights[len(heights) - foot :]}


def _running(edges: Sequence[_Edges]) -> set[tuple[str, int]]:
    """Return what lines at the edge of many pages have in common."""
    seen = Counter(key for edge in edges for key in set().union(*map(edge.keys, edge.lines)))
    return {key for key, count in seen.items() if count >= max(2, _OFTEN * len(edges))}


def _is_sentence(text: str) -> bool:
    return text.endswith((".", "!", "?")) and text.count(" ") >= _SENTENCE


def folio(furniture: Sequence[str]) -> tuple[str, str]:
    """Return the day and the paper that running heads name, empty where they do not agree."""
    dated = [line for line in furniture if day_in(line) and not _CLOCK.search(line)]
    if len({day_in(line) for line in dated}) != 1:
        return "", ""
    papers = {
        found.paper if (found := paper_line(line)) else without_day_and_page(line) for line in dated
    }
    return day_in(dated[0]), papers.pop() if len(papers) == 1 else ""


def _is_folio(line: Line) -> bool:
    """Return whether a line at the edge of a page names its day, and its number or its paper."""
    if not day_in(line.text):
        return False
    is_head = not _CLOCK.search(line.text) and paper_line(line.text) is not None
    return is_head or is_page_named(line.text)


def _without_page_number(page: list[Line], usual: float) -> list[Line]:
    heights = sorted({line.y for line in page}, reverse=True)
    ends, apart = {*heights[:1], *heights[-1:]}, _apart(heights)
    small = _SMALL * usual
    return [line for line in page if not _is_page(line, ends, apart & ends, small)]


def _is_page(line: Line, ends: set[float], apart: set[float], small: float) -> bool:
    """Return whether a line numbers its page: in words, by itself and apart, or in small print."""
    if line.y in ends and _PAGE.fullmatch(line.text):
        return True
    if line.y not in apart:
        return False
    is_small = line.size < small and len(line.text) <= _MAX_SMALL_PRINT
    return bool(_BARE.fullmatch(line.text) or (is_small and _NUMBERED.fullmatch(line.text)))


def headline(page: Sequence[Line], usual: float) -> list[Line]:
    """Return the lines of the headline of a first page: the largest, where the text is smaller."""
    large = [
        line
        for line in page
        if line.size >= _LARGER * usual and sum(map(str.isalpha, line.text)) > len("kop")
    ]
    if not large:
        return []
    size = max(line.size for line in large)
    start = next(n for n, line in enumerate(page) if line.size == size)
    if size < _FAR_LARGER * usual and sum(len(line.text) for line in page[:start]) > _OPENING:
        return []  # a subhead
    lines: list[Line] = []
    for line in page[start:]:
        if abs(line.size - size) > _ALIKE * size or (lines and line.block != lines[0].block):
            break
        lines.append(line)
    return lines if sum(len(line.text) for line in lines) <= _MAX_HEADLINE else []


def usual_size(pages: Sequence[Sequence[Line]]) -> float:
    """Return the size that most letters have, 0 without any."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def paragraphs(pages: Sequence[Sequence[Line]]) -> str:
    """Return the text of all pages, in paragraphs one blank line apart."""
    blocks = [[*lines] for page in pages for _, lines in groupby(page, key=lambda line: line.block)]
    distance = _usual_distance(blocks)
    done: list[list[str]] = []
    before: Line | None = None
    goes_on = False
    for block in blocks:
        widest = _widest(block)
        left = min(line.x for line in block)
        for line in block:
            if before and line is block[0]:
                goes_on = _goes_on_elsewhere(before, line)
            elif before:
                goes_on = not _ends(before, line, widest, left, distance)
            if goes_on:
                done[-1].append(line.text)
            else:
                done.append([line.text])
            before = line
    return "\n\n".join(map(joined, done))


def _widest(block: Sequence[Line]) -> int:
    """Return how many characters a full line has; a tenth of the longest may be something else."""
    lengths = sorted(len(line.text) for line in block)
    return lengths[-1 - len(lengths) // 10]


def _usual_distance(blocks: Sequence[Sequence[Line]]) -> float:
    return median([a.y - b.y for block in blocks for a, b in pairwise(block)] or [0.0])


def _ends(line: Line, following: Line, widest: int, left: float, distance: float) -> bool:
    """Return whether a paragraph ends between two lines that stand below each other."""
    if _differ(line, following) or line.y - following.y > _GAP * distance:
        return True
    is_end = _SENTENCE_END.search(line.text) is not None
    indent = _INDENT * following.size
    if is_end and following.x > left + indent >= line.x:
        return True
    first, _, _ = following.text.partition(" ")
    had_room = len(line.text) + len(first) < _FULL * widest
    is_short = len(line.text) < _WRAPPED * widest and not _is_broken(line.text, following.text)
    return had_room and (is_end or is_short)


def _is_broken(line: str, following: str) -> bool:
    """Return whether a word is broken between two lines, or a name at its hyphen."""
    return _HYPHEN_END.search(line) is not None and following[:1].isalpha()


def _goes_on_elsewhere(line: Line, following: Line) -> bool:
    """Return whether a paragraph goes on in the next column or on the next page."""
    return not _differ(line, following) and not _SENTENCE_END.search(line.text)


def _differ(line: Line, other: Line) -> bool:
    return abs(line.size - other.size) > _ALIKE * line.size


def unwrapped(page: str) -> str:
    """Return a page with the lines of each paragraph joined, where only its text is known.

    A line that ends short of the others, or a sentence at a blank line, ends its paragraph.
    """
    lines = [line.strip() for line in page.split("\n")]
    widest = max(map(len, lines), default=0)
    done: list[list[str]] = [[]]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        done[-1].append(line)
        is_end = _SENTENCE_END.search(line) and len(line) < _FULL * widest
        is_short = len(line) < _WRAPPED * widest and not _is_broken(line, following)
        if not following or is_short or is_end:
            done.append([])
    return "\n\n".join(joined(filter(None, paragraph)) for paragraph in done).strip()
