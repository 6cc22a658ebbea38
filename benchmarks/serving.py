"""How fast pages are served: one after the other without a network, and to many over HTTP.

    python benchmarks/serving.py --index DIR [--data FOLDER] [--rounds 5] [--seconds 10]

Prints Markdown tables. Over HTTP it needs wrk (Debian: apt-get install wrk); everything stays on
this machine. A page is *new* where more queries are asked in turn than results are remembered, each
time at another address since pages are remembered too, and *again* where fewer are. The queries are
those of the data folder, else made from `seeds/`. Where the system counts it, a row says how long
the server's threads had a core for each page, and how long they waited for one while others had
it: pages are few where the machine is busy, and where they are not remembered yet.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote

import data_folder
import generated
from measurements import times

from indexer.archive import Archive
from indexer.config import Settings
from indexer.model import SearchRequest
from webapp import create_app
from webapp.server.serve import usual_workers
from webapp.urls.addresses import article_path

CONNECTIONS = 32
TURNS = 20
"""How often each new search is asked for, with a parameter that no page looks at."""
WARM = 200
"""Searches of those with which a server begins, and which are not asked for when it is measured."""

SCRIPT = Path(__file__).with_name("pages.lua")

_FIGURES = {
    "p50": re.compile(r"50%\s+([\d.]+)(us|ms|s|m)"),
    "p99": re.compile(r"99%\s+([\d.]+)(us|ms|s|m)"),
}
_MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_ANSWERED = re.compile(r"(\d+) requests in")
_FAILED = re.compile(r"Non-2xx or 3xx responses: (\d+)")


@dataclass(frozen=True)
class Asked:
    """What is asked of an index: `few` paths of searches that recur, and `many` that do not.

    With searches for `warming` a server opens the archive and meets words.
    """

    settings: Settings
    few: list[str]
    many: list[str]
    warming: list[str]
    article: str


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, required=True)
    data_folder.add_option(parser)
    parser.add_argument("--seconds", type=int, default=10, help="of each row over HTTP")
    parser.add_argument("--rounds", type=int, default=5, help="of each row without a network")
    options = parser.parse_args()
    asked = _asked(Settings(index=options.index), options.data)
    for line in alone(asked, options.rounds):
        print(line, flush=True)
    if shutil.which("wrk") is None:
        print("wrk is not installed; nothing is measured over HTTP", file=sys.stderr)
        return
    for line in over_http(asked, options.seconds):
        print(line, flush=True)


def alone(asked: Asked, rounds: int) -> Iterator[str]:
    """Yield the table of pages made one after the other, without a network."""
    yield "## A page as HTML, milliseconds, without a network\n"
    yield "| page | p50 | p95 | p50, processor |"
    yield "|---|---:|---:|---:|"
    fresh = create_app(asked.settings, archive=Archive.open(asked.settings)).test_client()
    used = create_app(asked.settings).test_client()
    pages = {"search": asked.few, "article": 40 * [asked.article], "front": 40 * ["/"]}
    for name, paths in pages.items():
        for when, client in (("new", fresh), ("again", used)):
            taken = times([partial(client.get, path) for path in paths], rounds)
            yield f"| {name}, {when} | " + " | ".join(f"{figure:.2f}" for figure in taken) + " |"


def over_http(asked: Asked, seconds: int) -> Iterator[str]:
    """Yield the table of pages asked for at once."""
    yield f"\n## Over HTTP, {CONNECTIONS} connections that ask again at once\n"
    yield (
        "| workers | page | pages a second | p50, ms | p99, ms | failed "
        "| on a core, ms a page | waiting for one |"
    )
    yield "|---:|---|---:|---:|---:|---:|---:|---:|"
    for workers in sorted({1, usual_workers()}):
        with served(asked.settings, workers) as server, tempfile.TemporaryDirectory() as folder:
            for name, first, paths in (
                ("search, new", asked.warming, asked.many),
                ("search, again", asked.few, asked.few),
                ("article, again", [asked.article], [asked.article]),
                ("front, again", ["/"], ["/"]),
            ):
                # Where what was asked for is to be new, none of it was asked for in warming up.
                _wrk(server, _file(folder, first), 3)
                yield f"| {workers} | {name} | {_wrk(server, _file(folder, paths), seconds)} |"


def _file(folder: str, paths: list[str]) -> Path:
    file = Path(folder) / "paths"
    file.write_text("".join(f"{path}\n" for path in paths))
    return file


@dataclass(frozen=True)
class Served:
    """A server that runs: where it answers, and the process that began it."""

    address: str
    process: int

    def taken(self) -> tuple[float, float]:
        """Return the seconds that its threads had a core, and waited for one, so far."""
        tasks = list(Path(f"/proc/{self.process}/task").glob("*"))
        with suppress(OSError):
            workers = Path(f"/proc/{self.process}/task/{self.process}/children").read_text()
            for each in workers.split():
                tasks += Path(f"/proc/{each}/task").glob("*")
        had = waited = 0.0
        for task in tasks:
            with suppress(OSError):
                on_core, waiting, _ = (task / "schedstat").read_text().split()
                had, waited = had + int(on_core) / 1e9, waited + int(waiting) / 1e9
        return had, waited


@contextmanager
def served(settings: Settings, workers: int) -> Iterator[Served]:
    """Serve an index."""
    knipsel = Path(sys.executable).with_name("knipsel")
    command = [str(knipsel), "--index", str(settings.index), "serve"]
    how = ["--port", "0", "--workers", str(workers)]
    with subprocess.Popen([*command, *how], stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        try:
            found = re.search(r"http://\S+", server.stderr.readline())
            assert found
            yield Served(found[0], server.pid)
        finally:
            server.terminate()


def _wrk(server: Served, paths: Path, seconds: int) -> str:
    """Return pages a second, p50, p99, failed answers and what a page took as cells of a row."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", str(SCRIPT)]
    before = server.taken()
    done = subprocess.run(
        [*command, server.address, "--", str(paths)], check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    taken = [now - then for now, then in zip(server.taken(), before, strict=True)]
    rate, answered, failed = (each.search(done) for each in (_RATE, _ANSWERED, _FAILED))
    assert rate
    assert answered
    found = [pattern.search(done) for pattern in _FIGURES.values()]
    latencies = [float(m[1]) * _MILLISECONDS[m[2]] for m in found if m]
    cells = [f"{float(rate[1]):,.0f}", *(f"{value:.0f}" for value in latencies)]
    each = [f"{1000 * figure / max(1, int(answered[1])):.2f}" for figure in taken]
    return " | ".join([*cells, failed[1] if failed else "0", *(each if any(taken) else ["", ""])])


def _asked(settings: Settings, data: Path) -> Asked:
    few = data_folder.queries(data / data_folder.TOPICS) or generated.queries(45)
    headlines = data / "relevance" / "dev" / "headlines" / "queries.tsv"
    many = data_folder.queries(headlines) or generated.queries(1_500)
    warming, many = many[:WARM], many[WARM:] or many
    hit = Archive.open(settings).search(SearchRequest(few[0], limit=1)).hits[0]
    return Asked(
        settings,
        [f"/?q={quote(query, safe='')}" for query in few],
        [f"/?q={quote(query, safe='')}&turn={turn}" for turn in range(TURNS) for query in many],
        [f"/?q={quote(query, safe='')}" for query in warming],
        f"{article_path(hit.article.id)}?q={quote(few[0], safe='')}",
    )


if __name__ == "__main__":
    main()
