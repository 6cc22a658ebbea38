"""An archive in a cluster: made, updated, switched, resumed, copied there and back."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from indexer.archive import Archive, build, copy_archive
from indexer.config import Settings
from indexer.engines.opensearch.client import Client
from indexer.errors import IndexLockedError
from indexer.indexing.check import check
from indexer.model import SearchRequest
from indexer.storage.index_store import open_store

LOADER = """
import sys
from indexer.archive import build
from indexer.config import Cluster
from indexer.config import Settings

url, index, cache, path = sys.argv[1:]
cluster = Cluster(url=url, index=index, cache=cache, shards=3, replicas=0)
print("begins", flush=True)
build(Settings(engine="opensearch", opensearch=cluster), [path], rebuild=True)
"""


def held(settings: Settings) -> set[str]:
    archive = Archive.open(settings)
    try:
        return {hit.article.id for hit in archive.listing(SearchRequest("", limit=10_000)).hits}
    finally:
        archive.close()


def generations(settings: Settings) -> list[str]:
    answer = Client(settings.opensearch).ask("GET", f"/{settings.opensearch.index}*")
    return sorted(index for index in answer if "." not in index)


def test_an_update_takes_what_changed_and_keeps_the_generation(
    on_three_nodes: Settings, articles: Any, jsonl: Any
) -> None:
    first = articles(30)
    build(on_three_nodes, [jsonl(*first)])
    changed = replace(first[3], body="Er is storm op zee.")
    report = build(on_three_nodes, [jsonl(*first[:3], changed, *first[4:20])], prune=True)
    assert (report.added, report.changed, report.unchanged, report.removed) == (0, 1, 19, 10)
    assert held(on_three_nodes) == {article.id for article in first[:20]}
    assert generations(on_three_nodes) == [f"{on_three_nodes.opensearch.index}-000001"]
    assert Archive.open(on_three_nodes).search(SearchRequest("zee")).total == 1
    assert check(on_three_nodes) == []


def test_an_update_asks_for_many_articles_at_once(
    settings: Settings, articles: Any, jsonl: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = articles(200)
    build(settings, [jsonl(*first)])
    paths: list[str] = []
    ask = Client.ask

    def noted(client: Client, method: str, path: str, *rest: Any, **how: Any) -> Any:
        paths.append(path)
        return ask(client, method, path, *rest, **how)

    monkeypatch.setattr(Client, "ask", noted)
    copies = [replace(each, id=f"copy-{each.id}", source="De Wipkip") for each in first]
    assert build(settings, [jsonl(*copies)]).added == len(copies)
    searches = [path for path in paths if path.endswith("search")]
    assert "/_msearch" in searches
    assert len(searches) < len(copies) / 10
    archive = Archive.open(settings)
    (row, *_) = archive.search(SearchRequest("nummer7")).hits
    archive.close()
    assert {row.article.id, *(copy.id for copy in row.near_duplicates)} >= {"a00007", "copy-a00007"}


def test_a_page_asks_for_all_terms_at_once_and_counts_nothing_twice(
    settings: Settings, articles: Any, jsonl: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(settings, [jsonl(*articles(200))])
    asked: list[tuple[str, list[bytes]]] = []
    ask = Client.ask

    def noted(client: Client, method: str, path: str, body: Any = None, **how: Any) -> Any:
        searches = body.splitlines()[1::2] if isinstance(body, bytes) else [orjson.dumps(body)]
        asked.append((path, searches))
        return ask(client, method, path, body, **how)

    archive = Archive.open(settings)
    archive.search(SearchRequest("mist"))
    monkeypatch.setattr(Client, "ask", noted)
    request = SearchRequest("storm nummer7 nummer8", until="2030")
    archive.search(request)
    archive.refinements(request)
    archive.close()
    counted = [each for _, searches in asked for each in searches if b'"aggs"' in each]
    assert counted
    assert len(counted) == len(set(counted))
    together = [each for path, searches in asked if path == "/_msearch" for each in searches]
    assert {*together} <= {*counted}, "no term is searched for"
    assert len(asked) < 30


def test_articles_of_two_files_with_the_same_ids_are_kept_apart(
    settings: Settings, articles: Any, jsonl: Any
) -> None:
    first, second = articles(300), [replace(a, body="Er is mist.") for a in articles(300)]
    paths = [jsonl(*first, name="nrc.jsonl"), jsonl(*second, name="trouw.jsonl")]
    build(settings, paths[:1])
    assert build(settings, paths[1:]).added == 300
    assert {id_ for id_ in held(settings) if "/" in id_} == {f"trouw/{a.id}" for a in second}
    for again in (paths, paths[::-1], paths[1:]):
        assert build(settings, again, prune=True).unchanged == 300 * len(again)
    changed = [replace(second[0], body="Er is mist op zee."), *second[1:]]
    report = build(settings, [jsonl(*changed, name="trouw.jsonl")])
    assert (report.changed, report.unchanged) == (1, 299)


@pytest.mark.parametrize(("read", "waits"), [(False, 1), (True, 5)])
def test_a_generation_that_nobody_reads_goes_sooner(
    settings: Settings,
    articles: Any,
    jsonl: Any,
    monkeypatch: pytest.MonkeyPatch,
    *,
    read: bool,
    waits: int,
) -> None:
    build(settings, [jsonl(*articles(5))])
    archive = Archive.open(settings)
    if not read:
        archive.close()
    slept: list[float] = []
    monkeypatch.setattr("indexer.engines.opensearch.point_in_time.time.sleep", slept.append)
    build(settings, [jsonl(*articles(5))], rebuild=True)
    assert slept == [2] * waits
    assert generations(settings) == [f"{settings.opensearch.index}-000002"]
    archive.close()


def test_an_open_archive_follows_an_update(
    on_three_nodes: Settings, articles: Any, jsonl: Any
) -> None:
    build(on_three_nodes, [jsonl(*articles(5))])
    archive = Archive.open(on_three_nodes)
    assert archive.search(SearchRequest("storm")).total == 5
    build(on_three_nodes, [jsonl(*articles(8))])
    end = time.monotonic() + 180
    while archive.search(SearchRequest("storm")).total != 8:
        assert time.monotonic() < end
    archive.close()


def test_a_switch_under_continuous_queries_fails_none(
    on_three_nodes: Settings, articles: Any, jsonl: Any, asking: Any
) -> None:
    build(on_three_nodes, [jsonl(*articles(40))])
    archive = Archive.open(on_three_nodes)
    with asking(archive, "storm") as questions:
        build(on_three_nodes, [jsonl(*articles(60))], rebuild=True)
        questions.wait(10)
    archive.close()
    assert questions.failures == []
    assert set(questions.totals) == {40, 60}
    assert generations(on_three_nodes) == [f"{on_three_nodes.opensearch.index}-000002"]


@pytest.mark.usefixtures("at_once")
def test_a_killed_load_goes_on_where_it_was(
    settings: Settings, client: Client, articles: Any, jsonl: Any
) -> None:
    everything = articles(5_000)
    path = jsonl(*everything)
    build(settings, [jsonl(*articles(3), name="before.jsonl")])
    cluster = settings.opensearch
    loading = cluster.url, cluster.index, cluster.cache, str(path)
    command = [sys.executable, "-c", LOADER, *loading]
    unseen = f"{cluster.index}-000002"
    end = time.monotonic() + 600
    with subprocess.Popen(command, stdout=subprocess.PIPE) as loader:
        while unseen not in generations(settings) or not _stored(client, unseen):
            assert time.monotonic() < end
            assert loader.poll() is None, "it was to be killed before its end"
        loader.send_signal(signal.SIGKILL)
    assert held(settings) == {article.id for article in everything[:3]}, "nothing half-switched"
    _forget_lease(client)
    fewer = everything[:-500]
    report = build(settings, [jsonl(*fewer)], rebuild=True)
    assert report.unchanged > 0, "what was stored is not analysed again"
    assert report.added + report.unchanged == len(fewer)
    manifest = open_store(settings, "").manifest()
    assert (manifest.generation, manifest.articles) == (unseen, len(fewer))
    assert generations(settings) == [unseen]


def _stored(client: Client, index: str) -> int:
    told = client.ask("GET", f"/{index}/_stats/indexing")["_all"]["primaries"]
    return int(told["indexing"]["index_total"])


def _forget_lease(client: Client) -> None:
    """Remove the lease of a killed process, as waiting for its end would."""
    client.ask("DELETE", f"/{client.cluster.index}.state/_doc/writer")


@pytest.mark.usefixtures("at_once")
def test_archives_whose_names_begin_the_same_leave_each_other_alone(
    settings: Settings, articles: Any, jsonl: Any
) -> None:
    other = replace(
        settings, opensearch=replace(settings.opensearch, index=f"{settings.opensearch.index}-oud")
    )
    build(other, [jsonl(*articles(4))])
    for count in (2, 3):
        build(settings, [jsonl(*articles(count))], rebuild=True)
    assert len(held(other)) == 4
    assert len(held(settings)) == 3


def test_one_process_writes_at_a_time(settings: Settings, articles: Any, jsonl: Any) -> None:
    path = jsonl(*articles(3))
    build(settings, [path])
    with (
        open_store(settings, "").write_lock(),
        pytest.raises(IndexLockedError, match=r"process .* since"),
    ):
        build(settings, [path])
    assert build(settings, [path]).unchanged == 3


@pytest.mark.usefixtures("at_once")
def test_an_archive_goes_to_a_cluster_and_back_unchanged(
    settings: Settings, articles: Any, jsonl: Any
) -> None:
    here = replace(settings, engine="tantivy")
    build(here, [jsonl(*articles(250))])
    before = _answers(here)
    assert copy_archive(replace(here, engine=None), settings).added == 250
    assert _answers(settings) == before
    back = replace(here, index=settings.index.parent / "back")
    assert copy_archive(settings, back).added == 250
    assert _answers(back) == before
    assert build(back, [settings.index.parent / "articles.jsonl"]).unchanged == 250


def _answers(settings: Settings) -> list[Any]:
    """Return all that some queries find, in an order that ties do not decide."""
    archive = Archive.open(settings)
    try:
        found = [
            [hit.article for hit in archive.listing(SearchRequest(query, limit=1000)).hits]
            for query in ("storm dijk", "nummer7", '"bij de"')
        ]
        return [sorted(articles, key=lambda article: article.id) for articles in found]
    finally:
        archive.close()


@pytest.mark.usefixtures("at_once")
def test_what_is_withdrawn_stays_out_of_the_cluster_and_of_a_rebuild(
    settings: Settings, tmp_path: Path
) -> None:
    def item(version: int, status: str) -> Path:
        said = {"id": "urn:a", "version": version, "pubstatus": status, "body": "De sluis is open."}
        path = tmp_path / f"{version}.json"
        path.write_text(json.dumps(said), "utf-8")
        return path

    first, second, other = item(1, "usable"), item(2, "canceled"), tmp_path / "b.txt"
    other.write_text("De brug is open.", "utf-8")
    build(settings, [first, other])
    assert build(settings, [second]).removed == 1
    assert build(settings, [first]).superseded == 1
    assert build(settings, [first, other], rebuild=True).superseded == 1
    assert build(settings, [first]).superseded == 1
    assert build(settings, [item(10, "usable")]).added == 1
    with Archive.open(settings) as archive:
        assert archive.search(SearchRequest("open")).total == 2
