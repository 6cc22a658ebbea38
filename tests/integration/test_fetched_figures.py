"""Figures of an archive that keeps no forward index: equal to the others, or refused with a why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexer.answers.figures import Unit
from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.errors import NoForwardIndexError
from indexer.model import Article, SearchRequest
from indexer.output.selection_file import selection_bytes
from indexer.statistics.selections.packaging import export_package
from indexer.statistics.selections.saving import run_selection, save_selection
from indexer.storage.folder import FolderStore

_STORY = "De minister van Landbouw zei gisteren dat het rapport over de stallen niet deugt. " * 3
ARTICLES = [
    Article("b/1", "Storm op zee", "De storm & {wind}.", "2019-05-03", "NRC", ("Weer", "Zee")),
    Article("a/2", "Kalm", "Stormen, zegt hij.\n\nOveral zon. En storm.", "2020", "Trouw"),
    Article("c", "Stormschade", "Stormschade kost geld.", "2020-05-06", "NRC"),
    Article("d", "Zonder datum is het hier", "Zonder datum is het hier storm.", author=("A. Vos",)),
    Article("z", "Stallen", f"{_STORY}Storm.", "2020-07-01", "Trouw"),
    Article("y", "Stallen", f"{_STORY}Storm.", "2020-07-01", "NRC"),
]
STORM = SearchRequest("storm")


@pytest.fixture(params=["tantivy", "whoosh"])
def settings(
    request: pytest.FixtureRequest, tmp_path: Path, write_articles: Callable[..., Path]
) -> Settings:
    settings = Settings(index=tmp_path / "index", engine=request.param)
    old = Article("a/2", "Iets anders", "Hier stond eerst storm.", "2001")
    for articles in ((old, *ARTICLES[2:]), ARTICLES):
        build(settings, [write_articles(tmp_path / "news.jsonl", *articles)])
    return settings


@pytest.fixture
def fetching(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Return an archive that keeps no forward index, as one in a cluster."""

    def none(*_: object) -> Any:
        raise NoForwardIndexError("none is kept")

    monkeypatch.setattr(FolderStore, "forward", none)
    return Archive.open(settings)


def _figures(archive: Archive) -> list[Any]:
    found: list[Any] = [archive.search(SearchRequest("storm", parts=False)).total]
    for parts in (False, True):
        for collapse in (False, True):
            bench = archive.figures(parts=parts, collapse=collapse)
            found += [
                bench.count(["storm", "titel:storm OF zon"], ["source", "year"]),
                bench.count([""], ["section"]),
                bench.collocates(STORM, unit=Unit.LEMMA, all_words=True),
                bench.keywords(SearchRequest("bron:nrc"), all_words=True),
                bench.words(SearchRequest(""), size=2, all_words=True),
                sorted(bench.ids(SearchRequest('"een storm" OF storm -zee'))),
                sorted((line.article.id, line.start) for line in bench.kwic(STORM).lines()),
            ]
    return found


def test_they_equal_those_of_an_archive_that_keeps_one(
    settings: Settings, request: pytest.FixtureRequest
) -> None:
    kept = _figures(Archive.open(settings))
    fetched = _figures(request.getfixturevalue("fetching"))
    assert kept[0] == 5
    assert fetched == kept


def test_a_saved_selection_and_its_package_are_the_same(
    settings: Settings, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    archive = Archive.open(settings)
    saved = save_selection(archive.figures(), STORM, archive.stats())
    export_package(archive.figures(), saved, tmp_path / "kept")
    fetching = request.getfixturevalue("fetching")
    own = save_selection(fetching.figures(), STORM, fetching.stats())
    assert selection_bytes(own) == selection_bytes(saved)
    assert run_selection(fetching.figures(), saved, fetching.stats()).same
    export_package(fetching.figures(), saved, tmp_path / "fetched")
    sums = [(tmp_path / name / "SHA256SUMS").read_text() for name in ("kept", "fetched")]
    assert sums[0] == sums[1]


def test_an_archive_of_too_many_articles_is_refused_and_trends_count_by_stem(
    fetching: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.benches.MAX_FETCHED", len(ARTICLES) - 1)
    with pytest.raises(NoForwardIndexError, match=r"up to 5 articles.*has 6.*knipsel copy"):
        fetching.figures()
    (series,) = fetching.trend(["storm"]).series
    assert "stam" in " ".join(series.notices)
