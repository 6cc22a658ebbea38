"""Index files that are cut short, emptied, gone or have a bit flipped, each kind of each engine.

An answer over a damaged file is right, or it is IndexDamagedError with the file and what to do. A
flipped bit inside a large file may go unnoticed while searching, as to compare all of it would take
longer than to search it; `knipsel check` finds every one.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.archive import Archive, build
from indexer.checking import check
from indexer.config import Settings
from indexer.errors import IndexDamagedError, KnipselError
from tests.trust.places import Place, article, write_articles
from tests.trust.questions import EVERY_KIND

FLIPS, FLIPS_SOAKING = 2, 100
ARTICLES = 150
LARGE = 4096  # bytes, here: of larger files only the size is compared when they are opened


@pytest.fixture
def built(place: Place) -> Place:
    chance = random.Random(1)
    write_articles(place, [article(number, chance) for number in range(ARTICLES)])
    build(Settings(place.index, place.engine), [place.articles])
    write_articles(place, [article(number, chance) for number in range(20)], "more")
    build(Settings(place.index), [place.articles])
    return place


def answers(place: Place) -> Iterator[object]:
    """Yield the answer to every question, or the damage that is told of instead."""
    try:
        archive = Archive.open(Settings(place.index))
    except IndexDamagedError as error:
        yield error
        return
    for ask in EVERY_KIND:
        try:
            yield ask(archive)
        except IndexDamagedError as error:
            yield error
    archive.close()


def test_the_questions_meet_every_kind_of_file(built: Place) -> None:
    assert [a for a in answers(built) if not a or isinstance(a, KnipselError)] == []


@pytest.mark.soak
def test_damage_is_told_and_found(
    built: Place, seed: random.Random, soaking: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.snapshots.SMALL", LARGE)
    right = [*answers(built)]
    met: Counter[str] = Counter()
    for path in sorted(built.current().iterdir()):
        content = path.read_bytes()
        if not content or path.name.endswith("lock"):
            continue
        for damaged in _damaged(content, seed, FLIPS_SOAKING if soaking else FLIPS):
            _replace(path, damaged)
            met[_outcome([*answers(built)], right)] += 1
            assert any(path.name in line for line in check(Settings(built.index))), path.name
        _replace(path, content)
        assert check(Settings(built.index)) == [], "whole again"
    print(f"damage met with {built.engine}: {dict(met)}")
    assert met["told"]


def _outcome(given: list[object], right: list[object]) -> str:
    for error in given:
        if isinstance(error, IndexDamagedError):
            assert "index --rebuild PATH" in str(error)
            return "told"
    return "right" if given == right else "unnoticed"


def _damaged(content: bytes, chance: random.Random, flips: int) -> Iterator[bytes]:
    yield content[: chance.randrange(len(content))]
    yield b""
    for _ in range(flips):
        flipped = bytearray(content)
        flipped[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        yield bytes(flipped)


def _replace(path: Path, content: bytes) -> None:
    """Write another file in the place of one that may still be mapped into memory."""
    path.unlink(missing_ok=True)
    path.write_bytes(content)
