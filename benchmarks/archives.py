"""Make an archive of any size to measure on, as JSON lines: the same command, the same bytes.

    python benchmarks/archives.py 1000000 million.jsonl.gz [--data FOLDER] [--growth]

News of the data folder is multiplied; without that, or with --made, it is made of the words of
`seeds/`. With --growth it prints how the vocabulary grows, to compare with a newspaper's.
"""

from __future__ import annotations

import argparse
import gzip
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from math import log
from pathlib import Path

import data_folder
import generated
import multiplied
import orjson

from indexer.analysis.tokens import surfaces

_MIN_ARTICLES = 1_000  # articles of which growth is told


def main() -> None:
    """Write the archive that is asked for."""
    options = _options()
    data = None if options.made else options.data
    target = write(options.target, articles(options.articles, data))
    if options.growth:
        print("| articles | tokens | types | Heaps' exponent since |\n|---:|---:|---:|---:|")
        before = None
        for articles_, tokens, types in growth(read(target)):
            power = f"{log(types / before[1], tokens / before[0]):.2f}" if before else ""
            print(f"| {articles_:,} | {tokens:,} | {types:,} | {power} |", flush=True)
            before = tokens, types


def articles(count: int, data: Path | None = data_folder.FOLDER) -> Iterator[generated.Record]:
    """Yield so many articles: news multiplied where the data folder has it, else made ones."""
    news = data / data_folder.NEWS if data else None
    return multiplied.articles(news, count) if news and news.exists() else generated.articles(count)


def write(target: Path, records: Iterable[generated.Record]) -> Path:
    """Write articles a line each, compressed where the name ends in .gz; return the path."""
    with target.open("wb") as file:
        if target.suffix == ".gz":  # which would tell its own name, and when it was made
            with gzip.GzipFile("", "wb", compresslevel=1, fileobj=file, mtime=0) as lines:
                _write(lines, records)
        else:
            _write(file, records)
    return target


def read(path: Path) -> Iterator[generated.Record]:
    """Yield the articles of such a file."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
        yield from map(orjson.loads, lines)


def growth(records: Iterable[generated.Record]) -> Iterator[tuple[int, int, int]]:
    """Yield articles, tokens and types so far, at each doubling and at the end."""
    types, tokens, told, number, due = set[str](), 0, 0, 0, _MIN_ARTICLES
    for number, record in enumerate(records, start=1):
        words = surfaces(f"{record.get('title', '')}\n{record.get('body', '')}".lower())
        types.update(words)
        tokens += len(words)
        if number == due:
            yield number, tokens, len(types)
            told, due = number, 2 * due
    if number > told:
        yield number, tokens, len(types)


def first(path: Path, count: int, target: Path) -> Path:
    """Write the first articles of such a file to another, and return that."""
    return write(target, islice(read(path), count))


def _write(lines: io.BufferedIOBase, records: Iterable[generated.Record]) -> None:
    lines.writelines(orjson.dumps(record) + b"\n" for record in records)


def _options() -> argparse.Namespace:
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=form)
    parser.add_argument("articles", type=int)
    parser.add_argument("target", type=Path, help="a .jsonl or .jsonl.gz")
    data_folder.add_option(parser)
    parser.add_argument("--made", action="store_true", help="of the words of seeds/ in any case")
    parser.add_argument("--growth", action="store_true", help="print how the vocabulary grows")
    return parser.parse_args()


if __name__ == "__main__":
    main()
