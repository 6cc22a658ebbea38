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
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.errors import IndexDamagedError, KnipselError
from indexer.indexing.check import check
from indexer.storage.folder import FolderStore
from tests.trust.places import Place, Run, article, write_articles
from tests.trust.questions import EVERY_KIND

FLIPS, FLIPS_SOAKING = 2, 100
ARTICLES = 150
# Bytes, more than meta.json of Tantivy has: of larger files only the size is compared at opening.
LARGE = 8192


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


@pytest.mark.parametrize(
    ("kind", "links"), [("cut short", True), ("flipped", True), ("flipped", False)]
)
def test_an_update_never_makes_damage_look_whole(
    built: Place, seed: random.Random, kind: str, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it copies, or reads to write anew, would be damaged with a checksum that fits.

    It copies all where there are no links: on some file systems, and of files of another user.
    """
    monkeypatch.setattr("indexer.storage.folder.COPY_BELOW", LARGE)
    monkeypatch.setattr("indexer.storage.generation.COPY_BELOW", LARGE)
    if not links:
        monkeypatch.setattr(os, "link", _refuse)
    write_articles(built, [article(number, seed) for number in range(100, 170)], "new")
    whole = built.index.with_name("whole")
    shutil.copytree(built.index, whole)
    for name in FolderStore(built.index).manifest().files:
        shutil.rmtree(built.index)
        shutil.copytree(whole, built.index)
        path = built.current() / name
        if content := path.read_bytes():
            cut, _, flipped = _damaged(content, seed, 1)
            _replace(path, cut if kind == "cut short" else flipped)
            assert any(name in line for line in check(Settings(built.index))), name
            with suppress(IndexDamagedError):
                built.build()
            assert any(name in line for line in check(Settings(built.index))), name


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
    monkeypatch.setattr("indexer.search.snapshot.COPY_BELOW", LARGE)
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
