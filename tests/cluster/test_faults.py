"""What happens when nodes go, and when a cluster is not as it should be."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner
from opensearch_nodes import Nodes

from indexer.archive import Archive, build
from indexer.cli import main
from indexer.config import Settings
from indexer.engines.opensearch.bulk import Bulk
from indexer.engines.opensearch.client import Client
from indexer.errors import (
    EngineUnavailableError,
    IndexDamagedError,
    IndexMissingError,
    IndexStaleError,
    KnipselError,
)
from indexer.indexing.check import check
from indexer.model import SearchRequest
from webapp import create_app

FAILOVER = 15.0  # seconds in which a query may fail after a node was lost


def test_a_node_killed_while_searching_costs_no_answer_that_is_wrong(
    nodes: Nodes, settings: Settings, articles: Any, jsonl: Any, asking: Any
) -> None:
    build(settings, [jsonl(*articles(60))])
    archive = Archive.open(settings)
    with asking(archive, "storm") as questions:
        killed = time.monotonic()
        nodes.nodes[0].kill()
        questions.wait(30)
        nodes.nodes[0].start()
        nodes.wait()
        questions.wait(10)
    archive.close()
    assert set(questions.totals) == {60}, "every answer is whole"
    late = [told for at, told in questions.failures if at > killed + FAILOVER]
    assert late == []


def test_a_node_killed_while_loading_loses_no_article(
    nodes: Nodes, settings: Settings, client: Client, articles: Any, jsonl: Any
) -> None:
    everything = articles(5_000)
    killing = threading.Thread(target=_kill_one, args=(nodes, client))
    killing.start()
    report = build(settings, [jsonl(*everything)])
    killing.join()
    nodes.wait()
    assert report.added == len(everything)
    assert check(settings) == []
    archive = Archive.open(settings)
    assert archive.search(SearchRequest("storm")).total == len(everything)
    archive.close()


def _kill_one(nodes: Nodes, client: Client) -> None:
    """Kill a node once the load is on its way, and start it again."""
    name = f"{client.cluster.index}-000001"
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = client.ask("GET", f"/{name}*/_stats/indexing")["_all"]["primaries"]
        if found.get("indexing", {}).get("index_total"):
            break
    nodes.nodes[1].kill()
    nodes.nodes[1].start()


def test_a_cluster_that_is_away_is_said_and_back_needs_no_restart(
    opensearch_node: Nodes, on_one_node: Settings, articles: Any, jsonl: Any, monkeypatch: Any
) -> None:
    (url,) = opensearch_node.urls
    settings = replace(on_one_node, opensearch=replace(on_one_node.opensearch, url=url))
    build(settings, [jsonl(*articles(20))])
    page = create_app(replace(settings, opensearch=replace(settings.opensearch, timeout=5)))
    browser = page.test_client()
    assert browser.get("/?q=storm").status_code == 200
    opensearch_node.stop()
    try:
        answer = browser.get("/api/search?q=dijk")
        assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "30")
        assert browser.get("/?q=dijk").status_code == 503
        monkeypatch.setenv("KNIPSEL_ENGINE", "opensearch")
        monkeypatch.setenv("OPENSEARCH_URL", url)
        result = CliRunner().invoke(main, ["search", "storm"])
        assert (result.exit_code, "does not answer" in result.output) == (2, True)
    finally:
        for node in opensearch_node.nodes:
            node.start()
        opensearch_node.wait()
    assert b"20" in browser.get("/api/search?q=dijk").data
    assert browser.get("/?q=dijk").status_code == 200


def test_a_disk_that_is_nearly_full_is_named_and_the_archive_stays(
    settings: Settings, client: Client, articles: Any, jsonl: Any
) -> None:
    build(settings, [jsonl(*articles(5))])
    block = f"/{settings.opensearch.index}/_settings"
    client.ask("PUT", block, {"index.blocks.read_only_allow_delete": True})
    with pytest.raises(KnipselError, match=r"read-only: make room"):
        build(settings, [jsonl(*articles(9))])
    archive = Archive.open(settings)
    assert archive.search(SearchRequest("storm")).total == 5
    archive.close()
    client.ask("PUT", block, {"index.blocks.read_only_allow_delete": None})
    assert build(settings, [jsonl(*articles(9))]).added == 4


@pytest.mark.usefixtures("at_once")
def test_a_mapping_that_was_changed_is_refused(
    settings: Settings, client: Client, articles: Any, jsonl: Any
) -> None:
    build(settings, [jsonl(*articles(5))])
    extra = {"properties": {"mine": {"type": "keyword"}}}
    client.ask("PUT", f"/{settings.opensearch.index}/_mapping", extra)
    with pytest.raises(IndexDamagedError, match=r"was changed .* --rebuild"):
        Archive.open(settings)
    build(settings, [jsonl(*articles(5))], rebuild=True)
    assert check(settings) == []


def test_an_index_of_something_else_is_refused_and_left_alone(
    settings: Settings, client: Client, articles: Any, jsonl: Any
) -> None:
    name = settings.opensearch.index
    client.ask("PUT", f"/{name}", {"mappings": {"properties": {"mine": {"type": "keyword"}}}})
    for attempt in (lambda: Archive.open(settings), lambda: build(settings, [jsonl(*articles(1))])):
        with pytest.raises(IndexMissingError, match="OPENSEARCH_INDEX"):
            attempt()
    assert list(client.ask("GET", f"/{name}*")) == [name]


def test_an_archive_of_another_analysis_is_refused(
    settings: Settings, client: Client, articles: Any, jsonl: Any
) -> None:
    build(settings, [jsonl(*articles(2))])
    path = f"/{settings.opensearch.index}/_mapping"
    ((_, told),) = client.ask("GET", path).items()
    about = told["mappings"]["_meta"]
    about["knipsel"]["fingerprint"] = "00000000"
    client.ask("PUT", path, {"_meta": about})
    with pytest.raises(IndexStaleError, match=r"analysis 00000000.*--engine opensearch --rebuild"):
        Archive.open(settings)


def test_an_archive_that_is_not_there_says_how_to_make_it(settings: Settings) -> None:
    with pytest.raises(IndexMissingError, match="knipsel index --engine opensearch PATH"):
        Archive.open(settings)


def test_an_article_that_the_cluster_refuses_is_named(
    settings: Settings, articles: Any, jsonl: Any
) -> None:
    long = replace(articles(1)[0], id="te-lang", source="x" * 40_000)
    with pytest.raises(KnipselError, match=r"refuses article 'te-lang'.*Leave it out"):
        build(settings, [jsonl(long)])


def test_an_article_over_the_limit_of_a_request_is_named(client: Client) -> None:
    bulk = Bulk(client, "nowhere")
    with pytest.raises(KnipselError, match=r"'groot' takes 101 MB.*max_content_length"):
        bulk.add("groot", b" " * (101 << 20))
    bulk.close()


def test_a_query_of_very_many_words_is_answered(
    settings: Settings, articles: Any, jsonl: Any
) -> None:
    build(settings, [jsonl(*articles(400))])
    archive = Archive.open(settings)
    query = " ".join(f"nummer{n}" for n in range(0, 400, 4))
    assert archive.search(SearchRequest(query)).hits
    archive.close()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("127.0.0.1:9200", "no address of OpenSearch"),
        ("http://", "no address of OpenSearch"),
        ("http://user:geheim@127.0.0.1:1", "does not answer"),
        ("ftp://127.0.0.1:1", "no address of OpenSearch"),
    ],
)
def test_an_address_that_is_wrong_is_told_without_its_password(
    settings: Settings, url: str, told: str
) -> None:
    wrong = replace(settings, opensearch=replace(settings.opensearch, url=url))
    with pytest.raises(KnipselError, match=told) as caught:
        Archive.open(wrong)
    assert "geheim" not in str(caught.value)


def test_a_node_without_tls_is_told_from_one_that_is_away(nodes: Nodes, settings: Settings) -> None:
    secure = nodes.urls[0].replace("http:", "https:")
    with pytest.raises(KnipselError, match=r"No safe connection.*OPENSEARCH_CA"):
        Archive.open(replace(settings, opensearch=replace(settings.opensearch, url=secure)))


def test_files_of_certificates_that_are_not_there_are_told(settings: Settings) -> None:
    wrong = replace(settings.opensearch, url="https://127.0.0.1:1", ca="/nowhere.pem")
    with pytest.raises(KnipselError, match="OPENSEARCH_CA"):
        Archive.open(replace(settings, opensearch=wrong))


Answers = Callable[..., str]


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (401, b"{}", "does not accept the user 'piet'.*OPENSEARCH_PASSWORD"),
        (403, b'{"error": {"type": "security_exception", "reason": "no"}}', "all rights"),
        (200, b'{"version": {"distribution": "opensearch", "number": "2.19.1"}}', "3.0 or later"),
        (200, b'{"version": {"number": "8.1.0"}}', "is no OpenSearch"),
        (200, b"<html>", "not as OpenSearch does"),
        (503, b"{}", "cannot answer now"),
    ],
)
def test_an_answer_that_is_no_good_is_told_with_what_to_do(
    httpserver_of: Answers, status: int, body: bytes, told: str
) -> None:
    url = httpserver_of(status, body)
    cluster = replace(Settings().opensearch, url=url, user="piet", password="geheim")
    with pytest.raises(KnipselError, match=told) as caught:
        build(Settings(engine="opensearch", opensearch=cluster), ["nowhere.jsonl"])
    assert "geheim" not in str(caught.value) + repr(cluster)
    assert isinstance(caught.value, EngineUnavailableError) == (status == 503)
