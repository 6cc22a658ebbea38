"""Exact lines in context against a search by hand over the tokens of each article."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from indexer.analysis.analyzer import Analyzer
from indexer.answers.figures import ConcordanceLine, LineOrder
from indexer.answers.long_text import Stored
from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.errors import IndexDamagedError
from indexer.highlight import token_places
from indexer.model import Article, SearchRequest
from indexer.output import tables
from indexer.statistics import kwic

WORDS = (
    *("kabinet", "kabinetten", "minister", "ministers", "storm", "stormschade", "de", "een"),
    *(
        "Rutte",
        "NAVO-top",
        "16.30",
        "café",
        "Oekraïne",
        "kabinetsbesluit",
        "\U0001f600",
        "kabi-\nnet",
    ),
)
Place = tuple[str, str, int, int]


def _made() -> list[Article]:
    draw = random.Random(3)

    def text(length: int) -> str:
        words = draw.choices(WORDS, k=length)
        return "".join(word + draw.choice((" ", " ", ". ", "\n\n")) for word in words).strip()

    days = ("2019-05-03", "2020", None)
    made = [
        Article(f"a{n}", f"{text(3)} kop{n}", text(draw.randint(1, 40)), draw.choice(days))
        for n in range(90)
    ]
    bodies = [text(12) for _ in range(10)]  # whose title is their beginning
    return made + [
        Article(f"b{n}", " ".join(b.split()[:1]), b, "2021") for n, b in enumerate(bodies)
    ]


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def archive(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    write_articles: Callable[..., Path],
) -> Archive:
    folder, articles = tmp_path_factory.mktemp("kwic"), _made()
    settings = Settings(index=folder / "index", engine=request.param)
    for run in (articles[:60], articles):  # two segments
        build(settings, [write_articles(folder / "news.jsonl", *run)])
    return Archive.open(settings)


@pytest.fixture(scope="module")
def articles(archive: Archive) -> list[Article]:
    """Return the articles as they are stored: white space in titles is collapsed."""
    return [hit.article for hit in archive.results(SearchRequest(""))]


def by_hand(articles: Sequence[Article], word: str, analyzer: Analyzer) -> set[Place]:
    """Return where forms of a word stand: the title once where the body begins with it."""
    lemma = next(analyzer.tokens(word)).word.lemma
    found = set()
    for article in articles:
        repeated = re.match(re.escape(article.title) + r"(?!\w)", article.body)
        for field, text in (("title", "" if repeated else article.title), ("body", article.body)):
            for token in analyzer.tokens(text):
                if token.word.lemma == lemma:
                    found.add((article.id, field, token.start, token.end))
    return found


def _places(lines: Sequence[ConcordanceLine]) -> list[Place]:
    return [(line.article.id, line.field, line.start, line.end) for line in lines]


@pytest.mark.parametrize("order", LineOrder)
def test_the_lines_are_every_hit_once_in_any_order(
    archive: Archive, articles: list[Article], analyzer: Analyzer, order: LineOrder
) -> None:
    for word in ("kabinet", "minister", "storm", "café", "NAVO-top"):
        found = archive.figures().kwic(SearchRequest(word), order=order)
        lines = list(found.lines())
        assert len(lines) == len(found) == len({*_places(lines)})
        assert {*_places(lines)} == by_hand(articles, word, analyzer)
        counted = archive.figures().count([word], ["source"]).about
        assert (
            found.about.articles == counted.articles == len({place[0] for place in _places(lines)})
        )
        for line in lines:
            text = line.article.title if line.field == "title" else line.article.body
            assert " ".join(text[line.start : line.end].split()) == line.match
        assert _places(list(found.lines(7, 11))) == _places(lines)[7:18]
        page = found.page(7, 11)
        assert (page.hits, _places(page.lines)) == (len(lines), _places(lines)[7:18])
        placed = dict(found.placed(3, 20))
        assert _places([placed[n] for n in range(len(placed))]) == _places(lines)[3:23]


@pytest.mark.parametrize("order", LineOrder)
def test_a_file_of_lines_reads_each_article_once_in_any_order(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, order: LineOrder
) -> None:
    """Those of an article that goes on in the next batch are the exception, one a batch."""
    monkeypatch.setattr(kwic, "_AT_ONCE", 20)
    found = archive.figures().kwic(SearchRequest("de"), order=order)
    expected = list(found.lines())
    read: list[str] = []
    stored = found._stored

    def noted(ids: Sequence[str]) -> Iterable[Stored]:
        read.extend(ids)
        return stored(ids)

    found._stored = noted
    rows = list(csv.reader(tables.concordance_lines(found.placed())))
    assert [(r[0], r[4], int(r[5]), int(r[6])) for r in rows[1:]] == _places(expected)
    assert len(expected) > 2 * found.about.articles
    assert len(read) <= found.about.articles + len(expected) // 20 < len(expected)


def test_what_is_remembered_of_the_chunks_of_an_archive_is_bounded(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = archive.figures().kwic(SearchRequest("de"))
    expected = _places(list(found.lines()))
    monkeypatch.setattr(token_places, "_REMEMBERED", 5)
    found = archive.figures().kwic(SearchRequest("de"))
    places = vars(found)["_tokens"] = token_places.PlacesByChunks()
    assert _places(list(found.lines())) == expected
    assert len(places._counts) <= 5


@pytest.mark.parametrize("order", [each for each in LineOrder if each.is_left or "right" in each])
def test_lines_are_sorted_by_the_word_asked_for_then_by_those_farther_out(
    archive: Archive, analyzer: Analyzer, order: LineOrder
) -> None:
    keys = []
    for line in archive.figures().kwic(SearchRequest("kabinet"), order=order).lines():
        text = line.article.title if line.field == "title" else line.article.body
        tokens = list(analyzer.tokens(text))
        place = next(n for n, token in enumerate(tokens) if token.start == line.start)
        step = -1 if order.is_left else 1
        out = [token.word.exact for token in (tokens[place::step])[1:]]
        keys.append(out[order.word - 1 : order.word + 4])
    assert len(keys) > 50
    assert keys == sorted(keys)


def test_dates_run_from_old_to_new_and_relevance_as_the_list_does(archive: Archive) -> None:
    request = SearchRequest("kabinet")
    lines = archive.figures().kwic(request, order=LineOrder.DATE).lines()
    dates = [line.article.date or "9999" for line in lines]
    assert dates == sorted(dates)
    ranked = [hit.article.id for hit in archive.results(request)]
    found = dict.fromkeys(line.article.id for line in archive.figures().kwic(request).lines())
    assert [*found] == [id_ for id_ in ranked if id_ in found]


def test_so_many_lines_an_article_and_only_in_the_articles_of_another_query(
    archive: Archive, articles: list[Article], analyzer: Analyzer
) -> None:
    bench = archive.figures()
    lines = bench.kwic(
        SearchRequest("kabinet"), within=SearchRequest("minister"), per_article=2
    ).lines()
    places = by_hand(articles, "kabinet", analyzer)
    others = {place[0] for place in by_hand(articles, "minister", analyzer)}
    expected: dict[str, list[Place]] = {}
    for place in sorted(places, key=lambda p: (p[0], p[1] != "title", p[2])):
        if place[0] in others:
            expected.setdefault(place[0], []).append(place)
    first = [place for each in expected.values() for place in each[:2]]
    assert sorted(_places(list(lines))) == sorted(first)


def test_parts_and_collapsing_are_said_and_counted(archive: Archive) -> None:
    exact, parts = (archive.figures(parts=p).kwic(SearchRequest("storm")) for p in (False, True))
    assert len(exact) < len(parts)
    assert {line.match for line in parts.lines()} >= {"storm", "stormschade"}
    assert (exact.page().parts, parts.page().parts) == (False, True)
    assert archive.figures(collapse=True).kwic(SearchRequest("storm")).page().collapsed


def test_an_article_that_is_not_as_it_was_indexed_is_damage(archive: Archive) -> None:
    found = archive.figures().kwic(SearchRequest("kabinet"))
    found._stored = lambda ids: [Article(id_, "", "") for id_ in ids]
    with pytest.raises(IndexDamagedError, match="not as it was indexed"):
        list(found.lines())
