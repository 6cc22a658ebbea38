"""The English dictionary of a machine: FreeDict's files, or none."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from indexer.search.offers.dictionary import DUTCH, ENGLISH, dictionary, translations

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

ENTRIES = {
    "climate": "climate /klaimət/\n1. klimaat\n2. gesteldheid, hemelstreek\n",
    "Price": "Price /prais/\nprĳs (van iets)\n",
    "city": "city /siti/\ngrote stad, stad\n",
    "house boat": "house boat\nwoonboot\n",
}


def number(value: int) -> str:
    return (number(value // 64) if value >= 64 else "") + DIGITS[value % 64]


def write(folder: Path, name: str, entries: dict[str, str]) -> None:
    """Write a dictionary as dictd has it: an index of places in a compressed text."""
    text, lines = b"", list[str]()
    for head, entry in entries.items():
        lines.append(f"{head}\t{number(len(text))}\t{number(len(entry.encode()))}")
        text += entry.encode()
    (folder / f"{name}.index").write_text("\n".join(lines), "utf-8")
    with gzip.open(folder / f"{name}.dict.dz", "wb") as file:
        file.write(text)


def test_single_words_are_read_from_both_directions(tmp_path: Path) -> None:
    write(tmp_path, ENGLISH, ENTRIES)
    write(tmp_path, DUTCH, {"weder": "weder /wedər/\nclimate, weather\n"})
    assert dictionary(tmp_path) == {
        "climate": ("klimaat", "gesteldheid", "hemelstreek", "weder"),
        "price": ("prijs",),
        "city": ("stad",),
        "weather": ("weder",),
    }


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("climate", ("klimaat",)),
        ("prices", ("prijs",)),
        ("cities", ("stad",)),
        ("xyzzy", ()),
    ],
)
def test_a_plural_is_found_as_its_singular(word: str, expected: tuple[str, ...]) -> None:
    known = {"climate": ("klimaat",), "price": ("prijs",), "city": ("stad",)}
    assert translations(word, known) == expected


@pytest.mark.parametrize("damage", ["none", "no text", "no index", "cut off", "places"])
def test_what_cannot_be_read_is_no_dictionary(tmp_path: Path, damage: str) -> None:
    if damage != "none":
        write(tmp_path, ENGLISH, ENTRIES)
    text, index = tmp_path / f"{ENGLISH}.dict.dz", tmp_path / f"{ENGLISH}.index"
    match damage:
        case "no text":
            text.unlink()
        case "no index":
            index.unlink()
        case "cut off":
            text.write_bytes(text.read_bytes()[:30])
        case "places":
            index.write_text("climate\t?\t?\nprice\ncity\tzzzz\tB\n", "utf-8")
    assert not dictionary(tmp_path)
