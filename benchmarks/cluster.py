"""How fast an archive is loaded into OpenSearch and answers from there, beside Tantivy.

    python benchmarks/cluster.py [--data FOLDER] [--nodes 3] [--shards 1]

Starts the nodes itself. Prints Markdown tables, and how often both engines give the same answers.
The cluster is loaded twice: Java compiles while it is first used, which takes as long as the load.
Processor time says what holds on a machine that is busy.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles

import data_folder
import opensearch_nodes
from ties import ties

from indexer.archive import Archive, build
from indexer.config import Cluster, Settings
from indexer.model import SearchRequest

CLUSTER = "OpenSearch"
ROUNDS, WARMING = 3, 12


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the engine of a cluster.")
    data_folder.add_option(parser)
    parser.add_argument("--file", default="news2019.jsonl.gz")
    parser.add_argument("--nodes", type=int, default=3)
    parser.add_argument("--shards", type=int, default=1)
    options = parser.parse_args()
    source = options.data / "data" / options.file
    queries = data_folder.queries(options.data / data_folder.TOPICS)
    with (
        tempfile.TemporaryDirectory() as folder,
        opensearch_nodes.running(options.nodes) as nodes,
    ):
        here = Settings(index=Path(folder) / "index", engine="tantivy")
        replicas = min(1, options.nodes - 1)
        urls, cache = ",".join(nodes.urls), str(Path(folder) / "cache")
        cluster = Cluster(urls, shards=options.shards, replicas=replicas, cache=cache)
        away = replace(here, engine="opensearch", opensearch=cluster)
        print(
            f"{options.nodes} nodes, {options.shards} shards, {replicas} replicas; {options.file}"
        )
        print()
        print("| engine | articles a second | s | processor, s: client | nodes | index, MB |")
        print("|---|---|---|---|---|---|")
        for name, settings in (
            ("Tantivy", here),
            (f"{CLUSTER}, just started", away),
            (CLUSTER, away),
        ):
            print(loaded(name, settings, source, nodes), flush=True)
        print()
        print("| engine | page over HTTP: first p50, ms | p50 | p95 | processor: server | nodes |")
        print("|---|---|---|---|---|---|")
        for settings in (here, away):
            print(served(settings, queries, nodes), flush=True)
        print()
        print(agreement(here, away, queries))


def loaded(name: str, settings: Settings, source: Path, nodes: opensearch_nodes.Nodes) -> str:
    """Build the index, and return its row."""
    before, own, started = nodes.processor(), time.process_time(), time.perf_counter()
    report = build(settings, [source], rebuild=True)
    seconds = time.perf_counter() - started
    archive = Archive.open(settings)
    size = archive.stats().size / 1e6
    archive.close()
    return (
        f"| {name} | {report.read / seconds:,.0f} | {seconds:.1f} | "
        f"{time.process_time() - own:.1f} | {nodes.processor() - before:.1f} | {size:.0f} |"
    )


def served(settings: Settings, queries: list[str], nodes: opensearch_nodes.Nodes) -> str:
    """Ask a server of one process for a page of each query, and return the row.

    The first page of a query asks the cluster how frequent its terms are, the next ones know.
    """
    with serving(settings) as (url, server):
        first = median(_ask(url, queries, 2100))
        for n in range(WARMING):
            _ask(url, queries, 2050 + n)
        before, own = nodes.processor(), opensearch_nodes.processor_seconds(server.pid)
        rounds = [_ask(url, queries, 2102 + n) for n in range(ROUNDS)]
        pages = ROUNDS * len(queries)
        mine = (opensearch_nodes.processor_seconds(server.pid) - own) / pages * 1000
        theirs = (nodes.processor() - before) / pages * 1000
    p50 = median(median(each) for each in rounds)
    p95 = median(quantiles(each, n=20)[-1] for each in rounds)
    return (
        f"| {settings.engine} | {first:.1f} | {p50:.1f} | {p95:.1f} | {mine:.1f} | {theirs:.1f} |"
    )


def agreement(here: Settings, away: Settings, queries: list[str]) -> str:
    """Return in how many queries both engines give the same totals and the same order.

    Related terms are cut after twenty: where two tell as much, engines may take another.
    """
    archives = [Archive.open(settings) for settings in (here, away)]
    totals = orders = lifted = 0
    for query in queries:
        asked = SearchRequest(query, limit=10, collapse=False)
        one, other = (a.search(asked) for a in archives)
        totals += (one.total, one.facets) == (other.total, other.facets)
        lifted += ties(one) == ties(other)
        plain, too = (a.search(replace(asked, related=False)) for a in archives)
        orders += ties(plain) == ties(too)
    for archive in archives:
        archive.close()
    return (
        f"Of {len(queries)} queries {totals} have the same total and facets; but for ties, "
        f"{orders} have the same first ten without related terms, and {lifted} with them."
    )


@contextmanager
def serving(settings: Settings) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve by one process; yield the address, which ends with a slash, and the process."""
    environment = {
        **os.environ,
        "KNIPSEL_INDEX": str(settings.index),
        "KNIPSEL_ENGINE": settings.engine or "",
        "OPENSEARCH_URL": settings.opensearch.url,
        "OPENSEARCH_CACHE": settings.opensearch.cache,
    }
    program = "import sys; from indexer.cli import main; main()"
    command = [sys.executable, "-c", program, "serve", "--port", "0", "--workers", "1"]
    server = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr
        yield server.stderr.readline().split()[-1], server
    finally:
        server.terminate()
        server.wait()


def _ask(url: str, queries: list[str], until: int) -> list[float]:
    """Return the milliseconds of each page; with another limit it is not one that is remembered."""
    took = []
    for query in queries:
        started = time.perf_counter()
        with urllib.request.urlopen(
            url + "?" + urllib.parse.urlencode({"q": query, "until": until})
        ) as answer:
            answer.read()
        took.append((time.perf_counter() - started) * 1000)
    return took


if __name__ == "__main__":
    main()
