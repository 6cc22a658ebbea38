"""Snippets: the one or two passages of an article that answer a query best. Offsets, no markup."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from indexer.highlight.marks import merge_marks
from indexer.highlight.matcher import HitFinder, TermHit
from indexer.highlight.passage_rule import READ_AT_ONCE, RULE
from indexer.later import expression
from indexer.model import Mark, Snippet
from indexer.text import SENTENCE_END, SPACE

LENGTH = RULE.length
"""Characters that a passage has at most, ellipses aside."""

_LAST_SPACE = expression(r"\s+\S*\Z")
_UNEVEN = expression(r"\s{2,}|[^\S ]")  # white space that is not one space
_CLOSING = frozenset(".!?…:;,\"'”’»)]-–")
_AFTER_HEADING = " · "


def title_snippet(title: str, finder: HitFinder) -> Snippet:
    """Return the whole title with its marks."""
    return Snippet("title", title, finder.marks(title))


def body_snippets(body: str, finder: HitFinder) -> tuple[Snippet, ...]:
    """Return the passages with most of the query's terms close to each other, in order.

    A second passage only where it has a term that the first lacks. Without hits, the lead.
    """
    if not body:
        return ()
    hits = _first_hits(body, finder)
    if not hits:
        return (_cut(body, 0, [], LENGTH),)
    rarity = _rarity(hits)
    best = _best(body, hits[: RULE.max_hits], rarity)
    starts = {best}
    begin, end = best, best + LENGTH
    seen = {hit.term for hit in hits if begin <= hit.start and hit.end <= end}
    others = [h for h in hits if h.term not in seen and not begin - LENGTH < h.start < end]
    if others:
        starts.add(_best(body, others[: RULE.max_hits], rarity))
    length = LENGTH if len(starts) == 1 else RULE.one_of_two
    stops = (*sorted(starts)[1:], len(body))
    return tuple(
        _cut(body, start, hits, min(length, stop - start))
        for start, stop in zip(sorted(starts), stops, strict=True)
    )


def _first_hits(body: str, finder: HitFinder) -> list[TermHit]:
    """Return the hits of a body; of a long one those up to enough for a choice of passages."""
    found: list[TermHit] = []
    start = 0
    while start < len(body) and len(found) < RULE.max_hits and not finder.effort.cut:
        space = SPACE.search(body, start + READ_AT_ONCE)
        end = space.start() if space else len(body)
        found += (
            [
                hit._replace(start=hit.start + start, end=hit.end + start)
                for hit in finder.hits(body[start:end])
            ]
            if start
            else finder.hits(body[:end])
        )
        start = end
    return found


def _rarity(hits: Sequence[TermHit]) -> dict[int, float]:
    """Return the weight of each term in this article, 1 to 2: the rarer it is here, the more."""
    return {term: 1 + 1 / count for term, count in Counter(hit.term for hit in hits).items()}


def _best(body: str, hits: Sequence[TermHit], rarity: dict[int, float]) -> int:
    """Return where the best passage begins."""
    best, start = 0.0, 0
    ends = [hit.end for hit in hits]
    kinds = [(hit.term, hit.part, hit.weight) for hit in hits]
    for number, first in enumerate(hits):
        last = min(number + RULE.max_inside, len(hits))
        stop = bisect_right(ends, first.start + LENGTH, number, last)
        if _worth(kinds[number:stop], rarity, RULE.proximity) <= best:
            continue  # where the passage begins can only leave some out
        begin = _begin(body, first.start)
        stop = bisect_right(ends, begin + LENGTH, number, stop)
        proximity = RULE.proximity * (1 - (ends[stop - 1] - first.start) / LENGTH)
        score = _worth(kinds[number:stop], rarity, proximity)
        if score > best + RULE.rounding:
            best, start = score, begin
    return start


def _worth(
    kinds: Sequence[tuple[int, str, float]], rarity: dict[int, float], proximity: float
) -> float:
    """Return what a passage with hits of these kinds (term, part, weight) is worth.

    The parts of a term add up to as much as the whole; `proximity` is added for several terms.
    """
    weights: dict[int, float] = {}
    for term, _, weight in dict.fromkeys(kinds):  # floats add up in the order of hits
        weights[term] = weights.get(term, 0.0) + weight
    terms = sum([rarity[term] * min(1.0, weight) for term, weight in weights.items()])
    return terms + RULE.repetition * len(kinds) + (proximity if len(weights) > 1 else 0.0)


def _begin(body: str, hit: int) -> int:
    """Return where a passage that shows this hit begins: at a sentence, else at a word."""
    earliest = max(0, hit - LENGTH // 2)
    begin = 0 if earliest == 0 else -1
    for match in SENTENCE_END.finditer(body, earliest, hit):
        begin = match.end()
    if begin >= 0:
        return begin
    space = SPACE.search(body, max(0, hit - RULE.lead), hit)
    return space.end() if space else hit


def _cut(body: str, start: int, hits: Sequence[TermHit], length: int) -> Snippet:
    """Return the passage from `start`, ended at a sentence or a word, white space collapsed."""
    end, whole = _end(body, start, hits, length)
    begins = start == 0 or any(
        m.end() == start for m in SENTENCE_END.finditer(body, max(0, start - 10), start)
    )
    inside = [h for h in hits if start <= h.start and h.end <= end]
    shown = merge_marks(((h.start - start, h.end - start) for h in inside), end - start)
    text, marks = _collapsed(body[start:end], shown)
    if not begins:
        text, marks = "… " + text, [(a + 2, b + 2) for a, b in marks]
    return Snippet("body", text if whole else text + " …", tuple(marks))


def _end(body: str, start: int, hits: Sequence[TermHit], length: int) -> tuple[int, bool]:
    """Return where the passage ends, and whether a sentence ends there."""
    limit = start + length
    if limit >= len(body):
        return len(body.rstrip()), True
    ends = list(SENTENCE_END.finditer(body, start + int(length * RULE.full), limit + 2))
    if ends:
        stop = ends[-1].start()
        return stop + len(body[stop : ends[-1].end()].rstrip()), True
    space = _LAST_SPACE.search(body, start, limit)
    end = space.start() if space else limit
    for hit in hits:
        if start < hit.start < end < hit.end:
            end = hit.start
    return start + len(body[start:end].rstrip()), False


def _collapsed(text: str, marks: list[Mark]) -> tuple[str, list[Mark]]:
    """Return the text with every run of white space as one space, and its marks moved along.

    A dot parts what stands as a paragraph without a closing sign, such as a subhead, from the next.
    """
    gaps = [(m.start(), m.end(), _gap(text, m.start(), m.end())) for m in _UNEVEN.finditer(text)]
    if not gaps:
        return text, marks
    lost = [(end, end - start - len(gap)) for start, end, gap in gaps]
    marks = [(a - _before(lost, a), b - _before(lost, b)) for a, b in marks]
    filled = iter([gap for _, _, gap in gaps])
    return _UNEVEN.sub(lambda _: next(filled), text), marks


def _gap(text: str, start: int, end: int) -> str:
    """Return what stands for the white space between two places."""
    is_closed = not start or text[start - 1] in _CLOSING
    return _AFTER_HEADING if text.count("\n", start, end) > 1 and not is_closed else " "


def _before(lost: Sequence[tuple[int, int]], offset: int) -> int:
    return sum(size for end, size in lost if end <= offset)
