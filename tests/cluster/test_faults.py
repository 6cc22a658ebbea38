"""What happens when nodes go, and when a cluster is not as it should be."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import pytest
from click.testing import CliRunner, Result
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
from indexer.reports import BuildReport
from webapp import create_app

FAILOVER = 15.0  # seconds in which a query may fail after a node was lost
LOAD = 5_000  # articles, more than are loaded before a node can be killed


@dataclass(frozen=True)
class Lost:
    """What was seen while the node that manages three was lost, and after it was back."""

    totals: set[int]
    late: list[str]
    load: BuildReport
    loaded: Settings
    away: list[tuple[int, str | None]]
    command: Result
    back: list[Any]


@pytest.fixture(scope="module")
def lost(
    nodes: Nodes,
    *,
    articles: Any,
    write_articles: Any,
    asking: Any,
    archive_in: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Lost]:
    """Kill a node once, while one archive is asked, another loaded and a page knows no other node.

    A start of Java is the dearest thing here: the three claims share this one.
    """
    folder = tmp_path_factory.mktemp("lost")
    url = ",".join(nodes.urls)
    with (
        archive_in(url, folder / "asked", replicas=1) as asked,
        archive_in(url, folder / "loaded", replicas=1) as loaded,
    ):
        build(asked, [write_articles(folder / "asked.jsonl", *articles(60))])
        everything = write_articles(folder / "loaded.jsonl", *articles(LOAD))
        lone = replace(asked.opensearch, url=nodes.urls[0], timeout=5)
        page = create_app(replace(asked, opensearch=lone)).test_client()
        assert page.get("/?q=storm").status_code == 200
        with (
            Archive.open(asked) as archive,
            ThreadPoolExecutor(1) as loader,
            asking(archive, "storm") as questions,
        ):
            loading = loader.submit(build, loaded, [everything])
            _wait_for_first_articles(loaded)
            nodes.wait()  # a part without a replica yet is away as long as its node
            killed = time.monotonic()
            nodes.nodes[0].kill()
            answers = [page.get(path) for path in ("/api/search?q=dijk", "/?q=dijk")]
            environment = {"KNIPSEL_ENGINE": "opensearch", "OPENSEARCH_URL": nodes.urls[0]}
            command = CliRunner().invoke(main, ["search", "storm"], env=environment)
            questions.wait(30)
            nodes.nodes[0].start()
            nodes.wait()
            questions.wait(10)
            load = loading.result()
        nodes.wait()
        yield Lost(
            totals=set(questions.totals),
            late=[told for at, told in questions.failures if at > killed + FAILOVER],
            load=load,
            loaded=loaded,
            away=[(each.status_code, each.headers.get("Retry-After")) for each in answers],
            command=command,
            back=[page.get(path) for path in ("/api/search?q=dijk", "/?q=dijk")],
        )


def _wait_for_first_articles(settings: Settings) -> None:
    """Return once a load is on its way."""
    client, end = Client(settings.opensearch), time.monotonic() + 600
    while time.monotonic() < end:
        found = client.ask("GET", f"/{settings.opensearch.index}-000001*/_stats/indexing")
        if found["_all"]["primaries"].get("indexing", {}).get("index_total"):
            return


def test_a_node_killed_while_searching_costs_no_answer_that_is_wrong(lost: Lost) -> None:
    assert lost.totals == {60}, "every answer is whole"
    assert lost.late == []


def test_a_node_killed_while_loading_loses_no_article(lost: Lost) -> None:
    assert lost.load.added == LOAD
    assert check(lost.loaded) == []
    with Archive.open(lost.loaded) as archive:
        assert archive.search(SearchRequest("storm")).total == LOAD


def test_a_cluster_that_is_away_is_said_and_back_needs_no_restart(lost: Lost) -> None:
    (told, retry), (page, _) = lost.away
    assert (told, retry, page) == (503, "30", 503)
    assert (lost.command.exit_code, "does not answer" in lost.command.output) == (2, True)
    assert [answer.status_code for answer in lost.back] == [200, 200]
    assert b"60" in lost.back[0].data


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


def test_a_node_without_tls_is_told_from_one_that_is_away(
    opensearch_node: Nodes, settings: Settings
) -> None:
    secure = opensearch_node.urls[0].replace("http:", "https:")
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
