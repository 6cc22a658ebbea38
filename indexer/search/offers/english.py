"""Queries in English, which an archive in Dutch answers by chance: Vincent Price for prices."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from indexer.analysis.analyzer import Analyzer
from indexer.engines.protocol import EngineReader
from indexer.messages import Message
from indexer.query.analyze import AnalyzedQuery
from indexer.search.offers.candidates import in_a_row

_NAMED = 10  # articles with all words in a row that make a name of them: Extinction Rebellion
_USED = 50  # articles with a word that make it one of Dutch


def english_notice(
    analyzed: AnalyzedQuery, reader: EngineReader, analyzer: Analyzer
) -> tuple[Message, ...]:
    """Return what to say of a query in English; nothing of any other.

    It has more words of English than of Dutch, and is no name or word that the archive uses.
    """
    words = [w for term in analyzed.terms if not term.exact_only for w in term.words if not w.stop]
    if not words or any(term.exact_only for term in analyzed.terms):
        return ()
    dutch = sum(map(analyzer.in_dictionary, words))
    if 2 * dutch >= len(words):
        return ()
    # One with a capital is a name, as Kashmir.
    english = [w.surface for w in words if w.surface.islower() and w.exact in _english()]
    if len(english) <= dutch or _is_used([word.exact for word in words], reader):
        return ()
    return (
        Message(
            "Dit archief is Nederlands, en ‘%(words)s’ is Engels: zoek met Nederlandse woorden.",
            words=" ".join(english),
        ),
    )


def _is_used(words: Sequence[str], reader: EngineReader) -> bool:
    """Return whether articles in Dutch have these words, as a name or as their own."""
    if len(words) == 1:
        return reader.frequency("text", "exact", words[0]) >= _USED
    return reader.count(in_a_row(tuple(words))).total >= _NAMED


@cache
def _english() -> frozenset[str]:
    """Return frequent words of English that are none of Dutch."""
    text = files("indexer.search.offers").joinpath("english.txt").read_text("utf-8")
    return frozenset(text.split())
