"""Order, pages, counts, and everything else a reader tells."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from indexer.engines import registry
from indexer.engines.long_articles import shortened
from indexer.fields import ENGINE_FACETS
from indexer.model import UNDATED, Article, FacetCount, Sort, Span
from indexer.query.nodes import And, Keyword, MatchAll, Not, Prefix, Term
from indexer.search.hits import READ
from indexer.storage.payload import LISTED, stored_content
from tests.paths import WITHOUT_SEGMENTS

WHO = Term("text", "exact", "wie")


@pytest.fixture
def dated(index_of: Any, article: Any) -> Any:
    return index_of(
        "dated",
        article("day", "wie", date="2022-03-24", source="NRC", section="Sport"),
        article("none", "wie", source="nrc"),
        article("month", "wie", date="2022-03", source="NRC", section="Sport"),
        article("year", "wie", date="2021", source="Trouw"),
        article("other", "wat", date="2023-01-01", source="Trouw", section="Kunst"),
    )


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.NEWEST, ["month", "day", "year", "none"]),
        (Sort.OLDEST, ["year", "day", "month", "none"]),
    ],
)
def test_days_sort_by_the_last_with_undated_articles_at_the_end(
    dated: Any, sort: Sort, expected: list[str]
) -> None:
    assert dated.scored(WHO, sort=sort) == [(id_, 0.0) for id_ in expected]
    assert dated.find(WHO, 2, offset=1, sort=sort) == expected[1:3]


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_follow_each_other_without_gap_or_overlap(
    index: Any, article: Any, sort: Sort
) -> None:
    index.write(*(article(f"{n:02}", "wie " * (n % 3 + 1) + "weet", date=f"20{n % 7:02}")
                  for n in range(40)))  # fmt: skip
    whole = index.find(WHO, 40, sort=sort)
    pages = [index.find(WHO, 7, offset=start, sort=sort) for start in range(0, 45, 7)]
    assert [id_ for page in pages for id_ in page] == whole
    assert sorted(whole) == [f"{n:02}" for n in range(40)]


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_past_one_answer_of_an_engine_follow_each_other(
    index: Any, article: Any, sort: Sort, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As they are asked for by a walk: in one snapshot, by page or from the start each time."""
    index.write(*(article(f"{n:02}", "wie " * (n % 3 + 1) + "weet", date=f"20{n % 7:02}")
                  for n in range(40)))  # fmt: skip
    whole = index.reader().search(WHO, 40, sort=sort)
    for module in ("engine", "long_lists"):
        monkeypatch.setattr(f"indexer.engines.opensearch.{module}.WINDOW", 5)
    reader = index.reader()
    for start in (*range(0, 45, 7), 3, 38):
        assert reader.search(WHO, 7, offset=start, sort=sort) == whole[start : start + 7]
        assert reader.search(WHO, start + 2, sort=sort) == whole[: start + 2]


def test_past_the_last_page_and_within_no_limit_there_is_nothing(dated: Any) -> None:
    assert dated.find(WHO, 10, offset=4) == []
    assert dated.find(WHO, 10, offset=10_000) == []
    assert dated.find(WHO, 0) == []


def test_facets_count_all_matches_by_count_then_value_as_written(dated: Any) -> None:
    counts = dated.reader().count(WHO, ("source", "section", "year", "month"))
    assert counts.total == 4
    assert counts.facets == {
        "source": (FacetCount("NRC", 2), FacetCount("Trouw", 1), FacetCount("nrc", 1)),
        "section": (FacetCount("Sport", 2),),
        "year": (FacetCount("2022", 2), FacetCount("2021", 1)),
        "month": (FacetCount("2022-03", 2),),
    }


def test_an_article_counts_once_for_each_of_its_values(index: Any, article: Any) -> None:
    index.write(
        article("a", "wie", section=("Sport", "Kunst", "sport")),
        article("b", "wie", section=("Kunst",)),
        article("c", "wie"),
        article("d", "wie", section=("Weer", "Kunst")),
        article("e", "wat", section=("Weer", "Kunst")),
    )
    index.write(article("f", "wie", section=("Weer", "Sport")), delete=("d",))
    counts = index.reader().count(WHO, ("section",))
    assert counts.total == 4
    assert counts.facets["section"] == (
        FacetCount("Kunst", 2),
        FacetCount("Sport", 2),
        FacetCount("Weer", 1),
        FacetCount("sport", 1),
    )


