"""Sources from which an index has every kind of file: names, whose they are, readings and more."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import orjson

from indexer.model import Article
from tests.trust.places import article

OPTIONAL = {"names-bearers", "names-corrections", "readings.tsv", "withheld.json"}
"""The files that an index has when there is reason to."""


def write_sources(folder: Path, numbers: Iterable[int], chance: random.Random) -> None:
    """Write articles of people, some in old spelling, and an item that was withdrawn."""
    folder.mkdir(parents=True)
    made = [_speaking(number, article(number, chance)) for number in numbers]
    (folder / "paper.jsonl").write_bytes(b"".join(orjson.dumps(each) + b"\n" for each in made))
    item = {
        "guid": "urn:persdienst:1",
        "version": str(len(made)),
        "versioncreated": "2022-03-24T09:00:00Z",
        "pubstatus": "canceled",
        "headline": "Ingetrokken",
        "text": "De raad stemde in met de sluis.",
    }
    (folder / "item.json").write_bytes(orjson.dumps(item))


def _speaking(number: int, plain: Article) -> Article:
    if number % 7 == 6:
        body = f"Alle menschen in de kerck zagen zoo groote schepen. {plain.body}"
        return replace(plain, body=body, date=f"1885-03-{number % 28 + 1:02}")
    who = "Daar lachte Rutte." if number % 7 == 5 else "Toen sprak minister Mark Rutte in Gouda."
    return replace(plain, body=f"{plain.body} {who}")


def write_corrections(path: Path) -> Path:
    """Write what a user knows of names; return its path."""
    path.write_text('different = [["Gouda", "Delft"]]\n')
    return path
