"""What a score adds up from is said in three lines."""

from __future__ import annotations

import pytest

from indexer.analysis.aliases import Aliases
from indexer.analysis.analyzer import Analyzer
from indexer.query.analyze import QueryAnalyzer
from indexer.query.parser import parse
from indexer.search.in_words import in_words


class _NoWords:
    def frequency(self, *_: object) -> int:
        return 0


@pytest.fixture(scope="module")
def analyzer() -> QueryAnalyzer:
    return QueryAnalyzer(Analyzer(), Aliases.load(), _NoWords())


@pytest.mark.parametrize(
    ("query", "reasons", "lines"),
    [
        (
            "dijk huizen",
            ("4.00 exact dijk", "2.00 stem dijk", "2.00 stem huis", "1.00 title dijk", "1.00 days"),
            (
                "80% van de woorden: dijk zoals getypt; huizen in een andere vorm.",
                "10% van hun plaats: dijk in de kop.",
                "10% van de beste artikelen: uit dezelfde dagen.",
            ),
        ),
        (
            "crisis",
            ("3.00 part crisis", "1.00 related MACRON", "1.00 related crisis"),
            (
                "60% van de woorden: crisis binnen een ander woord.",
                "0% van hun plaats: niets.",
                "40% van de beste artikelen: ook met macron.",
            ),
        ),
        (
            "Jos Brech",
            ("3.00 initial jos b.", "1.00 near jos brech"),
            (
                "75% van de woorden: ook als jos b.",
                "25% van hun plaats: jos bij brech.",
                "0% van de beste artikelen: niets.",
            ),
        ),
        (
            "gebracht",
            ("1.00 gebragt = gebracht: gt voor cht, tot 1900", "1.00 every word"),
            (
                "100% van de woorden: ook als gebragt; alle woorden van de vraag.",
                "0% van hun plaats: niets.",
                "0% van de beste artikelen: niets.",
            ),
        ),
        (
            "30 km",
            ("2.00 exact 30", "1.00 exact km", "1.00 number 30 km"),
            (
                "75% van de woorden: 30 en km zoals getypt.",
                "25% van hun plaats: 30 km achter elkaar.",
                "0% van de beste artikelen: niets.",
            ),
        ),
        ("dijk", (), ()),
    ],
)
def test_figures_are_said_in_words(
    analyzer: QueryAnalyzer, query: str, reasons: tuple[str, ...], lines: tuple[str, ...]
) -> None:
    assert in_words(reasons, analyzer.analyze(parse(query).tree)) == lines