def test_facets_are_counted_when_asked_for(dated: Any) -> None:
    assert set(dated.reader().count(WHO, ("year",)).facets) == {"year"}
    assert dated.reader().count(WHO).facets == {}


def test_counts_span_the_days_of_dated_matches(dated: Any) -> None:
    counts = dated.reader().count(WHO)
    assert (counts.first, counts.last) == (Span.parse("2021").first, Span.parse("2022-03").last)


def test_counts_of_nothing_and_of_undated_articles_have_no_days(index: Any, article: Any) -> None:
    index.write(article("a", "wie"))
    for query, total in ((WHO, 1), (Term("text", "exact", "wat"), 0)):
        counts = index.reader().count(query, ("source", "year"))
        assert (counts.total, counts.first, counts.last) == (total, 0, 0)
        assert counts.facets == {"source": (), "year": ()}


def test_spans_count_matches_by_the_days_their_date_can_mean(dated: Any) -> None:
    parse = Span.parse
    assert dated.reader().count_by_date_range(WHO) == {
        parse("2022-03-24"): 1,
        parse("2022-03"): 1,
        parse("2021"): 1,
        UNDATED: 1,
    }
    assert dated.reader().count_by_date_range(Term("text", "exact", "waar")) == {}


def test_spans_leave_out_what_was_deleted_and_span_every_commit(index: Any, article: Any) -> None:
    index.write(*(article(str(n), "wie", date="2021-12-31") for n in range(3)))
    index.write(article("new", "wie", date="2021-12-31"), article("year", "wie", date="2021"))
    index.write(delete=("0",))
    counts = {Span.parse("2021-12-31"): 3, Span.parse("2021"): 1}
    assert index.reader().count_by_date_range(MatchAll()) == counts


def test_scores_answer_for_each_article_in_the_order_asked(dated: Any) -> None:
    reader = dated.reader()
    doc_ids = [reader.doc_id(id_) for id_ in ("other", "day", "none", "day")]
    scored = {match.doc_id: match.score for match in reader.search(WHO, 10)}
    assert reader.scores(WHO, doc_ids) == pytest.approx([scored.get(h) for h in doc_ids])
    assert reader.scores(And((MatchAll(), Not(WHO))), doc_ids) == [0.0, None, None, None]
    assert reader.scores(WHO, []) == []


def test_matches_answer_for_each_article_and_query_in_the_order_asked(dated: Any) -> None:
    reader = dated.reader()
    doc_ids = [reader.doc_id(id_) for id_ in ("other", "day", "none", "day")]
    queries = [WHO, Keyword("source", "NRC"), Term("text", "exact", "waar"), MatchAll()]
    day = (True, True, False, True)
    assert reader.matches(queries, doc_ids) == [(False, False, False, True), day, day, day]
    assert reader.matches([], doc_ids) == [()] * 4
    assert reader.matches(queries, []) == []


def test_matches_have_no_limit_of_queries_and_span_every_commit(index: Any, article: Any) -> None:
    words = [f"w{number}" for number in range(40)]
    index.write(article("even", " ".join(words[::2])))
    index.write(article("odd", " ".join(words[1::2])))
    reader = index.reader()
    found = reader.matches(
        [Term("text", "exact", word) for word in words],
        [reader.doc_id("odd"), reader.doc_id("even")],
    )
    assert found == [(False, True) * 20, (True, False) * 20]


def test_load_and_days_answer_in_the_order_asked(dated: Any) -> None:
    reader = dated.reader()
    doc_ids = [reader.doc_id(id_) for id_ in ("year", "none", "day")]
    assert reader.load(doc_ids) == [b"year", b"none", b"day"]
    days = [Span.parse("2021").last, 0, Span.parse("2022-03-24").last]
    assert reader.days(doc_ids) == days


def test_find_needs_the_whole_id(index: Any, article: Any) -> None:
    ids = ["a", "a b", "a/b/c.txt", "A", "ĳ\N{SNOWMAN}", "https://e.nl/?q=1&b=%20", "x" * 500]
    index.write(*(article(id_, "wie") for id_ in ids))
    reader = index.reader()
    for id_ in ids:
        doc_id = reader.doc_id(id_)
        assert doc_id is not None
        assert reader.load([doc_id]) == [id_.encode()]
    assert reader.doc_id("b") is None
    assert reader.doc_id("a b c") is None


