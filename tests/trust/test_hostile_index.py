"""Index folders that a stranger made to do harm: nothing runs, and nothing outside is touched.

Each attack is a folder that was an index and is changed in one respect, with checksums that fit. It
is then opened, asked, checked, updated, copied and followed: each does its work, or says as a
KnipselError why not. Beside the folder lie files that have to be the same afterwards.
"""

from __future__ import annotations

import os
import pickle
import random
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

import orjson
import pytest

from indexer.archive import Archive, build, copy_archive
from indexer.config import Feeds, Settings
from indexer.engines.registry import Location, names
from indexer.errors import IndexDamagedError, IndexStaleError, KnipselError
from indexer.indexing.check import check
from indexer.model import Article, SearchRequest
from indexer.watch.feeds import Following
from tests.trust.hostile_folders import Evil, Folder
from tests.trust.whoosh_pickles import READ, WHOOSH

Jsonl: TypeAlias = Callable[..., Path]

PRECIOUS = b"of the victim\n"
FEED = "https://krant.example/feed"
ARTICLES = [Article(f"a{n}", f"Dijk {n}", f"Het water bij de dijk, dag {n}.") for n in range(9)]

unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows gives links to few")


@pytest.fixture(scope="module", params=names(Location.FOLDER))
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, write_articles: Jsonl
) -> tuple[str, Path]:
    """Return an engine and an index of it."""
    base = tmp_path_factory.mktemp("made")
    path = write_articles(base / "articles.jsonl", *ARTICLES)
    build(Settings(base / "index", request.param), [path])
    return request.param, base / "index"


