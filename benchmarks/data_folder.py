"""The folder with what figures are measured on, which not every machine has: see README.md here."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

FOLDER = Path(os.environ.get("KNIPSEL_DATA", "data"))
NEWS = Path("data", "news2019.jsonl.gz")
TOPICS = Path("relevance", "dev", "topics", "queries.tsv")


def add_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the folder."""
    parser.add_argument(
        "--data",
        type=Path,
        default=FOLDER,
        metavar="FOLDER",
        help="what is measured on: see benchmarks/README.md [default: $KNIPSEL_DATA, else data]",
    )


def queries(file: Path) -> list[str]:
    """Return the queries of a file of lines of id, tab, query; none where there is no file."""
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return [line.partition("\t")[2] for line in lines]
