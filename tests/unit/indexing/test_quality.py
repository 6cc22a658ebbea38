"""The quality of a recognised text: by the confidence of its file, else by its unknown words."""

from __future__ import annotations

import pytest

from indexer.analysis.analyzer import Analyzer
from indexer.indexing.quality import graded, known_share, quality_of
from indexer.model import Article
from indexer.scan import Scan, packed_columns

CLEAN = "De handelaars brachten gisteren hun paarden naar de groote markt achter de kerk. " * 3
NOISE = "Dc bandelaais bragtcn gistcrcn bnn paardcn naai dc gioote maikt acbtcr dc keik. " * 3

BOXED = Scan((), body_boxes=packed_columns([[0], [0], [2], [10], [10], [20], [20]]))


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer()


def article(body: str, scan: Scan | None) -> Article:
    return Article("a", "", body, "1850", scan=scan)


@pytest.mark.parametrize(
    ("share", "quality"),
    [(1.0, "goed"), (0.9, "goed"), (0.899, "matig"), (0.6, "matig"), (0.59, "slecht")],
)  # fmt: skip
def test_a_share_has_its_class(share: float, quality: str) -> None:
    assert quality_of(share) == quality


def test_what_the_file_tells_decides_whatever_the_words_look_like(analyzer: Analyzer) -> None:
    assert graded(article(NOISE, Scan((), 0.97)), analyzer).quality == "goed"
    assert graded(article(CLEAN, Scan((), 0.2)), analyzer).quality == "slecht"


def test_a_file_without_confidences_is_judged_by_its_words(analyzer: Analyzer) -> None:
    assert graded(article(CLEAN, BOXED), analyzer).quality == "goed"
    assert graded(article(NOISE, BOXED), analyzer).quality == "slecht"


def test_old_spelling_and_compounds_are_no_errors(analyzer: Analyzer) -> None:
    text = "men heeft zulks gebragt tusschen menschen geheele regering marktberigten veemarkten "
    assert known_share(text * 4, analyzer) == 1.0


def test_names_and_numbers_are_not_counted_and_few_words_tell_nothing(analyzer: Analyzer) -> None:
    assert known_share("Xqvzst Wrmpf 1850 " * 40, analyzer) is None
    assert known_share(f"{CLEAN} {'Xqvzst Wrmpf ' * 40}", analyzer) == known_share(CLEAN, analyzer)
    assert graded(article("Een kort bericht.", BOXED), analyzer).quality is None


def test_an_article_of_no_paper_has_none(analyzer: Analyzer) -> None:
    given = article(NOISE, None)
    assert graded(given, analyzer) is given


def test_an_edited_text_is_not_judged(analyzer: Analyzer) -> None:
    assert graded(article(NOISE, Scan(())), analyzer).quality is None