def test_a_payload_comes_back_as_it_went(index: Any, article: Any) -> None:
    payloads = [b"", b"\0\xff\n" * 3, bytes(range(256)) * 400]
    for number, payload in enumerate(payloads):
        index.write(article(str(number), "wie")._replace(payload=payload))
    reader = index.reader()
    doc_ids = [reader.doc_id(str(number)) for number in range(len(payloads))]
    assert reader.load(doc_ids) == payloads


def test_a_long_payload_comes_back_as_it_went_and_as_python_shortens_it(
    index: Any, article: Any
) -> None:
    texts = {"a": "€ dijk. " * 600_000, "b": "dijk", "c": "dijk " * 60_000, "d": "dijk " * 30_000}
    payloads = {n: b"dijk\n" + stored_content(Article(n, "Dijk", texts[n])) for n in texts}
    index.write(*(article(id_, "wie")._replace(payload=payloads[id_]) for id_ in payloads))
    reader = index.reader()
    for longest in (None, 5, LISTED, READ):
        doc_ids = [reader.doc_id(id_) for id_ in (*payloads, "a")]
        wanted = [shortened(payload, longest) for payload in (*payloads.values(), payloads["a"])]
        assert list(reader.payloads(doc_ids, longest)) == wanted
    index.write(article("a", "wie")._replace(payload=b"short"))
    reader = index.reader()
    assert reader.load([reader.doc_id("a")]) == [b"short"]


def test_frequency_counts_articles_not_occurrences(index: Any, article: Any) -> None:
    index.write(article("a", "wie wie", title="wat"), article("b", "wie", stem="wat"))
    reader = index.reader()
    assert reader.frequency("text", "exact", "wie") == 2
    assert reader.frequency("text", "stem", "wat") == 1
    assert reader.frequency("title", "stem", "wat") == 1
    assert reader.frequency("text", "part", "wie") == 0


def test_frequencies_are_those_of_each_term_in_the_order_asked(index: Any, article: Any) -> None:
    index.write(article("a", "wie wie", title="wat"), article("b", "wie", stem="wat"))
    reader = index.reader()
    asked = ["wat", "niemand", "wie", "wat"]
    assert reader.frequencies("text", "exact", asked) == [0, 0, 2, 0]
    assert reader.frequencies("text", "stem", ["wat"]) == [1]
    assert reader.frequencies("title", "stem", ["wat", "wie"]) == [1, 0]
    assert reader.frequencies("text", "exact", []) == []


def test_terms_are_those_of_the_channel_that_begin_so(index: Any, article: Any) -> None:
    index.write(article("a", "wie wiel wat é", stem="wieg"), article("b", "wiel wieken ĳs"))
    reader = index.reader()
    assert reader.terms("text", "exact", "wie", 10) == [("wiel", 2), ("wie", 1), ("wieken", 1)]
    assert reader.terms("text", "stem", "wie", 10) == [("wieg", 1)]
    assert reader.terms("title", "exact", "wie", 10) == []
    assert reader.terms("text", "exact", "é", 10) == [("é", 1)]
    assert reader.terms("text", "exact", "ĳ", 10) == [("ĳs", 1)]
    assert len(reader.terms("text", "exact", "", 10)) == 6


def test_of_many_terms_the_most_frequent_come_first(index: Any, article: Any) -> None:
    index.write(article("a", "wie wiel wieg"), article("b", "wiel wieken"))
    index.write(article("c", "wieken wiel"))
    assert index.reader().terms("text", "exact", "wie", 2) == [("wiel", 3), ("wieken", 2)]


def test_ids_are_all_articles_or_those_of_an_origin(index: Any, article: Any) -> None:
    index.write(
        article("a", "wie", origin="2022/a.txt"),
        article("b", "wie", origin="2022/b.txt"),
        article("c", "wie", origin="2023/c.txt"),
    )
    reader = index.reader()
    everything = [("a", "2022/a.txt"), ("b", "2022/b.txt"), ("c", "2023/c.txt")]
    assert sorted(reader.ids()) == everything
    assert sorted(reader.ids("2022/")) == everything[:2]
    assert list(reader.ids("nergens")) == []


@pytest.mark.parametrize("engine", [*registry.names(), WITHOUT_SEGMENTS], indirect=True)
def test_origins_are_those_that_begin_so_each_once(index: Any, article: Any) -> None:
    index.write(*(article(f"a{n}", "wie", origin="2022/a.txt") for n in range(3)))
    index.write(
        article("b", "wie", origin="2022/b (1).txt"), article("c", "wie", origin="2023/c.txt")
    )
    reader = index.reader()
    assert sorted(reader.origins("2022/")) == ["2022/a.txt", "2022/b (1).txt"]
    assert sorted(reader.origins("2022/b (")) == ["2022/b (1).txt"]
    assert list(reader.origins("nergens")) == []


