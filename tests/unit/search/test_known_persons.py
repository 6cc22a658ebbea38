"""A word is a person's name where the names of the archive say so, however it is typed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from indexer.analysis.aliases import Aliases
from indexer.analysis.analyzer import Analyzer
from indexer.query.analyze import QueryAnalyzer
from indexer.query.nodes import ConstantScore
from indexer.query.parser import parse
from indexer.search.known_persons import KnownPersons
from indexer.search.offers.asked import in_a_row
from indexer.search.offers.suggest import Suggester
from indexer.storage.vocabulary import Vocabulary

NAMED = {
    "halsema": {"person": 90, "place": 2, "organisation": 3},
    "zorvexa": {"person": 10, "place": 0, "organisation": 70},
    "emmeloord": {"person": 40, "place": 60, "organisation": 0},
    "brandweer": {"person": 0, "place": 0, "organisation": 0},
    "kaag": {"person": 50, "place": 30, "organisation": 5},
    "dam": {"person": 80, "place": 5, "organisation": 5},
    "snel": {"person": 50, "place": 0, "organisation": 0},
    "jansma": {"person": 20, "place": 0, "organisation": 0},
}
WRITTEN = {"brandweer": "brandweer", "kaag": "Kaag", "dam": "Dam", "snel": "Snel"}
"""How articles have words of Dutch."""


class _Archive:
    """A hundred articles with each word; nobody may look at the capitals of others than WRITTEN."""

    size = 1_000
    are_open = False

    def prefetch_terms(self, _: object) -> None:
        pass

    def frequency(self, *_: object) -> int:
        return 100

    def with_word(self, word: str) -> dict[str, int]:
        return NAMED[word]

    def has_bearer(self, surname: str) -> bool:
        return surname in {"kaag", "snel"}


class _Open(_Archive):
    """The same, whose names are open: they answer for a word of Dutch, but for what they allow."""

    are_open = True


@pytest.mark.parametrize(
    ("word", "is_person", "why"),
    [
        ("halsema", True, "in small letters"),
        ("Halsema", True, "with a capital"),
        ("zorvexa", False, "a firm that no list has"),
        ("Zorvexa", False, "whatever its capital says"),
        ("emmeloord", False, "a place first of all"),
        ("brandweer", False, "no name"),
        ("kaag", True, "a boat, but hardly in this archive"),
        ("dam", False, "a word whose bearer nobody knows"),
        ("snel", False, "a word that half of the articles have as such"),
        ("jansma", False, "most articles with the word name nobody by it"),
    ],
)
def test_the_names_of_the_archive_decide(
    word: str, is_person: bool, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []

    def surface_form(word: str) -> str:
        written.append(word)
        return WRITTEN[word]

    for archive in (_Archive(), _Open()):
        written.clear()
        suggester = _suggester(archive)
        monkeypatch.setattr(suggester, "_surface_form", surface_form)
        assert suggester.is_person(Analyzer().analyse(word)) is is_person, why
    assert written == (["kaag"] if word == "kaag" else []), "articles are read for no other"


def test_rows_of_words_are_counted_only_where_the_archive_names_somebody_so() -> None:
    """A query of thirty words has ten of them, and each took as long as a search."""
    asked: list[object] = []
    surname = ConstantScore(in_a_row(("van", "der", "dam")), 0.0)

    class Counting(_Archive):
        def count(self, node: object) -> Any:
            asked.append(node)
            return SimpleNamespace(total=100 if node == surname else 0)

    archive: Any = Counting()
    analyzer = QueryAnalyzer(Analyzer(), Aliases.load(), archive)
    terms = analyzer.analyze(parse("brand van de kachel in de keuken van der dam").tree).terms
    named = {"van der dam": 90}
    persons = KnownPersons(
        archive, lambda _: False, lambda words: named.get(words, 0), lambda _: False
    )
    assert persons.met_by(terms) == (surname,)
    assert asked == [ConstantScore(in_a_row(("keuken", "van", "der", "dam")), 0.0), surname]


@pytest.mark.parametrize(
    ("surname", "required", "why"),
    [
        ("kaag", True, "a surname that alone tells whose it is"),
        ("willy", False, "a forename of many, whom thirty articles tell of"),
    ],
)
def test_a_surname_of_few_articles_is_not_left_out(surname: str, required: bool, why: str) -> None:
    class Few(_Archive):
        def frequency(self, *_: object) -> int:
            return 30

        def count(self, _: object) -> Any:
            return SimpleNamespace(total=0)

    archive: Any = Few()
    terms = QueryAnalyzer(Analyzer(), Aliases.load(), archive).analyze(parse(surname).tree).terms
    persons = KnownPersons(archive, lambda _: True, lambda _: 0, archive.has_bearer)
    assert bool(persons.met_by(terms)) is required, why


def _suggester(archive: Any) -> Suggester:
    analyzer = Analyzer()
    query_analyzer = QueryAnalyzer(analyzer, Aliases.load(), archive)
    return Suggester(archive, query_analyzer, analyzer, Vocabulary(b""), archive)