@pytest.fixture
def folder(made: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    engine, index = made
    shutil.copytree(index, tmp_path / "index")
    (tmp_path / "victim").mkdir()
    (tmp_path / "victim" / "precious").write_bytes(PRECIOUS)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return Folder(tmp_path / "index", engine, tmp_path / "victim")


def doors(folder: Folder, jsonl: Jsonl) -> Iterator[Callable[[], object]]:
    """Yield all that is done with an index folder."""
    settings = Settings(folder.index)
    path = jsonl(Article("new", "Nieuw", "Een nieuwe dijk."), name="new.jsonl")
    copied = folder.index.parent / "copy"

    def ask() -> None:
        with Archive.open(settings) as archive:
            archive.search(SearchRequest("dijk"))
            archive.completions("wat")
            assert archive.stats().articles

    def follow() -> None:
        feeds = Following(Feeds((FEED,)), folder.index / "feeds", print)
        assert feeds.is_due() in (True, False)
        feeds._write("fetched.xml", b"<rss/>")
        feeds.keep()

    yield ask
    yield lambda: check(settings)
    yield lambda: copy_archive(settings, copied)
    yield follow
    yield lambda: build(settings, [path])
    yield ask
    yield lambda: build(settings, [path], rebuild=True)


def go_through(folder: Folder, jsonl: Jsonl) -> list[KnipselError]:
    """Do all that is done with an index folder; return what was refused."""
    before, refused = seen(folder.victim), []
    for door in doors(folder, jsonl):
        try:
            door()
        except KnipselError as error:
            refused.append(error)
    assert all(str(error).isprintable() for error in refused)
    assert seen(folder.victim) == before
    assert not [*Path.cwd().iterdir()], "nothing was run"
    return refused


def seen(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return what a folder holds, and when it was changed."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_an_index_that_nobody_changed_passes_every_door(folder: Folder, jsonl: Jsonl) -> None:
    assert go_through(folder, jsonl) == []


def test_the_engine_that_is_asked_for_is_binding(folder: Folder, jsonl: Jsonl) -> None:
    """So that nobody's manifest chooses which engine reads it."""
    (other,) = {*names(Location.FOLDER)} - {folder.engine}
    settings = Settings(folder.index, other)
    told = f"built with the engine {folder.engine}, not {other}.*--rebuild --engine {other} PATH"
    path = jsonl(*ARTICLES, name="again.jsonl")
    for door in (Archive.open, check, lambda settings: build(settings, [path])):
        with pytest.raises(IndexStaleError, match=told):
            door(settings)
    with Archive.open(Settings(folder.index, folder.engine)) as archive:
        assert archive.stats().articles == len(ARTICLES)


def test_the_files_of_another_engine_are_no_index(folder: Folder, jsonl: Jsonl) -> None:
    (other,) = {*names(Location.FOLDER)} - {folder.engine}
    folder.state(engine=other)
    assert any(isinstance(error, IndexDamagedError) for error in go_through(folder, jsonl))


# -- Links and devices, in every place


def link_generation(folder: Folder) -> None:
    generation = folder.generation
    generation.rename(folder.victim / "elsewhere")
    generation.symlink_to(folder.victim / "elsewhere", target_is_directory=True)


def link_file(pattern: str) -> Callable[[Folder], None]:
    def link(folder: Folder) -> None:
        path = folder.file(pattern)
        path.rename(folder.victim / path.name)
        path.symlink_to(folder.victim / path.name)

    return link


def link_to(name: str, target: str = "precious") -> Callable[[Folder], None]:
    """Return what puts a link into the index folder, to what the victim has or has not."""

    def link(folder: Folder) -> None:
        path = folder.index / name.replace("GENERATION", folder.generation.name)
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        path.symlink_to(folder.victim / target)

    return link


def pipe(name: str) -> Callable[[Folder], None]:
    """Return what puts a pipe there: whoever opens it waits for ever."""

    def make(folder: Folder) -> None:
        path = folder.index / name.replace("GENERATION", folder.generation.name)
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        os.mkfifo(path)

    return make


_FEED_FILE = blake2b(FEED.encode(), digest_size=8).hexdigest() + ".xml"
LINKS: dict[str, Callable[[Folder], None]] = {
    "generation": link_generation,
    "words": link_file("words.txt"),
    "a file": link_file("*.p[os]*"),
    "state of the engine": link_file("*.json"),
    "manifest": link_to("manifest.json"),
    "no manifest": link_to("manifest.json", "none"),
    "lock": link_to("lock"),
    "no lock": link_to("lock", "created"),
    "writer": link_to("writer.json"),
    "no writer": link_to("writer.json", "created"),
    "unlisted": link_to("GENERATION/more"),
    "lock of Tantivy": link_to("GENERATION/.tantivy-meta.lock", "created"),
    "lock of its writer": link_to("GENERATION/.tantivy-writer.lock", "created"),
    "next generation": link_to("generation-000002", "."),
    "last generation": link_to("generation-999999999999999999", "."),
    "feeds": link_to("feeds", "."),
    "state of feeds": link_to("feeds/state.json"),
    "a feed": link_to("feeds/fetched.xml"),
    "pipe for a manifest": pipe("manifest.json"),
    "pipe for a lock": pipe("lock"),
    "pipe for a writer": pipe("writer.json"),
    "pipe for words": pipe("GENERATION/words.txt"),
    "pipe unlisted": pipe("GENERATION/more"),
    "pipe for the state of feeds": pipe("feeds/state.json"),
}  # fmt: skip
_REPLACED = {"state of feeds", "a feed", "pipe for the state of feeds"}


@unix
@pytest.mark.parametrize("name", LINKS)
def test_links_and_devices_are_refused_wherever_they_stand(
    folder: Folder, jsonl: Jsonl, name: str
) -> None:
    LINKS[name](folder)
    refused = go_through(folder, jsonl)
    assert bool(refused) != (name in _REPLACED), "or replaced, where nothing is read"


@unix
@pytest.mark.parametrize("name", ["manifest.json", "feeds/state.json", "feeds/fetched.xml"])
def test_a_link_under_the_name_of_an_unfinished_file_is_not_written_through(
    folder: Folder, jsonl: Jsonl, name: str
) -> None:
    hidden = Path(name).with_name(f".{Path(name).name}.{os.getpid()}")
    link_to(str(hidden))(folder)
    assert go_through(folder, jsonl) == []


@unix
def test_a_file_of_the_victim_is_not_written_through_a_hard_link(
    folder: Folder, jsonl: Jsonl
) -> None:
    """An update begins with links; it replaces what it changes."""
    for name in ("writer.json", "feeds/state.json"):
        (folder.index / name).parent.mkdir(exist_ok=True)
        os.link(folder.victim / "precious", folder.index / name)
    assert go_through(folder, jsonl) == []


STANDS = "a link", "a link to a device", "a pipe", "a socket", "a folder", "a hard link"


def put(what: str, path: Path, folder: Folder) -> None:
    """Move a file to the victim, and let something else stand in its place."""
    moved = path.rename(folder.victim / path.name)
    match what:
        case "a link":
            path.symlink_to(moved)
        case "a link to a device":
            path.symlink_to("/dev/zero")
        case "a pipe":
            os.mkfifo(path)
        case "a socket":
            os.mknod(path, stat.S_IFSOCK | 0o600)
        case "a folder":
            path.mkdir()
        case _:
            os.link(moved, path)


@pytest.fixture
def some_files(made: tuple[str, Path], soaking: bool, seed: random.Random) -> list[str]:
    """Return the names of all files of an index when soaking, else of one."""
    files = sorted(path.name for path in next(made[1].glob("generation-*")).iterdir())
    return files if soaking else seed.sample(files, 1)


@unix
@pytest.mark.soak
def test_whatever_stands_in_place_of_a_file_is_refused_or_left_as_it_is(
    made: tuple[str, Path],
    some_files: list[str],
    tmp_path: Path,
    jsonl: Jsonl,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A file that others have too, by a hard link, is read and never written to."""
    engine, index = made
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    for name in some_files:
        for what in STANDS:
            print(engine, what, name)
            home = tmp_path / "home"
            shutil.copytree(index, home / "index")
            (home / "victim").mkdir()
            folder = Folder(home / "index", engine, home / "victim")
            put(what, folder.generation / name, folder)
            refused = go_through(folder, jsonl)
            assert not (refused and what == "a hard link")
            assert refused or what == "a hard link" or name not in folder.manifest["files"]
            shutil.rmtree(home)


# -- What files of engines can hold


@pytest.mark.parametrize("made", ["tantivy"], indirect=True)
@pytest.mark.parametrize("name", ["../../victim/precious", "ABSOLUTE", "..", 1, None, ["a"]])
def test_no_file_elsewhere_is_removed_as_one_that_tantivy_manages(
    folder: Folder, jsonl: Jsonl, name: Any
) -> None:
    """What its list names and no segment needs, Tantivy removes when it commits."""
    listed = orjson.loads((folder.generation / ".managed.json").read_bytes())
    target = str(folder.victim / "precious") if name == "ABSOLUTE" else name
    folder.put(".managed.json", orjson.dumps([*listed, target]))
    assert any(".managed.json" in str(error) for error in go_through(folder, jsonl))


@pytest.mark.parametrize("made", ["whoosh"], indirect=True)
@pytest.mark.parametrize("name", WHOOSH)
def test_no_file_of_whoosh_runs_anything(
    folder: Folder, jsonl: Jsonl, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.engines.whoosh.segment._MAX_PAYLOAD", 1 << 20)
    WHOOSH[name](folder)
    refused = go_through(folder, jsonl)
    assert bool(refused) != (name in READ)


@pytest.mark.parametrize("made", ["whoosh"], indirect=True)
def test_no_pickle_is_read_from_first_build_to_last_merge(
    folder: Folder, jsonl: Jsonl, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever Whoosh reads one by itself, it would fail here."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a pickle was read")

    for place in (
        *("whoosh.codec.whoosh3.loads", "whoosh.columns.loads", "pickle.loads", "pickle.load"),
        *("whoosh.filedb.structfile.load_pickle", "pickle.Unpickler"),
    ):
        monkeypatch.setattr(place, refuse)
    assert go_through(folder, jsonl) == []
    for count in range(3):
        path = jsonl(replace(ARTICLES[count], body="Anders."), name="changed.jsonl")
        build(Settings(folder.index), [path])
    assert check(Settings(folder.index)) == []


def test_every_file_may_be_a_pickle(folder: Folder, jsonl: Jsonl) -> None:
    for path in sorted(folder.generation.iterdir()):
        whole = path.read_bytes()
        if path.name.endswith("lock") or not whole:
            continue
        folder.put(path.name, pickle.dumps(Evil()))
        with suppress(KnipselError):
            Archive.open(Settings(folder.index)).close()
        folder.put(path.name, whole)
    assert go_through(folder, jsonl) == []
