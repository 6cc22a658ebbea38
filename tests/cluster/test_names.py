"""Names and figures over a cluster: those of the same articles in a folder, whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.answers.figures import LineOrder
from indexer.answers.name_figures import NAME_TYPES, NameType
from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.engines.opensearch.bulk import Bulk
from indexer.engines.opensearch.client import Client
from indexer.errors import KnipselError
from indexer.indexing.check import check
from indexer.model import Article, SearchRequest
from indexer.statistics.name_figures import names_against, names_by
from indexer.statistics.stored_names import names_of, profile
from indexer.storage.cluster_files import ClusterFiles
from tests.paths import SEEDS

_QUERIES = ("", "gemeente", "minister kabinet", "plaats:utrecht", "-persoon:vos politie", "brand")
_NEW = [
    Article(
        "nieuw-1",
        "Verbruggen spreekt",
        "In Utrecht zei minister Sanne Verbruggen dat de brand uit is. Verbruggen lacht.",
        "2022-03-04",
        "De Wipkip",
    ),
    Article("nieuw-2", "Weer", "Ook Sanne Verbruggen was in Gouda, zegt de politie.", "2022-03-05"),
]
_NAMES = """
same = [["Sanne Verbruggen", "S. Verbruggen"]]
hide = ["Gouda"]

[type]
"Utrecht" = "organisation"
"""


def _answers(settings: Settings) -> dict[str, Any]:
    """Return what an archive says of names, and by them."""
    with closing(Archive.open(settings)) as archive:
        return dict(_each_answer(archive))


def _each_answer(archive: Archive) -> Iterator[tuple[str, Any]]:
    for query in _QUERIES:
        page = archive.search(SearchRequest(query))
        assert page.keeps_names
        yield f"total of {query}", page.total
        yield f"facets of {query}", page.facets
        for parts in (False, True):
            asked = SearchRequest(query, parts=parts)
            yield f"ids of {query}", sorted(h.article.id for h in archive.results(asked).hits)
        yield f"trend of {query}", archive.trend([query])
    bench = archive.figures()
    names = bench.index.names
    assert names
    persons = [each.value for each in archive.search(SearchRequest("")).facets["person"]]
    assert len(persons) > 5
    yield "names", [bench.names(SearchRequest(query), limit=500) for query in _QUERIES]
    for name in persons[:5]:
        for field in NAME_TYPES:
            yield f"page of {name}", profile(names, field, name)
        yield f"filter {name}", archive.search(SearchRequest(f'persoon:"{name}"')).total
        yield f"completion {name}", archive.completions(f"persoon:{name[:4].lower()}")
    yield "by month", names_by(bench, SearchRequest(""), "month", NameType.LOC, 20)
    sides = SearchRequest("gemeente"), SearchRequest("politie")
    yield "against", names_against(bench, *sides, None, 50)
    yield "count", bench.count(["gemeente", "politie"], ["person", "year"])
    yield "collocates", bench.collocates(SearchRequest("gemeente"))
    for id_ in sorted(bench.index.ids)[::10]:
        yield f"stored of {id_}", [name.name for name in names_of(names, id_)]
        yield f"names of {id_}", archive.with_names(archive.article(id_)).names


@pytest.fixture
def here(settings: Settings) -> Settings:
    """Return the settings of the same archive in a folder."""
    return replace(settings, engine="tantivy")


def _elsewhere(settings: Settings, tmp_path: Path) -> Settings:
    """Return the settings of another machine, which has none of the files."""
    return replace(settings, opensearch=replace(settings.opensearch, cache=str(tmp_path / "other")))


def test_names_and_figures_are_those_of_a_folder_after_each_run(
    settings: Settings, here: Settings, tmp_path: Path, jsonl: Callable[..., Path]
) -> None:
    both = here, settings
    for each in both:
        build(each, [SEEDS])
    first = _answers(here)
    assert _answers(settings) == first
    assert _answers(_elsewhere(settings, tmp_path)) == first

    for each in both:
        report = build(each, [jsonl(*_NEW, name="nieuw.jsonl")])
        assert (report.added, report.removed) == (2, 0)
    second = _answers(here)
    assert second != first
    assert _answers(settings) == second

    corrections = tmp_path / "names.toml"
    corrections.write_text(_NAMES, "utf-8")
    both = (
        replace(here, corrections=corrections),
        replace(_elsewhere(settings, tmp_path), corrections=corrections),
    )
    for each in both:
        build(each, [jsonl(_NEW[0], name="nieuw.jsonl")], prune=True)
    third = _answers(both[0])
    assert third["names"] != second["names"]
    assert _answers(both[1]) == third
    assert check(settings) == []


@pytest.mark.parametrize("moment", ["while articles are sent", "before files are sent"])
def test_a_run_that_ends_half_way_is_made_good_by_the_next(
    settings: Settings,
    here: Settings,
    jsonl: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
) -> None:
    build(settings, [SEEDS])
    before = _answers(settings)
    changed = jsonl(*_NEW, name="nieuw.jsonl")
    broken, name = (Bulk, "finish") if "while" in moment else (ClusterFiles, "send")
    kept = getattr(broken, name)

    def fails(self: Any, *given: Any) -> None:
        if isinstance(self, Bulk):
            kept(self, *given)
        raise KnipselError("the line is cut")

    monkeypatch.setattr(broken, name, fails)
    with pytest.raises(KnipselError, match="line is cut"):
        build(settings, [changed])
    monkeypatch.setattr(broken, name, kept)
    assert _answers(settings)["names"] == before["names"], "readers have what they had"

    more = jsonl(replace(_NEW[1], id="nieuw-3", title="Storm", date=None), name="meer.jsonl")
    report = build(settings, [changed, more])
    assert (report.added, report.unchanged) == (1, 2), "the cluster has them"
    for paths in ([SEEDS], [changed, more]):
        build(here, paths)
    assert _answers(settings) == _answers(here)
    assert build(settings, [changed]).unchanged == 2


def test_an_archive_without_names_says_so(settings: Settings, articles: Any, jsonl: Any) -> None:
    build(replace(settings, names="none"), [jsonl(*articles(3))])
    with closing(Archive.open(settings)) as archive:
        page = archive.search(SearchRequest("persoon:jansen"))
        assert not page.keeps_names
        assert len(archive.figures().ids(SearchRequest("storm"))) == 3


def test_the_lines_of_many_articles_take_few_requests(
    settings: Settings, articles: Any, jsonl: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(settings, [jsonl(*articles(60))])
    with closing(Archive.open(settings)) as archive:
        bench, asked = archive.figures(), list[str]()
        ask = Client.ask

        def noted(client: Client, method: str, path: str, *rest: Any, **how: Any) -> Any:
            asked.append(f"{method} {path}")
            return ask(client, method, path, *rest, **how)

        monkeypatch.setattr(Client, "ask", noted)
        found = bench.kwic(SearchRequest("storm"), order=LineOrder.DATE)
        assert len({line.article.id for line in found.page(0, 300).lines}) == 60
        assert len(asked) < 10, asked
