"""What is offered where no article satisfies a request: one condition less, with its count."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from indexer.answers.offered import OfferKind
from indexer.archive import Archive
from indexer.engines.tantivy.engine import TantivyReader
from indexer.fields import FieldValues
from indexer.model import Article, SearchRequest
from indexer.query.nodes import Node
from indexer.search.offers.nothing_found import MAX_OFFERS

ARTICLES = (
    Article(
        "a", "Stikstof en natuur", "De boeren en de minister over stikstof.", "2019-05-29", "NRC"
    ),
    Article("b", "Stikstof", "De boeren blijven thuis.", "2019-06-01", "Trouw"),
    Article("c", "Vuurwerk", "De minister over vuurwerk en natuur.", "2018-12-31", "NRC"),
    Article("d", "De burgemeester", "Een burgemeester over het vuurwerk.", "2018-12-30", "AD"),
)


@pytest.fixture(params=["tantivy", "whoosh"])
def archive(request: pytest.FixtureRequest, archive_of: Callable[..., Archive]) -> Archive:
    return archive_of(*ARTICLES, engine=request.param)


@pytest.mark.parametrize(
    ("query", "asked", "expected", "why"),
    [
        (
            "stikstof EN vuurwerk",
            {},
            [("Zonder stikstof", "vuurwerk", 2), ("Zonder vuurwerk", "stikstof", 2)],
            "each word",
        ),
        (
            "boeren EN thuis bron:nrc",
            {},
            [
                ("Zonder thuis", "boeren EN bron:nrc", 1),
                ("Zonder bron:nrc", "boeren EN thuis", 1),
            ],
            "a filter in the query; what finds nothing is not offered",
        ),
        (
            "de stikstofdebatten",
            {},
            [("Alleen stikstof", "stikstof", 2)],
            "no stop word by itself",
        ),
        (
            'auteur:"minister over"',
            {},
            [("Ook in de tekst", "minister over", 2)],
            "what no article has in a field, in its text",
        ),
        (
            "stikstof datum:2012 NIET bron:trouw",
            {},
            [("Zonder datum:2012", "stikstof NIET bron:trouw", 1)],
            "a period in the query; a filter is never left alone",
        ),
        (
            '"boeren over stikstof"',
            {},
            [("Als losse woorden", "boeren over stikstof", 2)],
            "a phrase",
        ),
        ("titel:boeren", {}, [("Ook in de tekst", "boeren", 2)], "a field"),
        (
            '"zegt de boeren en de minister over het weer"',
            {},
            [("Een deel van het citaat", '"de boeren en de minister over"', 1)],
            "what articles have word for word of a quotation",
        ),
        (
            'natuur "de minister over vuurwerk en vrede"',
            {},
            [
                ("Een deel van het citaat", 'natuur "de minister over vuurwerk en"', 1),
                ('Zonder "de minister over vuurwerk en vrede"', "natuur", 2),
            ],
            "beside other words",
        ),
        (
            "boeren bron:trouwe",
            {},
            [("Met bron:Trouw", "boeren bron:Trouw", 1), ("Zonder bron:trouwe", "boeren", 2)],
            "a value near one that no article has",
        ),
        (
            "boeren site:www.nrc.nl",
            {},
            [("Met bron:NRC", "boeren bron:NRC", 1), ("Zonder bron:nrc.nl", "boeren", 2)],
            "the address of a source",
        ),
        (
            "stikstof",
            {"filters": {"source": ("nrc.nl",)}, "since": "2019"},
            [("Met NRC", "stikstof", 1), ("Zonder nrc.nl", "stikstof", 2)],
            "of a form as well",
        ),
        ("vuurwerk?", {}, [("Zonder jokerteken", "vuurwerk", 2)], "a question mark by mistake"),
        ("=boer", {}, [("In elke vorm", "boer", 2)], "a literal word"),
        ("stikstof", {"since": "2021"}, [("Uit alle jaren", "stikstof", 2)], "the period"),
        (
            "stikstof",
            {"filters": {"source": ("AD",)}},
            [("Zonder AD", "stikstof", 2)],
            "a value of a field",
        ),
        (
            "thuis",
            {"excluded": {"source": ("Trouw",)}},
            [("Ook Trouw", "thuis", 1)],
            "a value that is excluded",
        ),
        (
            "xqaz EN xqbz EN vuurwerk",
            {},
            [("Alleen vuurwerk", "vuurwerk", 2)],
            "where several stand in the way, each word that is there",
        ),
        ('"xqaz vuurwerk"', {}, [("Alleen vuurwerk", "vuurwerk", 2)], "of a phrase too"),
        ("vuurwerkverbot", {}, [("Alleen vuurwerk", "vuurwerk", 2)], "a piece of a word"),
        (
            '"stikstofvuurwerk nu"',
            {"filters": {"source": ("AD",)}},
            [("Alleen stikstof", "stikstof", 2), ("Alleen vuurwerk", "vuurwerk", 2)],
            "pieces of a compound, of a phrase, in the whole archive",
        ),
        ("titel:vuurwerkverbot", {}, [("Alleen vuurwerk", "vuurwerk", 2)], "of a title"),
        ("=vuurwerkverbot", {}, [("Alleen vuurwerk", "vuurwerk", 2)], "of a literal word"),
        (
            "vuurwerkverbot OF xqaz",
            {},
            [("Alleen vuurwerk", "vuurwerk", 2)],
            "of one of several words",
        ),
        ("burgemeestr EN xqaz", {}, [], "a correction finds nothing either"),
        ("xqaz", {}, [], "nothing to leave out"),
        ("?!", {}, [], "no word"),
    ],
)
def test_nothing_found_leaves_out_one_condition(
    archive: Archive,
    query: str,
    asked: Mapping[str, Any],
    expected: list[tuple[str, str, int]],
    why: str,
) -> None:
    page = archive.search(SearchRequest(query, **asked))
    found = [(str(o.reason), o.query, o.count) for o in page.offers]
    assert page.total == 0
    assert found == expected, why
    for offer in page.offers:
        again = SearchRequest(
            offer.query,
            1,
            10,
            since=offer.since,
            until=offer.until,
            filters=offer.filters,
            excluded=offer.excluded,
        )
        assert archive.search(again).total == offer.count


@pytest.mark.parametrize("query", ["xqaz EN xqbz EN werk", "xqaz EN werk", '"xqaz werk"'])
def test_what_is_offered_is_counted_as_it_was_asked(archive: Archive, query: str) -> None:
    """Without words inside others, of which vuurwerk is one, nothing is offered for `werk`."""
    assert archive.search(SearchRequest("werk")).total == 2
    assert archive.search(SearchRequest(query)).offers[-1].parameters() == {"q": "werk"}
    assert archive.search(SearchRequest(query, parts=False)).offers == ()


def test_an_offer_asks_for_words_as_the_request_did(archive: Archive) -> None:
    asked = SearchRequest("xqaz EN vuurwerk", parts=False, without=("vuerwerk",))
    offer = archive.search(asked).offers[0]
    assert offer.parameters() == {"q": "vuurwerk", "parts": "0", "without": ["vuerwerk"]}


def test_a_spelling_that_may_be_meant_is_offered_first(archive: Archive) -> None:
    page = archive.search(SearchRequest("burgemeestr EN vuurwerk"))
    first = page.offers[0]
    assert (first.kind, first.query, first.count) == (OfferKind.CORRECTION, page.suggestion, 1)


def test_partial_matches_stand_beside_what_finds_more(archive: Archive) -> None:
    page = archive.search(SearchRequest("stikstof vuurwerk"))
    assert (page.total, page.partial) == (0, 4)
    assert [offer.query for offer in page.offers] == ["vuurwerk", "stikstof"]


def test_what_a_word_is_a_slip_for_is_offered_where_nothing_has_it_with_the_others(
    archive_of: Callable[..., Archive],
) -> None:
    texts = [*["De Postcodeloterij keert uit."] * 8, *["Een lootje trekken."] * 3]
    archive = archive_of(*(Article(f"a{n}", f"Kop {n}", text) for n, text in enumerate(texts)))
    page = archive.search(SearchRequest("lootje postcodelotterij"))
    assert [offer.query for offer in page.offers] == ["lootje", "Postcodeloterij"]
    assert page.offers[1].count == 8


def test_nothing_is_offered_where_something_is_found(archive: Archive) -> None:
    assert archive.search(SearchRequest("stikstof boeren")).offers == ()


def test_of_many_words_a_few_are_offered(archive: Archive) -> None:
    words = " EN ".join([f"xq{letter}z" for letter in "abcdefghij"] + ["vuurwerk"] * 20)
    assert len(archive.search(SearchRequest(words)).offers) <= MAX_OFFERS


def test_dear_queries_that_find_nothing_are_offered_few_others(
    archive_of: Callable[..., Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each request near one is counted: with twenty wildcards that took most of two seconds."""
    counted: list[int] = []
    count = TantivyReader.count

    def counting(reader: TantivyReader, query: Node, *given: Any) -> Any:
        counted.append(repr(query).count("Wildcard("))
        return count(reader, query, *given)

    monkeypatch.setattr(TantivyReader, "count", counting)
    patterns = " ".join(f"*{letter}?" for letter in "abcdefghijklmnopqrstuvwxyz")
    nobody = FieldValues(dict.fromkeys(("source", "section", "author"), ("x", "y")))
    archive = archive_of(*ARTICLES, engine="tantivy")
    archive.search(SearchRequest(patterns, filters=nobody))
    assert 26 < sum(counted) < 120
