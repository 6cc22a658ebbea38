"""Index files that are cut short, emptied, gone or have a bit flipped, each kind of each engine.

An answer over a damaged file is right, or it is IndexDamagedError with the file and what to do. A
flipped bit inside a large file may go unnoticed while searching, as to compare all of it would take
longer than to search it; `knipsel check` finds every one.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.errors import IndexDamagedError, IndexStaleError, KnipselError
from indexer.indexing.check import check
from indexer.storage.folder import FolderStore
from indexer.storage.generation import wrong_files
from tests.trust.every_file import OPTIONAL, write_corrections, write_sources
from tests.trust.places import Place, Run
from tests.trust.questions import EVERY_KIND

FLIPS, FLIPS_SOAKING = 2, 100
BITS = 16
"""Bits of a file that are flipped; all of them when soaking."""
ARTICLES = 150
# Bytes, more than meta.json of Tantivy has: of larger files only the size is compared at opening.
LARGE = 8192


@pytest.fixture
def first(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Return an index with every kind of file, of which an update links the large ones."""
    monkeypatch.setattr("indexer.storage.folder.COPY_BELOW", LARGE)
    monkeypatch.setattr("indexer.storage.generation.COPY_BELOW", LARGE)
    brought(place, "first", range(ARTICLES), random.Random(1))
    return place


@pytest.fixture
def built(first: Place) -> Place:
    """Return the same after an update."""
    brought(first, "more", range(20), random.Random(2))
    return first


def brought(place: Place, name: str, numbers: Iterable[int], chance: random.Random) -> None:
    """Index more articles."""
    write_sources(place.articles / name, numbers, chance)
    update(place)


def update(place: Place) -> None:
    """Index all articles."""
    corrections = write_corrections(place.index.with_name("names.toml"))
    build(Settings(place.index, place.engine, corrections=corrections), [place.articles])


def files_of(place: Place) -> list[Path]:
    """Return each file of an index that has bytes, whatever it is called: locks have none."""
    found = (path for path in place.index.rglob("*") if path.is_file() and path.stat().st_size)
    return sorted(found)


def is_found(place: Place, path: Path) -> bool:
    """Say whether `check` names a file; of the manifest it may tell that the version is another."""
    try:
        return any(path.name in line for line in check(Settings(place.index)))
    except IndexStaleError:
        return path.name == "manifest.json"


def answers(place: Place) -> Iterator[object]:
    """Yield the answer to every question, or the damage that is told of instead."""
    try:
        archive = Archive.open(Settings(place.index))
    except (IndexDamagedError, IndexStaleError) as error:
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


def test_there_is_every_kind_of_file(built: Place) -> None:
    assert {*OPTIONAL, "manifest.json", "forward.state"} < {path.name for path in files_of(built)}


@pytest.mark.soak
@pytest.mark.parametrize("state", ["before an update", "after it", "after it, without links"])
def test_each_flipped_bit_of_every_file_is_found(
    first: Place, state: str, seed: random.Random, soaking: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "without" in state:
        monkeypatch.setattr(os, "link", _refuse)
    if "after" in state:
        brought(first, "more", range(20), seed)
    written = FolderStore(first.index).manifest().files
    for path in files_of(first):
        bits = range(path.stat().st_size * 8)
        for bit in bits if soaking else seed.sample(bits, min(BITS, len(bits))):
            _flip(path, bit)
            if path.name == "manifest.json":
                with pytest.raises((IndexDamagedError, IndexStaleError)):
                    FolderStore(first.index).manifest()
            else:
                one = {path.name: written[path.name]}
                assert len([*wrong_files(path.parent, one)]) == 1, (path.name, bit)
            _flip(path, bit)
        _flip(path, bit)
        assert is_found(first, path), (path.name, bit)
        _flip(path, bit)
    assert check(Settings(first.index)) == []


def _flip(path: Path, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(bit // 8)
        (byte,) = file.read(1)
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))


@pytest.mark.parametrize(
    ("kind", "links"), [("cut short", True), ("flipped", True), ("flipped", False)]
)
def test_an_update_never_makes_damage_look_whole(
    built: Place, seed: random.Random, kind: str, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it copies, or reads to write anew, would be damaged with a checksum that fits.

    It copies all where there are no links: on some file systems, and of files of another user.
    """
    if not links:
        monkeypatch.setattr(os, "link", _refuse)
    write_sources(built.articles / "new", range(100, 170), seed)
    whole = built.index.with_name("whole")
    shutil.copytree(built.index, whole)
    for path in files_of(built):
        shutil.rmtree(built.index)
        shutil.copytree(whole, built.index)
        cut, _, flipped = _damaged(path.read_bytes(), seed, 1)
        _replace(path, cut if kind == "cut short" else flipped)
        assert is_found(built, path), path.name
        with suppress(IndexDamagedError, IndexStaleError):
            update(built)
        assert is_found(built, path), path.name


def _refuse(*_: object) -> None:
    raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))


def test_the_commands_name_the_file_and_what_mends_it(built: Place, run: Run) -> None:
    path = max(built.current().iterdir(), key=lambda path: path.stat().st_size)
    content = path.read_bytes()
    _replace(path, content[:-1])
    done = run(built.command("check"), status=1)
    assert done.stdout == f"{path} has {len(content) - 1} bytes, not {len(content)}\n"
    assert done.stderr == f"Mend it: knipsel --index {built.index} index --rebuild PATH\n"
    for command in (["search", "dijk"], ["show", "a7"], ["index", str(built.articles)]):
        done = run(built.command(*command), status=2)
        assert path.name in done.stderr
        assert f"Run: knipsel --index {built.index} index --rebuild PATH" in done.stderr
    manifest = built.index / "manifest.json"
    manifest.write_bytes(manifest.read_bytes()[:-50])
    done = run(built.command("check"), status=1)
    assert "manifest.json" in done.stdout
    assert "index --rebuild PATH" in done.stderr
    run(built.building("--rebuild"))
    run(built.command("check"))


@pytest.mark.soak
def test_damage_is_told_and_found(
    built: Place, seed: random.Random, soaking: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.search.opening.COPY_BELOW", LARGE)
    right = [*answers(built)]
    met: Counter[str] = Counter()
    for path in files_of(built):
        content = path.read_bytes()
        for damaged in _damaged(content, seed, FLIPS_SOAKING if soaking else FLIPS):
            _replace(path, damaged)
            met[_outcome([*answers(built)], right)] += 1
            assert is_found(built, path), path.name
        _replace(path, content)
        assert check(Settings(built.index)) == [], "whole again"
    print(f"damage met with {built.engine}: {dict(met)}")
    assert met["told"]


def _outcome(given: list[object], right: list[object]) -> str:
    for error in given:
        if isinstance(error, IndexDamagedError | IndexStaleError):
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
