"""What a score adds up from is said in three lines."""

from __future__ import annotations

import pytest

from indexer.analysis.aliases import Aliases
from indexer.analysis.analyzer import Analyzer
from indexer.model import Article
from indexer.query.analyze import QueryAnalyzer
from indexer.query.parser import parse
from indexer.search.in_words import figure_in_words, in_words, with_names, written_names


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
                "25% van hun plaats: Jos bij Brech.",
                "0% van de beste artikelen: niets.",
            ),
        ),
        (
            "staten ajax",
            ("1.00 near staat AYAX",),
            (
                "0% van de woorden: niets.",
                "100% van hun plaats: staten bij ajax.",
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
        (
            "15 april 2019",
            ("13.06 subject notre", "9.97 subject dame"),
            ("Waar die dagen over gingen: notre en dame.",),
        ),
        ("dijk", (), ()),
    ],
)
def test_figures_are_said_in_words(
    analyzer: QueryAnalyzer, query: str, reasons: tuple[str, ...], lines: tuple[str, ...]
) -> None:
    assert in_words(reasons, analyzer.analyze(parse(query).tree), {}) == lines


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("5.00 every word", "alle woorden van de vraag"),
        ("12.78 the query itself", "wat de vraag eist"),
        ("3.61 days", "uit dezelfde dagen als de beste artikelen"),
        ("5.86 common ground", "over hetzelfde als de beste artikelen"),
        ("2.41 related in title", "in de kop woorden van de beste artikelen"),
        ("1.49 related Finland", "ook met Finland, als de beste artikelen"),
        ("0.80 exact navo", "navo zoals getypt"),
        ("1.84 stem navo", "navo in elke vorm"),
        ("2.64 part NAVO", "NAVO, ook binnen een ander woord"),
        ("1.00 parts NAVO+top", "alle delen van het woord: NAVO+top"),
        ("1.00 capitals OM", "OM in hoofdletters"),
        ("1.00 variant verenigde naties", "ook als verenigde naties"),
        ("1.00 initial jos b.", "ook als jos b."),
        ("0.63 title navo", "navo in de kop"),
        ("0.40 near jos brech", "jos bij brech"),
        ("6.81 subject parijs", "parijs, waar die dagen over gingen"),
        ("0.40 number 30 km", "30 km achter elkaar"),
        ("1.00 gebragt = gebracht: gt voor cht", "gebragt = gebracht: gt voor cht"),
    ],
)
def test_each_figure_has_its_words(reason: str, words: str) -> None:
    """Every label of a signal, and of what reranking adds; that of an old spelling is in words."""
    assert figure_in_words(reason) == (reason.split(maxsplit=1)[0], words)


def test_names_are_said_as_the_article_writes_them() -> None:
    """Names meet by keys that nobody types; other words of a reason in capitals stay."""
    article = Article("1", "Brexit: May wacht", "Zelensky sprak met May en Katja.")
    reasons = (
        "7.31 related BREKSIT",
        "6.69 part BREKSIT",
        "2.00 parts ZELENSKI+top",
        "1.00 capitals BREKSIT",
        "0.50 related FINLAND",
        "0.40 near BREKSIT KATDŽA",
    )
    written = written_names(reasons, article, Analyzer().row)
    assert written == {"BREKSIT": "Brexit", "ZELENSKI": "Zelensky", "KATDŽA": "Katja"}
    assert with_names(reasons, written) == (
        "7.31 related Brexit",
        "6.69 part Brexit",
        "2.00 parts Zelensky+top",
        "1.00 capitals BREKSIT",
        "0.50 related FINLAND",
        "0.40 near Brexit Katja",
    )
