"""How fast Knipsel indexes, searches and starts, beside others with their own Dutch analysis.

    python benchmarks/speed.py [--data FOLDER] [--profile] [--index DIR] [--lucene] [--rivals]

Prints Markdown tables. Measures on the corpus in the data folder, else on articles that it makes.
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from statistics import median

import archives
import beside
import data_folder
import generated
from lucene_rival import VERSION as LUCENE_VERSION
from lucene_rival import Lucene, UnavailableError
from measurements import Figures, measure

ENGINES = {"tantivy": "Tantivy", "whoosh": "Whoosh"}
LUCENE = "Lucene, DutchAnalyzer"


@dataclass(frozen=True)
class Bench:
    """What is measured: a corpus for each engine, queries, and how often."""

    corpora: dict[str, Path]
    origin: str
    queries: list[str]
    folder: Path
    repeats: int
    rounds: int
    lucene: Lucene | None

    index: Path | None = None

    def folder_of(self, engine: str, *, own: bool = False) -> Path:
        """Return where an engine's index lies: Knipsel's, or the one of its own chain."""
        if self.index and engine == "tantivy" and not own:
            return self.index
        return self.folder / f"{engine}-{'own' if own else 'knipsel'}"


def main() -> None:
    """Measure and print."""
    options = _options()
    with tempfile.TemporaryDirectory() as temporary:
        bench = _bench(options, Path(temporary))
        tables = [
            facts,
            *([] if options.index else [indexing]),
            searcher,
            starting,
            *([stages] if options.profile else []),
            *([alternatives] if options.rivals else []),
        ]
        for table in tables:
            for line in table(bench):
                print(line, flush=True)
            print()


def facts(bench: Bench) -> Iterator[str]:
    """Yield on what and with what is measured."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("tantivy", "whoosh-reloaded"))
    yield f"- Command: `{' '.join(['python benchmarks/speed.py', *sys.argv[1:]])}`"
    load = f"load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    yield f"- Machine: {os.cpu_count()} cores, {_processor()}, {platform.system()}; {load}"
    lucene = f", Lucene {LUCENE_VERSION}" if bench.lucene else ""
    yield f"- Versions: Python {platform.python_version()}, {packages}{lucene}"
    yield f"- Data: {bench.origin}; {len(bench.queries)} queries"
    yield f"- Medians of {bench.repeats} runs of indexing and {bench.rounds} rounds of searching"


def indexing(bench: Bench) -> Iterator[str]:
    """Yield the table of indexing; a ratio is the median of those of neighbouring runs."""
    yield "## Indexing\n"
    figures = ("articles a second", "of Knipsel's", "processor, s", "index, MB", "memory, MB")
    yield from _head("", *figures)
    for engine in ENGINES:
        runs = [_index_in_turn(bench, engine) for _ in range(bench.repeats)]
        for name in runs[0]:
            share = median(run[name][0] / run[_knipsel(engine)][0] for run in runs)
            rate, busy, size, peak = map(median, zip(*(run[name] for run in runs), strict=True))
            megabytes = (f"{count / 1e6:.0f}" for count in (size, peak))
            yield _row(name, f"{rate:,.0f}", f"{share:.2f}", f"{busy:.1f}", *megabytes)


def searcher(bench: Bench) -> Iterator[str]:
    """Yield the table of searching."""
    yield "## Searching, milliseconds\n"
    yield from _head("", "", "p50", "p95", "p50, processor")
    for engine in ENGINES:
        rows = {
            name: _search(bench, measurement, folder)
            for name, measurement, folder in (
                (_knipsel(engine), "search", bench.folder_of(engine)),
                (_alone(engine), f"search_{engine}", bench.folder_of(engine, own=True)),
            )
            if folder.exists()
        }
        if bench.lucene and engine == "tantivy":
            folder = str(bench.folder_of("lucene", own=True))
            rows[LUCENE] = bench.lucene.search(folder, bench.queries, bench.rounds)
        for name, found in rows.items():
            for what, times in found.items():
                yield _row(name, what, *(f"{milliseconds:.2f}" for milliseconds in times))


def starting(bench: Bench) -> Iterator[str]:
    """Yield the table of whole processes, from the shell."""
    knipsel = str(Path(sys.executable).with_name("knipsel"))
    command = [knipsel, "--index", str(bench.folder / "seeds")]
    _run([*command, "index", str(generated.SEEDS)])
    yield "## Starting, milliseconds\n"
    yield from _head("", "median", "least")
    for name, line in (
        ("`knipsel search navo-top`, on `seeds/`", [*command, "search", "navo-top"]),
        ("`python -c pass`", [sys.executable, "-c", "pass"]),
    ):
        times = [_run(line) for _ in range(3 * bench.rounds)]
        yield _row(name, f"{median(times):.0f}", f"{min(times):.0f}")


