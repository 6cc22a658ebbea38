"""Finishing: what a committed generation holds, and the words that it is asked by."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from indexer.analysis.analyzer import Analyzer
from indexer.engines.protocol import Engine, EngineReader
from indexer.engines.term_counts import TermCounts
from indexer.indexing.readings import readings_of
from indexer.later import NamedTuple
from indexer.storage.vocabulary import frequencies, vocabulary_of


class Finished(NamedTuple):
    """What a committed generation holds: articles, its vocabulary, and what words are read as."""

    articles: int
    words: bytes
    readings: bytes


def counted(engine: Engine, folder: Path, files: Path) -> TermCounts:
    """Return the most frequent terms of a committed generation, with its files in a folder."""
    with closing(engine.open_reader(folder)) as reader:
        return frequencies(reader, files)


def finished(
    reader: EngineReader, terms: TermCounts, analyzer: Analyzer, readings_before: bytes
) -> Finished:
    """Return how many articles a generation holds, and their words, of which `counted` is told.

    `readings_before` are those of the generation that it continues.
    """
    readings = readings_of(reader, terms, analyzer, readings_before)
    words = vocabulary_of(terms, reader.size, readings.errors)
    return Finished(reader.size, words, readings.table)
