"""Words that a word is made of, where no article has the whole: vuurwerk, of vuurwerkverbot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate, chain, islice

from indexer.analysis.analyzer import Analyzer, WordAnalysis
from indexer.analysis.fold import fold
from indexer.analysis.spelling import FARTHEST, HEARD_LETTER, slip
from indexer.storage.vocabulary import Vocabulary

_MAX_LETTERS = 40  # of a word: no longer one is kept in a vocabulary
_MIN_LETTERS = 4  # of a piece where the word falls apart in no known way: the rest is a slip
_MIN_KNOWN = 3  # of one where it does
_ENDINGS = ("", "en", "s", "e")
_HYPHENS = "-\u2010\u2011"


def pieces(surface: str, analyzer: Analyzer, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the longest words of the archive that a word begins and ends with, as it has them.

    None of a word that dictionaries have in one piece. Where one alone is found, the rest may be
    another with a slip: woning, of wonningbouw.
    """
    word = analyzer.analyse(surface)
    if len(surface) > _MAX_LETTERS or (analyzer.in_dictionary(word) and not word.leaves):
        return
    cuts = list(_cuts(word))
    least = _MIN_KNOWN if word.leaves else _MIN_LETTERS

    def first(found: Iterable[str]) -> Iterator[str]:
        stripped = (each.strip(_HYPHENS) for each in found)
        # Of letters that are cut anywhere a form is chance: hange, of change, is no hangen.
        forms = chain.from_iterable(_forms(s, analyzer) if word.leaves else (s,) for s in stripped)
        known = (form for form in forms if len(form) >= least and form.isalpha())
        yield from islice((each for each in known if _has(each, analyzer, vocabulary)), 1)

    heads = list(first(surface[:at] for at in reversed(cuts)))
    tails = list(first(surface[at:] for at in cuts))
    if tails and not heads and surface.endswith(tails[0]):
        heads = list(_meant(surface.removesuffix(tails[0]), analyzer, vocabulary))
    elif heads and not tails and surface.startswith(heads[0]):
        tails = list(_meant(surface.removeprefix(heads[0]), analyzer, vocabulary))
    yield from dict.fromkeys((*heads, *tails))


def _meant(rest: str, analyzer: Analyzer, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the word of the archive that a piece is with one letter wrong, or a form of it."""
    if len(rest) > _MIN_LETTERS:
        typed = [fold(rest) + ending for ending in _ENDINGS]
        near = ((slip(t, w), len(w), w) for t in typed for w in vocabulary.within_distance(t, 1))
        cost, _, word = min(near, default=(FARTHEST, 0, ""))
        if cost <= HEARD_LETTER and not analyzer.analyse(word).stop:
            yield word


def _cuts(word: WordAnalysis) -> Iterable[int]:
    """Return where a word may fall apart: where its analysis has it so, else anywhere."""
    if word.leaves:
        return accumulate(map(len, word.leaves[:-1]))
    return range(1, len(word.surface))


def _forms(piece: str, analyzer: Analyzer) -> tuple[str, ...]:
    """Return a piece, it without the s that links it to the next, and its lemma."""
    return piece, piece.removesuffix("s"), analyzer.lemma(piece)


def _has(piece: str, analyzer: Analyzer, vocabulary: Vocabulary) -> bool:
    """Return whether the archive has a word, and it says something."""
    word = analyzer.analyse(piece)
    return word.exact in vocabulary and not word.stop
