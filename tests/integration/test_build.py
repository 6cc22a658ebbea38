"""From files to an index: what is counted, kept, replaced, removed, and survives a failure."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.analysis.analyzer import Analyzer
from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.errors import (
    IndexDamagedError,
    IndexLockedError,
    IndexMissingError,
    IndexStaleError,
    KnipselError,
)
from indexer.indexing.run import Run
from indexer.model import Article, ArticleError, SearchRequest
from indexer.reports import BuildReport
from indexer.storage.folder import FolderStore
from indexer.storage.manifest import Manifest, encoded

Jsonl = Callable[..., Path]

ARTICLES = tuple(
    Article(f"a{number}", f"Kop {number}", f"De crisis van dag {number}.", f"2022-03-{number}")
    for number in range(10, 16)
)

KILLED = """
import os, signal, sys
from pathlib import Path
import indexer.archive
import indexer.indexing.run
import indexer.storage.folder
from indexer.config import Settings

point, index, engine, path = sys.argv[1:]

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

match point:
    case "while reading":
        class BuildObserver:
            def skipped(self, error):
                die()
            def progressed(self, report, share):
                die()
        indexer.archive.build(Settings(Path(index), engine), [path], observer=BuildObserver())
    case "before the commit":
        indexer.indexing.run.Run.commit = die
    case "after the commit":
        indexer.storage.folder.FolderStore.commit = die
    case "before the manifest is renamed":
        Path.replace = die
indexer.archive.build(Settings(Path(index), engine), [path])
"""

NO_ROOM = """
import resource, sys
from pathlib import Path
from indexer.archive import build
from indexer.config import Settings
from indexer.errors import KnipselError

index, engine, path, most = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))
try:
    build(Settings(Path(index), engine), [path])
except KnipselError as error:
    sys.exit(str(error))
"""


@pytest.fixture
def settings(tmp_path: Path, engine: str) -> Settings:
    return Settings(tmp_path / "index", engine)


def counts(report: BuildReport) -> dict[str, int]:
    """Return what a report counts, without what it counts as none."""
    told = ("read", "added", "changed", "unchanged", "removed", "skipped")
    return {name: getattr(report, name) for name in told if getattr(report, name)}


@contextmanager
def opened(settings: Settings) -> Iterator[Archive]:
    archive = Archive.open(settings)
    yield archive
    archive.close()


def held(settings: Settings) -> list[str]:
    """Return the ids of all articles, those of the newest first."""
    with opened(settings) as archive:
        assert archive.check() == []
        return [hit.article.id for hit in archive.search(SearchRequest("", limit=1000)).hits]


def manifest(settings: Settings) -> Manifest:
    return FolderStore(settings.index).manifest()


def test_a_first_build_adds_everything(settings: Settings, jsonl: Jsonl) -> None:
    assert counts(build(settings, [jsonl(*ARTICLES)])) == {"read": 6, "added": 6}
    assert manifest(settings).articles == 6
    assert held(settings) == ["a15", "a14", "a13", "a12", "a11", "a10"]


def test_garbage_is_collected_as_before_once_a_build_is_done(
    settings: Settings, jsonl: Jsonl, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it runs the collector looks less often."""
    before, during = gc.get_threshold(), set[tuple[int, int, int]]()
    monkeypatch.setattr(Run, "take", lambda *_: during.add(gc.get_threshold()))
    build(settings, [jsonl(*ARTICLES)])
    assert gc.get_threshold() == before
    assert during != {before}


def test_an_unchanged_run_analyses_nothing_and_publishes_nothing(
    settings: Settings, jsonl: Jsonl, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = jsonl(*ARTICLES)
    build(settings, [path])
    before, stamp = manifest(settings), FolderStore(settings.index).stamp()

    def refuse(*_: object) -> None:
        raise AssertionError("analysed")

    monkeypatch.setattr(Analyzer, "channels", refuse)
    assert counts(build(settings, [path])) == {"read": 6, "unchanged": 6}
    assert manifest(settings) == before
    assert FolderStore(settings.index).stamp() == stamp
    assert {p.name for p in settings.index.iterdir()} == {
        "manifest.json",
        "lock",
        before.generation,
    }


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"title": "Andere kop"}, "the title"),
        ({"body": "Andere tekst."}, "the body"),
        ({"date": None}, "the date is gone"),
        ({"source": "NRC"}, "the source"),
        ({"section": ("sport",)}, "the section"),
        ({"url": "https://example.org"}, "the address"),
        ({"author": ("Jansen",)}, "the author"),
        ({"author": ("Jansen", "Smit")}, "two authors"),
    ],
)
def test_any_other_content_is_a_change(
    settings: Settings, jsonl: Jsonl, change: dict[str, Any], why: str
) -> None:
    build(settings, [jsonl(*ARTICLES)])
    changed = replace(ARTICLES[2], **change)
    report = build(settings, [jsonl(*ARTICLES[:2], changed, *ARTICLES[3:])])
    assert counts(report) == {"read": 6, "changed": 1, "unchanged": 5}, why
    with opened(settings) as archive:
        assert archive.article(changed.id).article == changed
        assert archive.stats().articles == 6