def stages(bench: Bench) -> Iterator[str]:
    """Yield the table of where the time of a page goes."""
    yield "## Where a page with related terms spends its time, Tantivy\n"
    yield from _head("stage", "share", "mean, processor, milliseconds")
    for name, (share, milliseconds) in _search(bench, "stages", bench.folder_of("tantivy")).items():
        yield _row(name, f"{share:.0%}", f"{milliseconds:.2f}")


def alternatives(bench: Bench) -> Iterator[str]:
    """Yield the table of what a user would pick instead."""
    yield "## What a user would pick instead\n"
    of_a_page = ("page, ms: p50", "p95", "processor, mean")
    yield from _head("", "articles a second", "processor, s", "index, MB", *of_a_page)
    found = beside.rows(str(bench.corpora["tantivy"]), bench.queries, bench.rounds)
    for name, (rate, busy, size, *page) in found:
        indexed = (f"{rate:,.0f}", f"{busy:.1f}", f"{size / 1e6:.0f}")
        yield _row(name, *indexed, *(f"{milliseconds:.1f}" for milliseconds in page))


def _index_in_turn(bench: Bench, engine: str) -> dict[str, list[float]]:
    """Index afresh with Knipsel, the engine alone, and Lucene; return the figures of each."""
    source = str(bench.corpora[engine])
    figures = {}
    for name, own in ((_knipsel(engine), False), (_alone(engine), True)):
        asked = {"source": source, "folder": _emptied(bench.folder_of(engine, own=own))}
        found = (
            measure(f"index_{engine}", **asked) if own else measure("index", engine=engine, **asked)
        )
        figures[name] = found["index"]
    if bench.lucene and engine == "tantivy":
        folder = _emptied(bench.folder_of("lucene", own=True))
        figures[LUCENE] = bench.lucene.index(source, folder)["index"]
    return figures


def _emptied(folder: Path) -> str:
    shutil.rmtree(folder, ignore_errors=True)
    return str(folder)


def _search(bench: Bench, name: str, folder: Path) -> Figures:
    return measure(name, folder=str(folder), queries=bench.queries, rounds=bench.rounds)


def _bench(options: argparse.Namespace, folder: Path) -> Bench:
    """Return what to measure: news and queries of the data folder, else what is made here."""
    corpus = options.data / data_folder.NEWS
    if corpus.exists() and not options.generated:
        origin = corpus.name
        queries = data_folder.queries(options.data / data_folder.TOPICS) or generated.queries(50)
    else:
        count = options.generated or 20_000
        origin = f"{count:,} generated articles"
        corpus = archives.write(folder / "generated.jsonl.gz", generated.articles(count))
        queries = generated.queries(50)
    first = _first_of(corpus, options.whoosh, folder / "first.jsonl.gz")
    return Bench(
        corpora={"tantivy": corpus, "whoosh": first},
        origin=f"{origin}, for Whoosh its first {options.whoosh:,}",
        queries=queries,
        folder=folder,
        repeats=options.repeats,
        rounds=options.rounds,
        lucene=_lucene() if options.lucene and not options.index else None,
        index=options.index,
    )


def _lucene() -> Lucene | None:
    try:
        return Lucene.found()
    except UnavailableError as error:
        print(f"Lucene is left out: {error}.", file=sys.stderr)
        return None


def _first_of(corpus: Path, articles: int, target: Path) -> Path:
    with gzip.open(corpus) as lines, gzip.open(target, "wb", compresslevel=1) as out:
        out.writelines(islice(lines, articles))
    return target


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    data_folder.add_option(parser)
    parser.add_argument("--index", type=Path, help="search this one, and build none")
    parser.add_argument("--generated", type=int, metavar="N", help="measure on N made articles")
    parser.add_argument("--whoosh", type=int, default=10_000, metavar="N", help="its articles")
    parser.add_argument("--repeats", type=int, default=3, help="runs of indexing")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of the queries")
    parser.add_argument("--lucene", action="store_true", help="beside Lucene too: Java and Maven")
    parser.add_argument("--rivals", action="store_true", help="beside SQLite and OpenSearch too")
    parser.add_argument("--profile", action="store_true", help="say where a page's time goes")
    return parser.parse_args()


def _run(command: list[str]) -> float:
    """Run a command to its end; return the milliseconds it took."""
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return 1000 * (time.perf_counter() - started)


def _processor() -> str:
    """Return the processor's name, as well as the system tells it."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def _knipsel(engine: str) -> str:
    return f"Knipsel, {ENGINES[engine]}"


def _alone(engine: str) -> str:
    return f"{ENGINES[engine]} alone, its own Dutch"


def _head(*names: str) -> Iterator[str]:
    yield _row(*names)
    yield "|---" * 2 + "|---:" * (len(names) - 2) + "|"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
