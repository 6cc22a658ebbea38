"""Words that were typed as one, and show it at a seam: DuncanLaurence, Formule1."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.analysis.analyzer import WordAnalysis
from indexer.search.offers.candidates import MORE_OFTEN, RARE, Candidates
from indexer.search.offers.seams import at_seams


def in_pieces(word: WordAnalysis, candidates: Candidates) -> str | None:
    """Return a word in pieces, where it has a seam and articles have those far more often."""
    joined = candidates.frequency(word.exact)
    rare = 1 if word.surface.isalpha() else RARE
    found: list[tuple[int, str]] = []
    for pieces in at_seams(word.surface):
        words = [token.word for each in pieces for token in candidates.analyzer.tokens(each)]
        terms = tuple(each.exact for each in words)
        if len(terms) < len(pieces) or not all(map(candidates.frequency, terms)):
            continue
        count = candidates.in_a_row(terms)
        apart = 0 if joined or any(each.stop for each in words) else candidates.with_all(terms)
        # Words of a name that is new (DroomSap) may meet in an article or two by chance.
        if (
            count >= max(rare, MORE_OFTEN * joined)
            or apart >= RARE
            or _shows(word, pieces, candidates)
        ):
            found.append((max(count, apart), " ".join(pieces)))
    return max(found)[1] if found else None


def _shows(word: WordAnalysis, pieces: Sequence[str], candidates: Candidates) -> bool:
    """Return whether a word shows that it is two: kerndealIran, VSChina; no DroomSap.

    The archive writes pieces with a capital so too, and articles have both, far more than have
    them as one, with a hyphen.
    """
    terms = tuple(candidates.analyzer.analyse(piece).exact for piece in pieces)
    least = max(1, MORE_OFTEN * candidates.frequency(word.exact))
    return (
        word.surface.isalpha()
        and candidates.with_all(terms) >= least
        and all(
            p.islower() or candidates.surface_form(t) == p
            for p, t in zip(pieces, terms, strict=True)
        )
    )
