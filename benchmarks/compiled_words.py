"""Compare the compiled rules for words with those in Python, over all types of archives.

    python benchmarks/compiled_words.py FILE...

Prints how many types there are, with and without a compiled row, how many are left to Python,
what both take for one, and some of the types whose terms differ. Ends with 1 if there is one.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from indexer.analysis.analyzer import Analyzer
from indexer.analysis.term_cache import TermRow, TermRows
from indexer.analysis.tokens import surfaces
from indexer.corpus.read import read_articles
from indexer.model import Article

MOST = 50  # types that are printed


def rows(row: Callable[[str], TermRow | None], types: list[str]) -> list[TermRow | None]:
    """Return the row of each type, and print the microseconds of one."""
    begun = time.process_time()
    found = [row(each) for each in types]
    seconds = time.process_time() - begun
    print(f"  {row.__qualname__}: {seconds / max(len(types), 1) * 1e6:.2f} µs")
    return found


def compare(types: list[str], analyzer: Analyzer) -> list[str]:
    """Return the types that have other terms, and print how many are left to Python."""
    words = analyzer.compiled_words
    if words is None:
        sys.exit("no compiled kernel: install Rust 1.88 or later, then pip install -e .")
    compiled = rows(words.row, types)
    expected = rows(analyzer.row, types)
    print(f"  left to Python: {compiled.count(None):,}")
    pairs = zip(types, compiled, expected, strict=True)
    return [each for each, got, row in pairs if got not in (None, row)]


def main() -> int:
    """Compare the types of the files that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    types: set[str] = set()
    for path in parser.parse_args().files:
        for article in read_articles(path):
            if isinstance(article, Article):
                types.update(surfaces(article.title), surfaces(article.body))
    analyzer = Analyzer()
    listed = TermRows.load(analyzer.fingerprint)
    kinds: dict[bool, list[str]] = {True: [], False: []}
    for each in sorted(types):
        kinds[listed.get(each) is not None].append(each)
    other = []
    for has_row, found in kinds.items():
        print(f"{len(found):,} types {'with' if has_row else 'without'} a row in rows.marisa")
        other += compare(found, analyzer)
    print(f"other terms: {len(other)}", *other[:MOST], sep="\n")
    return bool(other)


if __name__ == "__main__":
    sys.exit(main())
