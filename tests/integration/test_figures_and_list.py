"""What is counted is what the list shows: filters, fields, dates and names compare alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.fields import FieldValues
from indexer.model import Article, SearchRequest

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
    cells = figures.count([query], ["year"], SearchRequest("", **limits)).rows
    dated = {a.id for a in ARTICLES if a.date}
    assert sum(cell.articles for cell in cells) == len(listed & dated)
