"""Finishing: what a committed generation holds, and the words that it is asked by."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from indexer.analysis.analyzer import Analyzer
from indexer.engines.protocol import EngineReader
from indexer.indexing.readings import readings_of
from indexer.storage.vocabulary import frequencies, vocabulary_of


class Finished(NamedTuple):
    """What a committed generation holds: articles, its vocabulary, and what words are read as."""

    articles: int
    words: bytes
    readings: bytes


def finished(
    reader: EngineReader,
    analyzer: Analyzer,
    readings_before: bytes,
    meanwhile: Callable[[], None],
) -> Finished:
    """Return how many articles a generation holds, and their words, which are counted `meanwhile`.

    `readings_before` are those of the generation that it continues.
    """
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - 5 ms no preview needs

    with ThreadPoolExecutor(1) as threads:
        counting = threads.submit(frequencies, reader)
        meanwhile()
        terms = counting.result()
    readings = readings_of(reader, terms, analyzer, readings_before)
    words = vocabulary_of(terms, reader.size, readings.errors)
    return Finished(reader.size, words, readings.table)