def test_added_and_changed_articles_are_counted_apart(settings: Settings, jsonl: Jsonl) -> None:
    build(settings, [jsonl(*ARTICLES[:4])])
    report = build(settings, [jsonl(replace(ARTICLES[0], body="Anders."), *ARTICLES[1:])])
    assert counts(report) == {"read": 6, "added": 2, "changed": 1, "unchanged": 3}
    assert len(held(settings)) == 6


def test_an_article_that_is_not_read_stays(settings: Settings, jsonl: Jsonl) -> None:
    build(settings, [jsonl(*ARTICLES)])
    assert counts(build(settings, [jsonl(*ARTICLES[:2])])) == {"read": 2, "unchanged": 2}
    assert len(held(settings)) == 6


def test_pruning_removes_what_the_paths_no_longer_hold(
    settings: Settings, jsonl: Jsonl, tmp_path: Path
) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "newspaper").mkdir()
    old, new = tmp_path / "news", tmp_path / "newspaper"
    jsonl(*ARTICLES[:2], name="news/a.jsonl")
    jsonl(ARTICLES[2], name="news/b.jsonl")
    jsonl(*ARTICLES[3:], name="newspaper/c.jsonl")
    build(settings, [old, new])
    (old / "b.jsonl").unlink()
    jsonl(ARTICLES[0], name="news/a.jsonl")
    jsonl(name="newspaper/c.jsonl")
    report = build(settings, [old], prune=True)
    assert counts(report) == {"read": 1, "unchanged": 1, "removed": 2}
    assert held(settings) == ["a15", "a14", "a13", "a10"], "newspaper/ was not among the paths"


def test_what_is_told_to_be_gone_is_removed_unless_it_is_read_again(
    settings: Settings, jsonl: Jsonl, tmp_path: Path
) -> None:
    (tmp_path / "map").mkdir()
    (tmp_path / "mapje").mkdir()
    first = jsonl(*ARTICLES[:2], name="map/a.jsonl")
    jsonl(ARTICLES[2], name="map/b.jsonl")
    other = jsonl(*ARTICLES[3:], name="mapje/c.jsonl")
    build(settings, [first, tmp_path / "map", other])
    jsonl(ARTICLES[0], name="map/a.jsonl")
    report = build(settings, [first], removed_paths=[tmp_path / "map"])
    assert counts(report) == {"read": 1, "unchanged": 1, "removed": 2}
    assert counts(build(settings, [], removed_paths=[other])) == {"removed": 3}
    assert held(settings) == ["a10"]


def test_an_index_in_a_folder_is_none_of_its_articles(settings: Settings, jsonl: Jsonl) -> None:
    path = jsonl(*ARTICLES)
    build(settings, [path.parent])
    assert counts(build(settings, [path.parent])) == {"read": 6, "unchanged": 6}


def test_an_article_that_moved_to_another_file_is_kept_by_pruning_the_old(
    settings: Settings, jsonl: Jsonl, tmp_path: Path
) -> None:
    (tmp_path / "old").mkdir()
    jsonl(ARTICLES[0], name="old/a.jsonl")
    moving = jsonl(ARTICLES[1], name="old/b.jsonl")
    build(settings, [tmp_path / "old"])
    (tmp_path / "new").mkdir()
    moving.rename(tmp_path / "new" / "b.jsonl")
    assert counts(build(settings, [tmp_path / "new"])) == {"read": 1, "changed": 1}
    assert counts(build(settings, [tmp_path / "new"])) == {"read": 1, "unchanged": 1}
    report = build(settings, [tmp_path / "old"], prune=True)
    assert counts(report) == {"read": 1, "unchanged": 1}
    assert held(settings) == ["a11", "a10"]


