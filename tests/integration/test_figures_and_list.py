"""What is counted is what the list shows: filters, fields, dates and names compare alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.fields import FieldValues
from indexer.model import UNDATED, Article, SearchRequest, Span

ARTICLES = (
    Article(
        "a",
        "Storm",
        "De storm trok over.",
        "2019-05-03",
        "NRC",
        ("Kunst & Cultuur",),
        author=("Jan Bakker",),
    ),
    Article(
        "b",
        "Regen",
        "Het regent. De storm volgt.",
        "2019-06-02",
        "nrc.",
        (),
        author=("J. Bakker-Smit", "Zoë van den Berg"),
    ),
    Article(
        "c",
        "Storm",
        "In mei 2019 was er een storm.",
        "2021",
        "Trouw",
        ("Kunst",),
        author=("JAN BAKKER",),
    ),
    Article(
        "d",
        "Zon",
        "De zon scheen op het strand.",
        None,
        "Trouw",
        ("kunst cultuur",),
        author=("Bakkers Piet",),
    ),
    Article("e", "Storm op zee", "Niets bijzonders.", "2019-05", None, (), author=("O'Neill",)),
)


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def archive(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    write_articles: Callable[..., Path],
) -> Archive:
    folder = tmp_path_factory.mktemp("agree")
    settings = Settings(index=folder / "index", engine=request.param)
    build(settings, [write_articles(folder / "all.jsonl", *ARTICLES)])
    return Archive.open(settings)


WITH_COMPOUNDS = (
    Article("s", "Weer", "De stormschade is groot.", "2019-05-04", "NRC"),
    Article("t", "Stormen", "Niets bijzonders hier.", "2019-07-01", "Trouw"),
    Article("u", "Storm-alarm", "Het KNMI-weerbericht.", "2020-01-01", "NRC"),
    Article("w", "Zee", "De storm gaf stormschade.", "2018", "Volkskrant"),
    Article("v", "Regenstorm", "De zonnestorm van mei.", None, "Trouw"),
)


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def compounds(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    write_articles: Callable[..., Path],
) -> Archive:
    folder = tmp_path_factory.mktemp("compounds")
    settings = Settings(index=folder / "index", engine=request.param)
    build(settings, [write_articles(folder / "all.jsonl", *ARTICLES, *WITH_COMPOUNDS)])
    return Archive.open(settings)


@pytest.mark.parametrize(
    "query",
    [
        *("storm", "stormen", "storm weer", "-storm", "storm OF zon", "titel:storm", "stor*"),
        *('"storm op zee"', "storm bron:nrc", "storm NIET regen", "stom", "de", '""', "schade"),
    ],
)
def test_a_list_without_parts_is_what_is_counted(compounds: Archive, query: str) -> None:
    for limits in ({}, {"since": "2019-05", "until": "2019"}, _only(source=("nrc",))):
        request = SearchRequest(query, parts=False, limit=20, collapse=False, **limits)
        page, counted = compounds.search(request), compounds.figures().ids(request)
        asked = replace(request, query=page.corrected or query)
        counted = compounds.figures().ids(asked)
        assert {hit.article.id for hit in page.hits} == set(counted), (query, limits)
        assert (page.total, page.partial) == (len(counted), 0)
        assert {hit.article.id for hit in compounds.results(asked)} == set(counted)
        (series,) = compounds.trend([asked.query], within=replace(asked, query="")).series
        assert series.total == len(counted)


def test_nothing_is_marked_inside_other_words(compounds: Archive) -> None:
    request = SearchRequest("storm bron:volkskrant", related=False)
    marks = [
        [hit.snippets[0].text[start:end] for start, end in hit.snippets[0].marks]
        for parts in (True, False)
        for hit in compounds.search(replace(request, parts=parts)).hits
    ]
    assert marks == [["storm", "storm"], ["storm"]]


def _only(**values: tuple[str, ...]) -> dict[str, Any]:
    return {"filters": FieldValues(values)}


@pytest.mark.parametrize(
    "limits",
    [
        {},
        {"since": "2019-05", "until": "2019-05"},
        _only(source=("nrc",)),
        _only(author=("jan bakker",)),
        _only(author=("bakker",)),
        {"excluded": FieldValues({"author": ("Jan Bakker",)})},
        _only(section=("Kunst cultuur",)),
        _only(source=("Trouw", "NRC"), author=("Jan Bakker",)),
    ],
)
@pytest.mark.parametrize(
    "query",
    [
        "",
        "storm",
        "storm OF zon",
        "storm -regen",
        "-storm",
        "titel:storm",
        '"storm op zee"',
        "stor*",
        "strom~",
        "auteur:bakker",
        "auteur:BAKKER",
        'auteur:"jan bakker"',
        "auteur:zoe",
        'auteur:"van den berg"',
        "auteur:o'neill",
        "auteur:bakker-smit",
        "-auteur:bakker",
        "storm auteur:(smit OF neill)",
        "bron:nrc",
        'rubriek:"kunst & cultuur"',
        "datum:2019-05",
        "storm mei 2019",
        "mei 2019",
        "nieuws over storm",
        "wat is er bekend over de storm",
        "mei 2019 de",
        "storm EN mei 2019",
        "storm dodenherdenking 2019",
        "dodenherdenking 2019",
        "de dodenherdenking 2019",
        "dag van de arbeid storm",
        "storm week 18 2019",
        "week 18 2019",
        "de",
        "?!",
        '"?!"',
        "?! bron:nrc",
        "storm NIET datum:2021",
        "2021 auteur:bakker",
    ],
)
def test_the_list_and_the_figures_have_the_same_articles(
    archive: Archive, query: str, limits: dict[str, Any]
) -> None:
    request = SearchRequest(query, **limits)
    listed = {hit.article.id for hit in archive.results(request)}
    figures = archive.figures()
    assert set(figures.ids(request)) == listed
    assert figures.words(request).about.articles == len(listed)
    ids, days = figures.listed(request)
    assert set(ids) == listed
    assert Counter(days) == Counter(
        Span.parse(each.date) if each.date else UNDATED for each in ARTICLES if each.id in listed
    )
    cells = figures.count([query], ["year"], SearchRequest("", **limits)).rows
    dated = {a.id for a in ARTICLES if a.date}
    assert sum(cell.articles for cell in cells) == len(listed & dated)


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("1\u20442", {"half", "slash"}),  # as figures list the form of a sign
        ("=1\u20442", {"half", "slash"}),
        ("21\u20442", {"two"}),
        ("1/2", {"slash"}),
        ("½", {"half"}),
        ("2½ liter", {"two"}),
    ],
)
def test_a_fraction_is_found_by_its_sign_and_by_its_form(
    tmp_path: Path,
    write_articles: Callable[..., Path],
    engine: str,
    query: str,
    ids: set[str],
) -> None:
    texts = {"half": "Neem ½ liter.", "two": "Neem 2½ liter.", "slash": "Neem 1\u20442 liter."}
    articles = [Article(id_, "Recept", text) for id_, text in texts.items()]
    settings = Settings(index=tmp_path / "index", engine=engine)
    build(settings, [write_articles(tmp_path / "all.jsonl", *articles)])
    archive = Archive.open(settings)
    for parts in (True, False):
        request = SearchRequest(query, parts=parts)
        assert {hit.article.id for hit in archive.results(request)} == ids
        assert set(archive.figures(parts=parts).ids(request)) == ids
    lines = archive.figures().kwic(SearchRequest(query)).lines()
    assert {line.article.id for line in lines} == ids
