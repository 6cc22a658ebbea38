"""Snippets of a page by the compiled kernel: those that Python makes, to the character."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from itertools import islice
from types import ModuleType, SimpleNamespace
from typing import cast

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis.aliases import Aliases
from indexer.analysis.analyzer import Analyzer
from indexer.analysis.term_cache import TermRow
from indexer.corpus import read_articles
from indexer.highlight.chunks import ChunkCache
from indexer.highlight.effort import Effort
from indexer.highlight.matcher import HitFinder
from indexer.highlight.page import ArticleSnippets, page_snippets
from indexer.highlight.snippets import body_snippets, title_snippet
from indexer.model import Article
from indexer.query.analyze import QueryAnalyzer
from indexer.query.parser import parse
from indexer.storage.forward.segment import Segment
from tests.conftest import NoVocabulary
from tests.paths import SEEDS, SHARED

FinderOf = Callable[..., HitFinder]
NEWS = SHARED / "data" / "news2019.jsonl.gz"

Texts = Sequence[tuple[str, str]]

QUERIES = (
    "crisis",
    "navo top crisis zelensky",
    "veiligheidscrisis oekraïne",
    "verkopen winnaar minister",
    "PAS-melder VVD'er",
    "de kabinet regering amsterdam premier europa jaar",
    '"veiligheidscrisis" =NAVO',
    '"rode lijn" crisis',
    "EU crisis",  # stands for a row of words too
    "assad europa vvd president oud schap ster",  # between hyphens
    "cris* kabinet",  # this one only Python answers
)
PIECES = (
    *(
        "crisis",
        "veiligheidscrisis,",
        "NAVO-top.",
        "Zelenski",
        "Oekraïne",
        "de",
        "minister",
        "winnares",
    ),
    *("rode", "lijn", "rode lijn", "EU", "Europese", "Unie"),
    *(
        "al-Assad",
        "El-Assad-regime",
        "Oost-Europa",
        "ex-VVDers-bijeenkomst",
        "vice-presidentschap-",
        "oud-",
        "en-of",
        "top-40-ster",
        "A-merk",
    ),
    *("verkoopt", "PAS-", "\nmelder", "VVD'er", "“crisis”", "kabinets-\ncrisis", "navo\u2011\ntop"),
    *(
        " ",
        " ",
        " ",
        "\n",
        "\n\n",
        "  ",
        "\u00a0",
        "\x1c",
        "\u2028",
        ". ",
        "!” ",
        "?) ",
        "… ",
        ".\n",
        "x" * 230,
    ),
    *(
        "שלום",
        "é" * 30,
        "e\u0301",
        "😀",
        "\u00ad",
        "\x00",
        "dit is een zin zonder iets daarin, ",
        "word " * 30,
    ),
)
texts = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


def one_by_one(pairs: Texts, finder: HitFinder) -> list[ArticleSnippets]:
    return [ArticleSnippets(title_snippet(t, finder), body_snippets(b, finder)) for t, b in pairs]


def differing(pairs: Texts, finder: FinderOf) -> list[tuple[str, ArticleSnippets, ArticleSnippets]]:
    found = []
    for query in QUERIES:
        compiled = page_snippets(pairs, finder(query, family=True, effort=Effort.for_passages()))
        python = one_by_one(pairs, finder(query, family=True))
        found += [(query, a, b) for a, b in zip(compiled, python, strict=True) if a != b]
    return found


@given(st.lists(st.tuples(texts, texts), max_size=4), st.sampled_from(QUERIES))
@example([("", "crisisnavo\u2011\ntop")], "crisis")  # broken where a chunk is not
@example([("Een -\ncrisis-\n-\nCrisis", "boete-\n\ncrisis\x1c(crisis),\ncrisis-")], "crisis")
def test_a_page_of_any_texts_has_the_snippets_that_python_makes(
    native: ModuleType, finder: FinderOf, pairs: Texts, query: str
) -> None:
    """Whatever stands in them: white space of every kind, words broken at line ends, no words."""
    assert native
    reference = one_by_one(pairs, finder(query, family=True))
    assert page_snippets(pairs, finder(query, family=True)) == reference


def test_every_article_of_the_seeds_has_the_snippets_that_python_makes(
    native: ModuleType, finder: FinderOf
) -> None:
    assert native
    pairs = [(e.title, e.body) for e in read_articles(SEEDS) if isinstance(e, Article)]
    assert len(pairs) > 50
    assert finder("crisis").snippet_maker
    assert differing(pairs, finder) == []


@pytest.mark.skipif(not NEWS.exists(), reason="there is no archive of news on this machine")
def test_articles_of_the_news_have_the_snippets_that_python_makes(
    native: ModuleType, finder: FinderOf
) -> None:
    assert native
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        records = map(json.loads, islice(lines, 0, 6_000, 20))
        pairs = [(each["title"], each["body"] or "") for each in records]
    assert differing(pairs, finder) == []


def test_python_is_asked_for_the_words_that_the_rules_of_the_kernel_leave_to_it(
    native: ModuleType, finder: FinderOf
) -> None:
    """A brief cache asks it for all of them, once; the snippets are the same."""
    assert native
    pairs = [("De crisis", "Veiligheidscrisis in Zwolle: crisissen שלום \u212bngström de crisis")]

    class Asked(Analyzer):
        asked: list[str]

        def row(self, surface: str) -> TermRow:
            self.asked.append(surface)
            return super().row(surface)

    def asked_for(*, brief: bool) -> list[str]:
        analyzer = Asked()
        analyzer.asked = []
        read = QueryAnalyzer(analyzer, Aliases.load(), NoVocabulary())
        tree = read.analyze(parse("crisis").tree)
        ours = HitFinder(tree, ChunkCache(analyzer, brief=brief), family=True)
        analyzer.asked.clear()
        assert page_snippets(pairs, ours) == one_by_one(pairs, finder("crisis", family=True))
        return analyzer.asked

    words = ["De", "crisis", "Veiligheidscrisis", "in", "Zwolle", "crisissen", "de"]
    assert sorted(asked_for(brief=True)) == sorted([*words, "שלום", "\u212bngström"])
    left = asked_for(brief=False)
    assert "שלום" in left
    assert set(left).isdisjoint(words)


def segment(surfaces: Sequence[bytes], rows: Sequence[TermRow], numbers: Sequence[int]) -> Segment:
    """Return what a segment tells of its types, of which each has the row with its number."""

    def ended(strings: Sequence[bytes]) -> bytes:
        return b"".join(each + b"\0" for each in strings)

    of_types = np.array(numbers, "<u4").tobytes()
    terms = [(ended([row[place].encode() for row in rows]), of_types) for place in range(3)]
    told = SimpleNamespace(raw_surfaces=ended(surfaces), raw_terms=lambda: terms)
    return cast("Segment", told)


@pytest.mark.parametrize(
    ("most", "left"), [(9, ["Zwolle", "de"]), (4, ["De", "Zwolle", "crisissen", "de"])]
)
def test_words_that_were_learnt_are_asked_of_nobody(
    native: ModuleType,
    finder: FinderOf,
    monkeypatch: pytest.MonkeyPatch,
    most: int,
    left: list[str],
) -> None:
    """Of a long list of words the first are learnt."""
    monkeypatch.setattr("indexer.highlight.chunks._MAX_LEARNT", most)
    assert native
    pairs = [("De crisis", "Veiligheidscrisis in Zwolle: crisissen de crisis")]
    words, asked = ["De", "crisis", "Veiligheidscrisis", "in", "crisissen"], []

    class Asked(Analyzer):
        def row(self, surface: str) -> TermRow:
            asked.append(surface)
            return super().row(surface)

    analyzer = Asked()
    tree = QueryAnalyzer(analyzer, Aliases.load(), NoVocabulary()).analyze(parse("crisis").tree)
    chunks = ChunkCache(analyzer, brief=True)
    rows = [analyzer.row(word) for word in words]
    encoded = [word.encode() for word in words]
    chunks.learn([segment([], [], []), segment(encoded, rows[::-1], range(4, -1, -1))])
    asked.clear()
    ours = HitFinder(tree, chunks, family=True)
    assert page_snippets(pairs, ours) == one_by_one(pairs, finder("crisis", family=True))
    assert sorted({*asked}) == left


@pytest.mark.parametrize(
    "broken",
    [
        segment([b"\xff\xfe", b"crisis"], [("x", "x", "x")], [0, 2**32 - 1]),
        segment([b"crisis"], [], [0]),
        segment([b"crisis", b"De"], [("x", "x", "x")], []),
        segment([], [("x", "x", "x")], [0]),
        segment([b"x" * 300], [("x", "x", "x" * 70_000)], [0]),
    ],
    ids=["bytes and numbers", "no terms", "no numbers", "no types", "long"],
)
def test_what_is_not_as_it_should_be_is_not_learnt(
    native: ModuleType, finder: FinderOf, broken: Segment
) -> None:
    assert native
    analyzer = Analyzer()
    tree = QueryAnalyzer(analyzer, Aliases.load(), NoVocabulary()).analyze(parse("crisis").tree)
    chunks = ChunkCache(analyzer)
    chunks.learn([broken])
    pairs = [("De crisis", f"{'x' * 300} crisis")]
    made = page_snippets(pairs, HitFinder(tree, chunks, family=True))
    assert made == one_by_one(pairs, finder("crisis", family=True))


def test_what_is_too_much_for_one_page_is_left_to_python(
    native: ModuleType, finder: FinderOf
) -> None:
    """Chunks and hits past the effort: the kernel gives up, and the effort is seen to be cut."""
    assert native
    for effort in (Effort(chunks=2), Effort(hits=2), Effort(characters=9)):
        asked = finder("crisis", effort=effort)
        page_snippets([("crisis", "een twee drie crisis crisis crisis crisis")], asked)
        assert asked.effort.cut


def test_a_row_of_words_takes_as_many_hits_as_python_leaves(
    native: ModuleType, finder: FinderOf
) -> None:
    assert native
    pairs = [("rode lijn", "een crisis, rode lijn, crisis"), ("crisis", "de rode\nlijn en crisis")]
    for hits in range(12):
        ours, theirs = (finder('"rode lijn" crisis', effort=Effort(hits=hits)) for _ in "ab")
        assert ours.snippet_maker
        assert ours.crosses_chunks
        assert page_snippets(pairs, ours) == one_by_one(pairs, theirs)
        assert ours.effort.cut == theirs.effort.cut


def test_a_page_with_a_lone_surrogate_has_its_snippets(finder: FinderOf) -> None:
    (made,) = page_snippets([("De crisis", "Een crisis \ud800 hier.")], finder("crisis"))
    assert made.title.marks == ((3, 9),)
    assert [each.marks for each in made.body] == [((4, 10),)]


def test_a_panic_of_the_kernel_is_an_error_that_prints_nothing(
    native: ModuleType, capfd: pytest.CaptureFixture[str]
) -> None:
    """No process ends by it, as it would by what is no Exception; and no backtrace is shown."""
    with pytest.raises(RuntimeError, match="the compiled kernel failed: on purpose"):
        native.fail_on_purpose()
    assert capfd.readouterr() == ("", "")