def test_without_pruning_nothing_is_removed(
    settings: Settings, jsonl: Jsonl, tmp_path: Path
) -> None:
    jsonl(*ARTICLES)
    jsonl(ARTICLES[0], name="b.jsonl")
    build(settings, [tmp_path / "articles.jsonl"])
    (tmp_path / "articles.jsonl").unlink()
    build(settings, [tmp_path / "b.jsonl"])
    assert len(held(settings)) == 6


def test_pruning_keeps_what_a_file_holds_that_cannot_be_read(
    settings: Settings, jsonl: Jsonl, tmp_path: Path
) -> None:
    (tmp_path / "news").mkdir()
    jsonl(*ARTICLES[:2], name="news/a.jsonl")
    broken = jsonl(*ARTICLES[2:4], name="news/b.jsonl")
    removed_paths = jsonl(*ARTICLES[4:], name="news/c.jsonl")
    build(settings, [tmp_path / "news"])
    broken.write_text("{\n")
    removed_paths.unlink()
    report = build(settings, [tmp_path / "news"], prune=True)
    assert counts(report) == {"read": 2, "unchanged": 2, "removed": 2, "skipped": 1}
    assert held(settings) == ["a13", "a12", "a11", "a10"]


def test_pruning_goes_by_what_is_in_an_archive_unless_some_of_it_cannot_be_read(
    settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "news"
    folder.mkdir()

    def pack(**members: str) -> None:
        with zipfile.ZipFile(folder / "news.zip", "w") as archive:
            for name, text in members.items():
                archive.writestr(f"{name}.txt", text)

    pack(a="De dijk.", b="De wolf.")
    build(settings, [folder / "news.zip"])
    pack(a="De dijk.", c="")
    assert counts(build(settings, [folder], prune=True)) == {
        "read": 1,
        "unchanged": 1,
        "skipped": 1,
    }
    pack(a="De dijk.")
    assert counts(build(settings, [folder], prune=True))["removed"] == 1
    assert held(settings) == ["news.zip!a"]


def test_pruning_removes_nothing_where_nothing_can_be_read(
    settings: Settings, jsonl: Jsonl, tmp_path: Path
) -> None:
    """As of a disk that is not mounted."""
    (tmp_path / "disk").mkdir()
    path = jsonl(*ARTICLES, name="disk/a.jsonl")
    build(settings, [tmp_path / "disk"])
    path.unlink()
    assert counts(build(settings, [tmp_path / "disk"], prune=True)) == {"skipped": 1}
    assert len(held(settings)) == 6


def test_pruning_keeps_what_lies_in_a_folder_that_holds_nothing_now(
    settings: Settings, jsonl: Jsonl, tmp_path: Path
) -> None:
    """One of two disks is not mounted: the other is no reason to forget it."""
    for name in ("disk", "home"):
        (tmp_path / name).mkdir()
    path = jsonl(*ARTICLES[:2], name="disk/a.jsonl")
    jsonl(*ARTICLES[2:], name="home/b.jsonl")
    folders = [tmp_path / "disk", tmp_path / "home"]
    build(settings, folders)
    path.unlink()
    report = build(settings, folders, prune=True)
    assert counts(report) == {"read": 4, "unchanged": 4, "skipped": 1}
    assert len(held(settings)) == 6


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_file_name_that_is_no_utf_8_is_read_kept_and_pruned(
    settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "dijk.txt").write_text("De dijk houdt.")
    odd = Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt"))
    odd.write_text("Een kop koffie.")
    assert counts(build(settings, [folder])) == {"read": 2, "added": 2}
    assert counts(build(settings, [folder])) == {"read": 2, "unchanged": 2}
    odd.unlink()
    assert counts(build(settings, [folder], prune=True))["removed"] == 1


def test_of_articles_with_one_global_id_the_later_wins_and_is_counted(
    settings: Settings, jsonl: Jsonl
) -> None:
    earlier = replace(ARTICLES[0], id="urn:krant:1")
    later = replace(earlier, body="De latere versie.")
    files = [jsonl(earlier, name="a.jsonl"), jsonl(later, name="b.jsonl")]
    assert counts(build(settings, files)) == {"read": 2, "added": 1, "changed": 1}
    with opened(settings) as archive:
        assert archive.article("urn:krant:1").article == later
        assert archive.stats().articles == 1


def test_a_rebuild_holds_just_what_is_read_now(settings: Settings, jsonl: Jsonl) -> None:
    build(settings, [jsonl(*ARTICLES)])
    report = build(settings, [jsonl(*ARTICLES[:2])], rebuild=True)
    assert counts(report) == {"read": 2, "added": 2}
    assert held(settings) == ["a11", "a10"]


def test_a_rebuild_that_reads_nothing_leaves_the_index(
    settings: Settings, jsonl: Jsonl, tmp_path: Path
) -> None:
    build(settings, [jsonl(*ARTICLES)])
    report = build(settings, [tmp_path / "typing-error"], rebuild=True)
    assert counts(report) == {"skipped": 1}
    assert len(held(settings)) == 6


def test_a_build_that_reads_nothing_makes_no_index(settings: Settings, tmp_path: Path) -> None:
    assert counts(build(settings, [tmp_path / "typing-error"])) == {"skipped": 1}
    with pytest.raises(IndexMissingError):
        Archive.open(settings)


def test_an_engine_is_kept_until_another_is_asked_for(jsonl: Jsonl, tmp_path: Path) -> None:
    path, index = jsonl(*ARTICLES), tmp_path / "index"
    build(Settings(index, "whoosh"), [path])
    build(Settings(index), [path], rebuild=True)
    assert manifest(Settings(index)).engine == "whoosh"
    with pytest.raises(IndexStaleError, match=r"whoosh, not tantivy.*--rebuild --engine tantivy"):
        build(Settings(index, "tantivy"), [path])
    build(Settings(index, "tantivy"), [path], rebuild=True)
    assert manifest(Settings(index)).engine == "tantivy"


@pytest.mark.parametrize("wrong", [{"format": 4}, {"fingerprint": "0"}, {"files": None}])
def test_a_rebuild_keeps_the_engine_of_an_index_that_cannot_be_read(
    jsonl: Jsonl, tmp_path: Path, wrong: dict[str, Any]
) -> None:
    path, index = jsonl(*ARTICLES), tmp_path / "index"
    build(Settings(index, "whoosh"), [path])
    table = json.loads((index / "manifest.json").read_bytes())
    (index / "manifest.json").write_text(json.dumps({**table, **wrong}))
    with pytest.raises(KnipselError, match="--rebuild"):
        build(Settings(index), [path])
    build(Settings(index), [path], rebuild=True)
    assert manifest(Settings(index)).engine == "whoosh"


def test_an_unknown_engine_is_refused_before_anything_is_changed(
    jsonl: Jsonl, tmp_path: Path
) -> None:
    with pytest.raises(KnipselError, match="Choose one of: tantivy"):
        build(Settings(tmp_path / "index", "lucene"), [jsonl(*ARTICLES)])
    assert not (tmp_path / "index").exists()


def test_another_fingerprint_is_refused_with_the_command_that_mends_it(
    settings: Settings, jsonl: Jsonl, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = jsonl(*ARTICLES)
    build(settings, [path])
    was = Analyzer().fingerprint
    monkeypatch.setattr(Analyzer, "fingerprint", "91cc91cc")
    told = rf"was built with analysis {was}, this version needs 91cc91cc\. Run: knipsel --index .*"
    with pytest.raises(IndexStaleError, match=told + "index --rebuild PATH"):
        Archive.open(settings)
    with pytest.raises(IndexStaleError, match=told):
        build(settings, [path])
    build(settings, [path], rebuild=True)
    assert len(held(settings)) == 6


def test_the_watcher_is_told_of_what_is_skipped_and_of_progress(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.indexing.run._PROGRESS_EVERY", 2)
    lines = ['{"id": "a", "body": "x"}', "{", '{"id": "b", "body": "y"}', '{"id": "c"}']
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    skipped: list[ArticleError] = []
    seen: list[int] = []

    class BuildObserver:
        def skipped(self, error: ArticleError) -> None:
            skipped.append(error)

        def progressed(self, report: BuildReport, _: object) -> None:
            seen.append(report.read)

    report = build(settings, [tmp_path / "a.jsonl"], observer=BuildObserver())
    assert counts(report) == {"read": 2, "added": 2, "skipped": 2}
    assert [(error.line, Path(error.path).name) for error in skipped] == [
        (2, "a.jsonl"),
        (4, "a.jsonl"),
    ]
    assert seen == [2]


def test_a_run_that_fails_leaves_the_index_as_it_was(
    settings: Settings, jsonl: Jsonl, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(settings, [jsonl(*ARTICLES[:3])])
    before = manifest(settings)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("indexer.indexing.run.Run.commit", fail)
        with pytest.raises(KeyboardInterrupt):
            build(settings, [jsonl(*ARTICLES)])
    assert manifest(settings) == before
    assert {p.name for p in settings.index.iterdir()} == {
        "manifest.json",
        "lock",
        before.generation,
    }
    assert counts(build(settings, [jsonl(*ARTICLES)])) == {"read": 6, "added": 3, "unchanged": 3}


@pytest.mark.parametrize(
    "point",
    [
        "while reading",
        "before the commit",
        "after the commit",
        "before the manifest is renamed",
    ],
)
def test_a_killed_build_leaves_the_last_committed_state_and_the_next_one_works(
    settings: Settings, jsonl: Jsonl, point: str
) -> None:
    path = jsonl(*ARTICLES[:3])
    build(settings, [path])
    before = manifest(settings)
    jsonl(*ARTICLES)
    with path.open("a") as stream:
        stream.write("{\n")
    arguments = [point, str(settings.index), str(settings.engine), str(path)]
    killed = subprocess.run([sys.executable, "-c", KILLED, *arguments], check=False)
    assert killed.returncode == -9
    assert manifest(settings) == before
    assert held(settings) == ["a12", "a11", "a10"]
    build(settings, [path])
    assert len(held(settings)) == 6
    assert {p.name for p in settings.index.iterdir()} <= {
        *("manifest.json", "lock"),
        manifest(settings).generation,
    }


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
@pytest.mark.parametrize("most", [200, 5_000, 60_000])
def test_without_room_the_index_is_as_it_was(settings: Settings, jsonl: Jsonl, most: int) -> None:
    """By a limit on the size of files, which needs no root as a small file system would."""
    build(settings, [jsonl(*ARTICLES[:3])])
    before = manifest(settings)
    many = (Article(f"b{n}", "Kop", " ".join(f"w{n * k}" for k in range(300))) for n in range(300))
    arguments = [str(settings.index), str(settings.engine), str(jsonl(*many)), str(most)]
    run = subprocess.run(
        [sys.executable, "-c", NO_ROOM, *arguments], check=False, capture_output=True, text=True
    )
    assert "cannot be written" in run.stderr
    assert "Make room, or choose another folder with --index DIR." in run.stderr
    assert "Traceback" not in run.stderr
    assert manifest(settings) == before
    assert held(settings) == ["a12", "a11", "a10"]
    build(settings, [jsonl(*ARTICLES)])
    assert len(held(settings)) == 6


def test_an_update_of_a_damaged_index_is_refused_with_the_command_that_mends_it(
    settings: Settings, jsonl: Jsonl
) -> None:
    path = jsonl(*ARTICLES)
    build(settings, [path])
    folder = FolderStore(settings.index).path(manifest(settings))
    for file in folder.iterdir():
        file.unlink()
    with pytest.raises(IndexDamagedError, match=r"missing.*index --rebuild PATH"):
        build(settings, [path])
    build(settings, [path], rebuild=True)
    assert len(held(settings)) == 6


def test_an_index_being_written_is_not_written_again(settings: Settings, jsonl: Jsonl) -> None:
    with FolderStore(settings.index).write_lock(), pytest.raises(IndexLockedError):
        build(settings, [jsonl(*ARTICLES)])


def test_a_foreign_folder_is_left_alone(settings: Settings, jsonl: Jsonl) -> None:
    settings.index.mkdir()
    (settings.index / "thesis.doc").write_text("mine")
    with pytest.raises(IndexMissingError, match="thesis"):
        build(settings, [jsonl(*ARTICLES)], rebuild=True)
    assert [path.name for path in settings.index.iterdir()] == ["thesis.doc"]


def test_relative_paths_and_links_are_pruned_by_what_was_given(
    settings: Settings, jsonl: Jsonl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "linked").symlink_to(tmp_path / "real", target_is_directory=True)
    jsonl(*ARTICLES[:2], name="real/a.jsonl")
    monkeypatch.chdir(tmp_path)
    build(settings, ["linked"])
    jsonl(ARTICLES[0], name="real/a.jsonl")
    assert counts(build(settings, ["./linked/"], prune=True))["removed"] == 1


def test_a_manifest_counts_as_the_index_does(settings: Settings, jsonl: Jsonl) -> None:
    build(settings, [jsonl(*ARTICLES)])
    counted = replace(manifest(settings), articles=7)
    (settings.index / "manifest.json").write_bytes(encoded(counted))
    with opened(settings) as archive:
        assert archive.check() == ["the manifest counts 7 articles, the index holds 6"]
