"""What a page offers asks a remote engine for its frequencies at once, not word by word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import pytest

from indexer.analysis.aliases import Aliases
from indexer.analysis.analyzer import Analyzer
from indexer.model import Article, Hit, Snippet
from indexer.query.analyze import AnalyzedQuery, QueryAnalyzer
from indexer.query.nodes import Node, Phrase
from indexer.query.parser import parse
from indexer.search.naming import ArchiveNames
from indexer.search.offers.asked import Asked
from indexer.search.offers.candidates import Candidates
from indexer.search.offers.corrections import Corrector
from indexer.search.offers.english import in_dutch
from indexer.search.offers.known_words import KnownWords
from indexer.search.offers.related import related_terms
from indexer.storage.vocabulary import Vocabulary


class _Remote:
    """An engine of a thousand articles, ten with each term, that refuses single frequencies."""

    size = 1_000

    def __init__(self) -> None:
        self.requests = 0
        self._known = set[tuple[str, str, str]]()
        self.total = 10
        self.batches = 0
        self.rows = set[tuple[str, ...]]()

    def prefetch_terms(self, terms: Iterable[tuple[str, str, str]]) -> None:
        self.requests += 1
        self._known |= {*terms}

    def frequency(self, *term: str) -> int:
        assert term in self._known, f"{term} is asked for by itself"
        return 10

    def prefetch_counts(self, queries: Iterable[Node]) -> None:
        self.batches += 1
        self.rows |= {each.terms for each in queries if isinstance(each, Phrase)}

    def count(self, query: Node) -> Any:
        if self.batches and isinstance(query, Phrase):
            assert query.terms in self.rows, f"{query} is counted by itself"
        return type("Counted", (), {"total": self.total})


@pytest.fixture
def remote() -> Any:
    return _Remote()


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer()


class _NoWords:
    def frequency(self, *_: object) -> int:
        return 0


def _query_analyzer(analyzer: Analyzer) -> QueryAnalyzer:
    return QueryAnalyzer(analyzer, Aliases.load(), _NoWords())


def _analyzed(query: str, analyzer: Analyzer) -> AnalyzedQuery:
    return _query_analyzer(analyzer).analyze(parse(query).tree)


def test_of_related_terms(remote: Any, analyzer: Analyzer) -> None:
    text = "Nu beslist de Raad van State, zegt Carola Schouten, over stikstofuitstoot."
    hits = [
        Hit(n, Article(str(n), "Kop", text), 1.0, Snippet("title", "Kop"), ()) for n in range(3)
    ]
    found = related_terms(hits, _analyzed("boeren", analyzer), remote, analyzer)
    assert {"Raad van State", "Carola Schouten", "stikstofuitstoot"} <= {*found}
    assert remote.requests == 1


def test_of_a_query_put_into_dutch(
    remote: Any, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = {"climate": ("klimaat", "gesteldheid"), "change": ("keer", "verandering")}
    monkeypatch.setattr("indexer.search.offers.english.dictionary", lambda: words)
    analyzed = _analyzed("climate change", analyzer)
    assert in_dutch(analyzed, ("climate", "change"), remote) is not None
    assert remote.requests == 1


def test_of_words_near_one_and_of_its_halves(remote: Any, analyzer: Analyzer) -> None:
    words = Vocabulary(b"burgemeester\nburgemeesters\nnotre\ndame\n")
    candidates = Candidates(remote, _query_analyzer(analyzer), analyzer, words, str)
    assert ("burgemeester",) in {each.terms for each in candidates.near("burgemeestr", 2.0, 1)}
    assert remote.requests == 1
    assert ("notre", "dame") in {
        each.terms for each in candidates.parted("notredame", certain=False)
    }
    assert remote.requests == 2


def test_of_the_words_of_a_query_and_of_each_two_as_one(remote: Any, analyzer: Analyzer) -> None:
    query = _query_analyzer(analyzer)
    candidates = Candidates(remote, query, analyzer, Vocabulary(b""), str)
    names = cast("ArchiveNames", None)
    typed = list(Corrector(candidates, analyzer, names)._typed(parse("Notre Dame brand").tree))
    assert [each.known for each in typed] == [10, 10, 10]
    assert remote.requests == 1
    assert [remote.frequency("text", "exact", each) for each in ("notredame", "damebrand")]
    assert remote.requests == 1


def test_of_what_two_words_in_a_row_may_be(remote: Any, analyzer: Analyzer) -> None:
    words = Vocabulary(b"laurence\nlawrence\nduncan\ndunkan\n")
    candidates = Candidates(remote, _query_analyzer(analyzer), analyzer, words, str)
    parsed = parse("duncan lawrence songfestival")
    asked = Asked(parsed, _analyzed(parsed.text, analyzer), 0, lambda _: 0)
    typed = list(Corrector(candidates, analyzer, cast("ArchiveNames", None))._typed(parsed.tree))
    remote.total = 0
    known = KnownWords(candidates)
    known.by_neighbours(typed, asked)
    assert {("duncan", "lawrence"), ("lawrence", "songfestival")} <= remote.rows
    assert ("duncan", "laurence") in remote.rows
    assert remote.batches == 2, "of what was typed, and of all that may be meant"


def test_of_compounds_of_which_half_has_a_slip(remote: Any, analyzer: Analyzer) -> None:
    words = Vocabulary(b"klimaat\nstaking\n")
    candidates = Candidates(remote, _query_analyzer(analyzer), analyzer, words, str)
    assert "klimaatstaking" in {each.written for each in candidates._compounds("klimaatstaknig")}
