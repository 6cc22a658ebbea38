"""How the costs of Knipsel grow with the archive: from ten thousand articles to a million.

    python benchmarks/growth.py [--data FOLDER] [--folder DIR] [--images docs/images]

Prints Markdown tables and draws plots. A size of which DIR has the figures is not measured again.
A million articles take 4 GB of disk and a quarter of an hour on two cores.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

import archives
import data_folder
import growth_measurements
from measurements import measured
from plots import Line, plot
from questions import questions

SIZES = [10_000, 100_000, 1_000_000]
UPDATE = 1_000
"""Articles of an update."""

_SAMPLE = 5_000  # articles of which questions are made
_KINDS = {  # what is shown: kind of question, and of request
    "words": "words",
    "without related terms": "words",
    "newest first": "words",
    "a timeline": "words",
    f"page {growth_measurements.DEEP}": "a common word",
}

Figures = dict[str, Any]


def main() -> None:
    """Measure, print and draw."""
    options = _options()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        figures = [_figures(size, folder, options.data, options.rounds) for size in options.sizes]
    for line in chain(tables(figures), [""]):
        print(line)
    if options.images:
        for name, drawing in drawings(figures):
            (options.images / name).write_text(drawing)


def tables(figures: Sequence[Figures]) -> Iterator[str]:
    """Yield the tables: a column for each size."""
    yield _row("articles", *(f"{each['articles']:,}" for each in figures))
    yield f"|---{'|---:' * len(figures)}|"
    indexing = [each["index"] for each in figures]
    rates = [run["read"] / run["seconds"] for run in indexing]
    yield _row("indexing, articles a second", *(f"{rate:,.0f}" for rate in rates))
    busy = (1e6 * run["busy"] / run["read"] for run in indexing)
    yield _row("processor, µs an article", *(f"{each:.0f}" for each in busy))
    yield _row(
        "memory of its own while it reads, MB",
        *(f"{max(m for _, m in run['memory']):.0f}" for run in indexing),
    )
    for place, told in enumerate(("of its own to the end", "of files it maps", "of both at once")):
        yield _row(f"memory {told}, MB", *(f"{run['most'][place]:.0f}" for run in indexing))
    yield _row("index, MB", *(f"{run['size']:.0f}" for run in indexing))
    yield _row("segments", *(str(run["segments"]) for run in indexing))
    for name, told in (
        ("update", f"{UPDATE:,} more, s (processor)"),
        ("again", "all read again, unchanged, s (processor)"),
    ):
        runs = (each[name] for each in figures)
        yield _row(told, *(f"{run['seconds']:.1f} ({run['busy']:.1f})" for run in runs))
    for name, told in (("opening", "opening the index, ms"), ("first", "its first page, ms")):
        yield _row(told, *(f"{each[name]:.0f}" for each in figures))
    for kind in figures[0]["times"]:
        cells = (f"{p50:.1f} / {p95:.1f}" for p50, p95 in (f["times"][kind] for f in figures))
        yield _row(f"{kind}, ms", *cells)
    yield _row("memory after all these, MB", *(f"{each['memory']:.0f}" for each in figures))


def drawings(figures: Sequence[Figures]) -> Iterator[tuple[str, str]]:
    """Yield the plots by the name of their file; the one of memory is of the last size."""
    sizes = [float(each["articles"]) for each in figures]
    indexing = [1e6 * each["index"]["busy"] / each["index"]["read"] for each in figures]
    middle, most = zip(*(each["times"]["words"] for each in figures), strict=True)
    memory = [(float(read), megabytes) for read, megabytes in figures[-1]["index"]["memory"]]
    for name, title, lines in (
        ("memory", "Memory while indexing, MB", [Line("", memory)]),
        ("indexing", "Indexing, µs of the processor an article", [_line("", sizes, indexing)]),
        (
            "pages",
            "A page of results, ms of the processor",
            [_line("p50", sizes, middle), _line("p95", sizes, most)],
        ),
    ):
        yield f"growth-{name}.svg", plot(title, lines, logarithmic=name != "memory")


def _line(name: str, across: Sequence[float], up: Sequence[float]) -> Line:
    return Line(name, list(zip(across, up, strict=True)))


def _figures(size: int, folder: Path, data: Path, rounds: int) -> Figures:
    """Return the figures of one size: those that the folder has, else measured ones."""
    kept = folder / f"growth-{size}.json"
    if not kept.exists():
        kept.write_text(json.dumps(_measured(size, folder, data, rounds)))
    figures: Figures = json.loads(kept.read_text())
    return figures


def _measured(size: int, folder: Path, data: Path, rounds: int) -> Figures:
    whole, more = folder / f"{size}.jsonl.gz", folder / f"{size}-more.jsonl.gz"
    if not (whole.exists() and more.exists()):
        records = archives.articles(size + UPDATE, data)
        archives.write(whole, islice(records, size))
        archives.write(more, records)
    index = folder / f"index-{size}"
    shutil.rmtree(index, ignore_errors=True)
    figures: Figures = {"articles": size}
    for name, source in (("index", whole), ("again", whole), ("update", more)):
        asked = {"source": str(source), "folder": str(index), "articles": size}
        figures[name] = _run("index", asked)
    questions_ = {"folder": str(index), "asked": _asked(whole, data), "rounds": rounds}
    return figures | _run("asking", questions_)


def _asked(archive: Path, data: Path) -> dict[str, list[str]]:
    ordinary = data_folder.queries(data / data_folder.TOPICS)
    found = questions(list(islice(archives.read(archive), _SAMPLE)), ordinary)
    return {kind: found[of] for kind, of in _KINDS.items()} | found


def _run(name: str, asked: Figures) -> Figures:
    found: Figures = measured(growth_measurements.__file__, name, asked)
    return found


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _options() -> argparse.Namespace:
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=form)
    data_folder.add_option(parser)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--folder", type=Path, help="keep archives, indexes and figures here")
    parser.add_argument("--images", type=Path, help="draw the plots into this folder")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of the questions")
    return parser.parse_args()


if __name__ == "__main__":
    main()
