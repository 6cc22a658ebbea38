"""What a query wants, by example (tests/golden/analyzed_queries.tsv): the nodes that satisfy it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.aliases import Aliases
from indexer.analysis.analyzer import Analyzer
from indexer.query import nodes
from indexer.query.analyze import AnalyzedQuery, QueryAnalyzer
from indexer.query.nodes import Channel, FieldName, Node
from indexer.query.parser import parse

PIECES = (
    *("crisis", "de", "navotop", "VN", "Verenigde", "Naties", '"rode lijn"', "=kiezen", "kie*"),
    *("kie?en", "wapns~", '"de lijn"~3', "EN", "OF", "NIET", "-", "(", ")", "titel:", "bron:nrc"),
    *("rubriek:(a OF b)", "datum:2022", "'s", "5,5", "_", "*", "\ud800"),
)
queries = st.lists(st.sampled_from(PIECES)).map(" ".join)


class Vocabulary(dict[str, int]):
    """How many articles have a term (stem rutte): none, where nothing is said."""

    def frequency(self, field: FieldName, channel: Channel, text: str) -> int:
        assert field == "text"
        return self.get(f"{channel} {text}", 0)


@pytest.fixture(scope="session")
def query_analyzer(analyzer: Analyzer) -> QueryAnalyzer:
    return QueryAnalyzer(analyzer, Aliases.load(), Vocabulary())


def notation(node: Node | None) -> str:  # noqa: C901, PLR0912
    """Write a node compactly; a channel of the text is named alone."""
    match node:
        case None:
            return "-"
        case nodes.Term(field, channel, text):
            return f"{_place(field, channel)}:{text}"
        case nodes.Phrase(field, channel, texts, slop):
            return f'{_place(field, channel)}:"{" ".join(texts)}"' + (f"~{slop}" if slop else "")
        case nodes.Prefix(field, channel, text):
            return f"{_place(field, channel)}:{text}*"
        case nodes.Wildcard(field, channel, pattern):
            return f"{_place(field, channel)}:/{pattern}/"
        case nodes.Fuzzy(field, channel, text, distance):
            return f"{_place(field, channel)}:{text}~{distance}"
        case nodes.DateRange(first, last):
            return f"[{date.fromordinal(first)}..{date.fromordinal(last)}]"
        case nodes.Keyword(field, value, within):
            return f"{field}{'~' if within else ''}={value}"
        case nodes.MatchAll():
            return "everything"
        case nodes.Not(child):
            return f"!{notation(child)}"
        case nodes.And(children):
            return f"({' & '.join(map(notation, children))})"
        case nodes.Or(children):
            return f"({' | '.join(map(notation, children))})"
        case _:
            raise AssertionError(f"a query wants no {node!r}")


def _place(field: str, channel: str) -> str:
    return channel if field == "text" else f"{field}.{channel}"


def analyzed_query(query: str, query_analyzer: QueryAnalyzer) -> AnalyzedQuery:
    return query_analyzer.analyze(parse(query).tree)


@pytest.mark.golden("analyzed_queries.tsv")
def test_a_query_wants(
    query_analyzer: QueryAnalyzer, query: str, must: str, filters: str, terms: str
) -> None:
    analyzed = analyzed_query(query, query_analyzer)
    assert notation(analyzed.must) == must
    assert " ".join(map(notation, analyzed.filters)) == filters
    assert "|".join(term.text for term in analyzed.terms) == terms


@pytest.mark.parametrize(
    ("query", "allow_partial", "why"),
    [
        ("crisis", True, "a word"),
        ("crisis oorlog", True, "words"),
        ("de van", True, "stop words"),
        ("=crisis oorlog", True, "an exact word is a word"),
        ("crisis bron:nrc", True, "a filter is no operator"),
        ("crisis -bron:nrc", True, "nor is one that excludes"),
        ('"rode lijn"', False, "a phrase"),
        ('crisis "rode lijn"', False, "a phrase beside a word"),
        ("crisis oekra*", False, "a pattern beside a word"),
        ("crisis EN oorlog", False, "an operator"),
        ("crisis OF oorlog", False, "another"),
        ("crisis -oorlog", False, "an exclusion"),
        ("titel:crisis", False, "a field"),
        ("(crisis oorlog)", True, "brackets around all change nothing"),
        ("bron:nrc", False, "no words at all"),
        ("", False, "nothing"),
    ],
)
def test_only_plain_words_let_articles_miss_one(
    query_analyzer: QueryAnalyzer, query: str, allow_partial: bool, why: str
) -> None:
    analyzed = analyzed_query(query, query_analyzer)
    assert (analyzed.allow_partial and analyzed.must is not None) is allow_partial, why


@pytest.mark.parametrize(
    ("query", "patterns", "why"),
    [
        ("crisis oekra* wapns~", ["oekra*", "wapns"], "patterns are marked"),
        ("oekra* OF (titel:oek?a*)", ["oekra*", "oek?a*"], "wherever they stand"),
        ("crisis -oekra*", [], "what is excluded is not"),
    ],
)
def test_patterns_are_handed_on(
    query_analyzer: QueryAnalyzer, query: str, patterns: list[str], why: str
) -> None:
    assert [
        pattern.text for pattern in analyzed_query(query, query_analyzer).patterns
    ] == patterns, why


def test_what_is_excluded_is_no_term(query_analyzer: QueryAnalyzer) -> None:
    terms = analyzed_query("crisis -oorlog NIET (dijk water)", query_analyzer).terms
    assert [term.text for term in terms] == ["crisis"]


@pytest.mark.parametrize(
    ("query", "vocabulary", "stem", "why"),
    [
        ("rutte", {"stem rutte": 9, "exact rutte": 10}, "rutte", "articles write Rutte"),
        ("rutte", {"stem rutte": 1, "exact rutte": 9}, "rutten", "articles have the verb"),
        ("rutte", {}, "rutten", "articles have neither"),
        ("Rutte", {"exact rutte": 9}, "rutte", "a capital says that it is a name"),
        ("brugge", {"stem brugge": 2, "exact brugge": 2}, "brugge", "the town"),
        (
            "hoessein",
            {"part HUSEIN": 9, "exact hoessein": 4},
            "hoessein",
            "a name that looks like a compound",
        ),
        (
            "wilders",
            {"stem wilders": 9, "exact wilders": 9, "stem wild": 99},
            "wilders",
            "how often the word has other forms says nothing of this one",
        ),
    ],
)
def test_a_name_in_small_letters_is_read_as_the_archive_has_it(
    analyzer: Analyzer, query: str, vocabulary: dict[str, int], stem: str, why: str
) -> None:
    query_analyzer = QueryAnalyzer(analyzer, Aliases.load(), Vocabulary(vocabulary))
    term = analyzed_query(query, query_analyzer).terms[0]
    assert (term.words[0].stem, term.text) == (stem, query), why


CAPITALS = Vocabulary(
    {"stem PAS": 5, "exact pas": 50, "stem OM": 9, "exact om": 99, "stem VS": 9, "exact vs": 9}
)


@pytest.mark.parametrize(
    ("query", "meant", "why"),
    [
        ("PAS", "PAS", "the archive has other uses of pas"),
        ("stikstof PAS", "PAS", "beside other words too"),
        ("OM eist", "OM", "a stop word in small letters"),
        ("pas", "", "small letters say nothing"),
        ("VS", "", "all articles have it so: capitals tell nothing"),
        ("ICE", "", "no article has it so"),
        ("STIKSTOF PAS", "", "all of the query is in capitals, a long word too"),
    ],
)
def test_capitals_are_meant_where_a_word_is_another_one_without_them(
    analyzer: Analyzer, query: str, meant: str, why: str
) -> None:
    found = analyzed_query(query, QueryAnalyzer(analyzer, Aliases.load(), CAPITALS)).terms
    assert "".join(word.capitals for term in found for word in term.words) == meant, why


@pytest.mark.parametrize(
    ("query", "must", "why"),
    [
        ('"navo top"', '(exact:"navo top" | stem:navo-top)', "joined by a hyphen"),
        (
            '"de navo top"',
            '(exact:"de navo top" | (exact:"de navotop" & stem:navo-top))',
            "within a longer phrase",
        ),
        ('"over gang"', 'exact:"over gang"', "overgang has no hyphen"),
        ('titel:"navo top"', '(title.exact:"navo top" | title.stem:navo-top)', "in a title"),
    ],
)
def test_a_phrase_is_met_by_words_that_hyphens_join(
    analyzer: Analyzer, query: str, must: str, why: str
) -> None:
    vocabulary = Vocabulary({"stem navo-top": 3, "exact overgang": 9})
    found = analyzed_query(query, QueryAnalyzer(analyzer, Aliases.load(), vocabulary))
    assert notation(found.must) == must, why


@given(query=queries)
def test_any_tree_can_be_wanted(query_analyzer: QueryAnalyzer, query: str) -> None:
    analyzed = analyzed_query(query, query_analyzer)
    notation(analyzed.must)
    for term in analyzed.terms:
        assert term.words
        assert term.text
    assert not (analyzed.allow_partial and analyzed.patterns)


@given(query=queries)
def test_every_term_of_a_query_of_words_is_part_of_what_must_be(
    query_analyzer: QueryAnalyzer, query: str
) -> None:
    analyzed = analyzed_query(query, query_analyzer)
    if analyzed.allow_partial and analyzed.must:
        must = analyzed.must.children if len(analyzed.terms) > 1 else (analyzed.must,)  # type: ignore[union-attr]
        assert list(must) == [term.node for term in analyzed.terms]
