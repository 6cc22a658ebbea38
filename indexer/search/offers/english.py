"""Queries in English, which an archive in Dutch answers by chance: Vincent Price for prices."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import chain, pairwise, product
from pathlib import Path

from indexer.analysis.analyzer import Analyzer, WordAnalysis
from indexer.engines.protocol import EngineReader
from indexer.messages import Message
from indexer.query import nodes
from indexer.query.analyze import AnalyzedQuery
from indexer.search.offers.asked import in_a_row
from indexer.search.offers.dictionary import dictionary, translations

_NAMED = 10  # articles with all words in a row that make a name of them: Extinction Rebellion
_ARTICLE = "the"
_USED = 50  # articles with all words that make them words of Dutch, or names: brexit may


def english_words(
    text: str, analyzed: AnalyzedQuery, reader: EngineReader, analyzer: Analyzer
) -> tuple[str, ...]:
    """Return the words of English of a query in English, typed as `text`; none of any other.

    It has more words of English than of Dutch, and is no name or word that the archive uses; or as
    many, if no article has them all and no stop word is there. Words of both, as crash, count for
    neither: plane crash.
    """
    words = [word for term in analyzed.terms for word in term.words if not word.stop]
    if not words or any(term.exact_only for term in analyzed.terms):
        return ()
    # One with a capital is a name, as Kashmir.
    likely = [word for word in words if word.surface.islower() and is_english(word.exact)]
    if not likely:
        return ()
    known = [w.exact for w in words if analyzer.in_dictionary(w) and not is_english(w.exact)]
    dutch = sum(not is_shared(each) for each in known)
    if not _prevails(len(likely), dutch, len(words)):
        return ()  # as almost any query: none of its words need be counted in a row
    named = _named(words, reader)
    english = [word.surface for word in likely if word.exact not in named]
    if not _prevails(len(english), dutch, len(words)):
        return ()
    if len(english) <= len(known) or 2 * len(known) >= len(words):
        if any(token.word.stop for token in analyzer.tokens(text)):
            return ()
        if dutch and _found(analyzed, reader):
            return ()
    if _is_used([word.exact for word in words], reader) or _found(analyzed, reader) >= _USED:
        return ()
    return tuple(english)


def _prevails(english: int, dutch: int, words: int) -> bool:
    """Return whether a query has no fewer words of English than of Dutch, which has half of it."""
    return english > 0 and english >= dutch and 2 * dutch <= words


def is_english(exact: str) -> bool:
    """Return whether a folded word is a frequent one of English, and hardly one of Dutch."""
    return exact in _english()


def is_shared(exact: str) -> bool:
    """Return whether a word of Dutch is as much one of English."""
    return f"={exact}" in _english()


def are_english(words: Sequence[str]) -> bool:
    """Return whether folded words may be a text in English: none is of Dutch alone, one of none."""
    return any(map(is_english, words)) and all(is_english(w) or is_shared(w) for w in words)


def english_notice(words: Sequence[str]) -> Message:
    """Return what to say of a query in which these are words of English."""
    return Message(
        "Dit archief is Nederlands, en ‘%(words)s’ is Engels: zoek met Nederlandse woorden.",
        words=" ".join(words),
    )


def in_dutch(analyzed: AnalyzedQuery, english: Sequence[str], reader: EngineReader) -> str | None:
    """Return a query in Dutch, by the dictionary that this machine has; None without one.

    Of what a word can be it has what stands with the others most; two words are one compound
    where the archive has that. What is no English stays, what has no translation is left out.
    """
    known = dictionary()
    kept = [w.exact for t in analyzed.terms for w in t.words if w.surface not in english]
    possible = [found for word in english if (found := translations(word, known))]
    # Of two words, as one compound: the archive may have neither by itself.
    compounds = [
        compound
        for one, other in (product(*possible) if len(possible) == 2 else ())  # noqa: PLR2004
        for compound in (one + other, f"{one}s{other}", f"{one}en{other}")
    ]
    reader.prefetch_terms(
        ("text", "exact", word) for word in (*chain.from_iterable(possible), *compounds)
    )
    counted = ((_frequency(reader, compound), compound) for compound in compounds)
    if (best := max(counted, default=(0, ""))) > (1, ""):
        return " ".join((*kept, best[1]))
    known_here = ([each for each in found if _frequency(reader, each)] for found in possible)
    choices = [found for found in known_here if found]
    if not choices:
        return None
    chosen = list(kept)
    if not chosen and len(choices) > 1:
        first, second = choices.pop(0), choices.pop(0)
        pairs = [(one, other) for one in first for other in second]
        likeliest = max(pairs, key=lambda pair: _together(reader, [pair[0]], pair[1]))
        chosen += likeliest
    elif not chosen:
        chosen.append(choices.pop(0)[0])
    for each in choices:
        chosen.append(max(each, key=lambda word: _together(reader, chosen, word)))
    return " ".join(chosen)


def _frequency(reader: EngineReader, word: str) -> int:
    return reader.frequency("text", "exact", word)


def _together(reader: EngineReader, words: Sequence[str], word: str) -> float:
    """Return how much a word stands with others, by how rare it is elsewhere."""
    every = tuple(nodes.Term("text", "exact", each) for each in (*words, word))
    rarity = math.prod(math.sqrt(max(1, _frequency(reader, each))) for each in (*words, word))
    return reader.count(nodes.And(every)).total / rarity


def _found(analyzed: AnalyzedQuery, reader: EngineReader) -> int:
    """Return how many articles have the whole query."""
    return reader.count(analyzed.must).total if analyzed.must else 0


def _named(words: Sequence[WordAnalysis], reader: EngineReader) -> frozenset[str]:
    """Return the words that articles have as names: Extinction Rebellion, and the article of one.

    `The` begins names of programmes, films and bands, whatever else is asked.
    """
    pairs = ((one.exact, other.exact) for one, other in pairwise(words))
    of_pairs = (pair for pair in pairs if reader.count(in_a_row(pair)).total >= _NAMED)
    return frozenset((_ARTICLE, *chain.from_iterable(of_pairs)))


def _is_used(words: Sequence[str], reader: EngineReader) -> bool:
    """Return whether articles in Dutch have these words, as a name or as their own."""
    if len(words) == 1:
        return reader.frequency("text", "exact", words[0]) >= _USED
    return reader.count(in_a_row(tuple(words))).total >= _NAMED


@cache
def _english() -> frozenset[str]:
    """Return frequent words of English that are hardly any of Dutch; behind `=`, those of both."""
    text = Path(__file__).with_name("english.txt").read_text("utf-8")
    return frozenset(text.split())