@pytest.mark.parametrize(
    "folder",
    [
        "map (1) [oud] {x}",
        "c++?*|^$\\d",
        "regel\nregel",
        "Oekraïne \U0001f4f0",
        "lang" * 200,
        "a.b",
    ],
)
def test_an_origin_of_any_characters_is_found(index: Any, article: Any, folder: str) -> None:
    other = f"{folder[:-1]}_/x.txt"
    index.write(article("a", "wie", origin=f"/{folder}/x.txt"), article("b", "wie", origin=other))
    assert list(index.reader().ids(f"/{folder}/")) == [("a", f"/{folder}/x.txt")]


def test_an_empty_index_finds_nothing(index: Any) -> None:
    index.write()
    reader = index.reader()
    assert reader.size == 0
    assert index.find(MatchAll()) == index.find(WHO) == index.find(Prefix("text", "exact", "w"))
    assert reader.count(WHO, ("source",)).facets == {"source": ()}
    assert reader.doc_id("a") is None
    assert not reader.has_content("a", "1")
    assert reader.frequency("text", "exact", "wie") == 0
    assert reader.terms("text", "exact", "", 10) == list(reader.ids()) == reader.verify() == []


def test_an_article_without_words_is_an_article(index: Any, article: Any) -> None:
    index.write(article("leeg"), article("a", "wie"))
    assert sorted(index.find(MatchAll())) == ["a", "leeg"]
    assert index.reader().verify() == []


def test_threads_can_share_a_reader(index: Any, article: Any) -> None:
    texts = [f"wie n{n % 7} weet n{n % 11}" for n in range(200)]
    index.write(*(article(str(n), text, source=text[-1]) for n, text in enumerate(texts)))
    reader = index.reader()

    def ask(n: int) -> object:
        query = Term("text", "exact", f"n{n % 11}")
        found = reader.search(query, 200)
        payloads = reader.load([match.doc_id for match in found])
        return payloads, reader.count(query, ("source",)), reader.terms("text", "exact", "n", 20)

    expected = [ask(n) for n in range(64)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(64))) == expected


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_contents_are_those_of_the_articles_that_match_up_to_a_limit(
    index: Any, article: Any, monkeypatch: pytest.MonkeyPatch, *, scripts: bool
) -> None:
    monkeypatch.setattr("indexer.engines.opensearch.counts.MAX_BUCKETS", 3)
    if not scripts:
        monkeypatch.setattr("indexer.engines.opensearch.contents._EACH", "no script")
    hashes = {n: f"{2 * n + 0x7F:014x}00ff" for n in range(8)}
    index.write(*(article(str(n), "wie" if n % 4 else "wat", content_hash=hashes[n])
                  for n in range(8)))  # fmt: skip
    reader = index.reader()
    wanted = {2 * n + 0x7F for n in range(8) if n % 4}
    assert sorted(reader.contents(WHO, 100)) == sorted(wanted)
    assert len({*reader.contents(WHO, 4)} & wanted) == 4
    index.write(article("1", "wie", content_hash=f"{0xABC:014x}"), delete=("2",))
    assert {*index.reader().contents(WHO, 100)} == wanted - {2 + 0x7F, 4 + 0x7F} | {0xABC}
    assert sorted(reader.contents(WHO, 100)) == sorted(wanted), "a snapshot does not change"


def test_what_a_page_asks_after_its_counts_is_what_it_is_alone(index: Any, article: Any) -> None:
    numbers = (0, 0x3FFF, 0x4000, 1 << 55, (1 << 56) - 1)
    index.write(*(article(str(n), "wie", date=f"2021-0{n + 1}", content_hash=f"{number:014x}")
                  for n, number in enumerate(numbers)))  # fmt: skip
    reader, alone = index.reader(), index.reader()
    assert reader.count(WHO, ENGINE_FACETS) == alone.count(WHO, ENGINE_FACETS)
    assert reader.count_by_date_range(WHO) == index.reader().count_by_date_range(WHO)
    assert sorted(reader.contents(WHO, 100)) == sorted(index.reader().contents(WHO, 100))
    assert sorted(reader.contents(WHO, 100)) == sorted(numbers)
