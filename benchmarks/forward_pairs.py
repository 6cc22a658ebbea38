"""What the forward index costs a build: processor time and size, with it and without, in pairs.

    python benchmarks/forward_pairs.py [--articles 20000] [--pairs 3] --data FOLDER

Builds leave names out on both sides, as names need the forward index; the numbers of words are made
on both, in the call that makes the terms. Each build is a process of its own; the two of a pair
come one after the other, and change places from pair to pair.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from statistics import median
from unittest.mock import patch

import data_folder
from archives import articles, write
from measurements import measured

from indexer.archive import build
from indexer.config import Settings
from indexer.engines.protocol import EngineWriter
from indexer.storage.forward import beside_engine


def main() -> None:
    """Print a line for each pair, then the medians of their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--pairs", type=int, default=3)
    data_folder.add_option(parser)
    options = parser.parse_args()
    times, sizes = [], []
    with tempfile.TemporaryDirectory() as folder:
        source = write(Path(folder, "all.jsonl"), articles(options.articles, options.data))
        for pair in range(options.pairs):
            built: dict[bool, list[float]] = {}
            for number, forward in enumerate((True, False) if pair % 2 else (False, True)):
                target = str(Path(folder, f"{pair}-{number}"))
                arguments = {"source": str(source), "folder": target, "forward": forward}
                built[forward] = measured(__file__, "index", arguments)
            (with_it, with_size), (without, size) = built[True], built[False]
            times.append(with_it / without)
            sizes.append(with_size / size)
            print(
                f"{without:.2f} s of processor without, {with_it:.2f} with ({times[-1]:.3f}); "
                f"{size / 1e6:.2f} MB without, {with_size / 1e6:.2f} with ({sizes[-1]:.3f})",
                flush=True,
            )
    print(f"median: {median(times):.3f} of the processor time, {median(sizes):.3f} of the size")


def index(source: str, folder: str, *, forward: bool) -> list[float]:
    """Build an index, and return the seconds of processor time and the bytes on disk."""
    with nullcontext() if forward else patch.object(beside_engine, "open_both", _engine_alone):
        build(Settings(index=Path(folder), names="none"), [source])
    used = resource.getrusage(resource.RUSAGE_SELF)
    size = sum(each.stat().st_size for each in Path(folder).rglob("*") if each.is_file())
    return [used.ru_utime + used.ru_stime, size]


def _engine_alone(
    open_engine: Callable[[], EngineWriter], *_: object, **_options: object
) -> EngineWriter:
    return open_engine()


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] == "index":
        print(json.dumps(index(**json.loads(sys.argv[2]))))
    else:
        main()
