"""`knipsel watch`, as a process of its own over a real folder and a real server of feeds."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Timer

import pytest
from click.testing import CliRunner

from indexer.archive import Archive
from indexer.cli import main
from indexer.cli.watch import _Listener
from indexer.config import Settings
from indexer.storage.folder import FolderStore
from indexer.watch.folders import FolderWatch
from tests.feed_site import Site, served
from tests.golden_formats import ARTICLES, FILES, FOLDER, WITHDRAWN
from tests.paths import ROOT

CALL = "from indexer.cli import main; main()"


class Process:
    """A running `knipsel watch`, of which the lines on standard error are read."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("KNIPSEL_", "NO_COLOR"))}
        self.process = subprocess.Popen(
            [sys.executable, "-c", CALL, *arguments],
            cwd=folder,
            env={**kept, "PYTHONPATH": str(ROOT)},
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr
        self._output = self.process.stderr
        self.lines: list[str] = []
        self._guard = Timer(600, self.process.kill)
        self._guard.start()

    def until(self, words: str) -> str:
        """Return the next line with these words; fail when the process ends without."""
        for line in self._output:
            self.lines.append(line)
            if words in line:
                return line
        raise AssertionError(f"ended without {words!r}: {self.lines}")

    def stop(self, number: int) -> int:
        self.process.send_signal(number)
        status = self.process.wait(180)
        self.lines += self._output.readlines()
        return status

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self._output.close()
        self._guard.cancel()


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Callable[..., Process]]:
    """Return a function that runs `knipsel watch` in the folder of this test."""
    started: list[Process] = []

    def watch(*arguments: str) -> Process:
        started.append(Process(tmp_path, "watch", *arguments))
        return started[-1]

    yield watch
    for process in started:
        process.close()


def held(folder: Path) -> set[str]:
    archive = Archive.open(Settings(folder))
    try:
        assert archive.check() == []
        reader = archive._snapshots.current().reader
        return {id_ for id_, _ in reader.ids()}
    finally:
        archive.close()


def test_what_comes_changes_and_goes_in_a_folder_is_followed(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, watching: Callable[..., Process]
) -> None:
    """The index lies in the folder too, and is none of its articles."""
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "map"
    shutil.copytree(FOLDER, elsewhere)
    (tmp_path / "a.txt").write_text("De dijk.")
    (tmp_path / "b.csv").write_text("id,tekst\n1,De wolf.\n2,De brug.\n")
    watch = watching("--prune", ".")
    watch.until("3 read: 3 added")
    elsewhere.rename(tmp_path / "map")  # in one step, so that it is one batch however busy it is
    watch.until(f"{len(ARTICLES) + WITHDRAWN} read: {len(ARTICLES)} added")
    changed = elsewhere.with_name("b.csv")
    changed.write_text("id,tekst\n1,De wolven.\n")
    changed.replace(tmp_path / "b.csv")
    watch.until("1 read: 1 changed, 1 removed")
    (tmp_path / "map").rename(elsewhere)
    watch.until(f"0 read: {len(ARTICLES)} removed")
    (tmp_path / "a.txt").rename(tmp_path / "c.txt")
    watch.until("1 read: 1 added, 1 removed")
    (tmp_path / "stuk.zip").write_bytes(b"PK")
    watch.until("skipped ")
    assert watch.stop(signal.SIGTERM) == 3
    assert held(tmp_path / "index") == {"c", "1"}


def test_without_prune_articles_stay(tmp_path: Path, watching: Callable[..., Process]) -> None:
    """But for one whose file has another name: it goes by that."""
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.txt").write_text("De dijk.")
    watch = watching("news")
    watch.until("1 read: 1 added")
    (news / "a.txt").unlink()
    (news / "b.txt").write_text("De wolf.")
    watch.until("1 read: 1 added")
    (news / "b.txt").rename(news / "c.txt")
    watch.until("1 read: 1 added, 1 removed")
    assert watch.stop(signal.SIGINT) == 0
    assert watch.lines[-1].endswith(" stopped\n")
    assert held(tmp_path / "index") == {"a", "c"}


def test_a_kill_loses_nothing_that_was_there(
    tmp_path: Path, watching: Callable[..., Process]
) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.txt").write_text("De dijk.")
    watch = watching("news")
    watch.until("1 read: 1 added")
    shutil.copytree(FOLDER, news / "map")
    assert watch.stop(signal.SIGKILL) == -signal.SIGKILL
    assert held(tmp_path / "index") >= {"a"}
    (news / "b.txt").write_text("De wolf.")
    watching("news").until(f"{len(ARTICLES) + WITHDRAWN + 2} read: ")
    assert len(held(tmp_path / "index")) == len(ARTICLES) + 2


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as site:
        yield site


def test_feeds_are_followed_and_asked_conditionally_the_next_time(
    tmp_path: Path, site: Site, watching: Callable[..., Process]
) -> None:
    (tmp_path / "knipsel.toml").write_text(
        f'[feeds]\naddresses = ["{site.address}/rss"]\nprivate = true\n'
    )
    site.pages["/rss"] = (200, {"ETag": '"1"'}, FILES["wipkip.rss"].read_bytes())
    watch = watching()
    watch.until(f"{site.address}/rss: 2 read: 2 added")
    assert watch.stop(signal.SIGTERM) == 0
    assert held(tmp_path / "index") == {"wipkip-1041", "https://wipkip.example/veerpont"}
    state = (tmp_path / "index" / "feeds" / "state.json").read_text()
    assert '"etag": "\\"1\\""' in state
    assert [path for path, _ in site.asked] == ["/robots.txt", "/rss"]


def test_a_feed_on_a_private_address_is_refused(
    tmp_path: Path, site: Site, watching: Callable[..., Process]
) -> None:
    (tmp_path / "knipsel.toml").write_text(f'[feeds]\naddresses = ["{site.address}/rss"]\n')
    watch = watching()
    line = watch.until("127.0.0.1 is a private address; feeds.private = true in knipsel.toml")
    assert "asked again in 60 minutes" in line
    assert site.asked == []


def test_an_index_that_another_writes_is_waited_for(tmp_path: Path) -> None:
    class Listener(_Listener):
        def say(self, line: str) -> None:
            said.append(line)

    said: list[str] = []
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.txt").write_text("De dijk.")
    watch = FolderWatch(Settings(tmp_path / "index"), [news], Listener(), Event(), prune=False)
    watch._changed = {news / "a.txt"}
    with FolderStore(tmp_path / "index").write_lock():
        watch._index()
        watch._index()
    assert len(said) == 1
    assert "Another process" in said[0]
    assert "Tried again in 60 seconds." in said[0]
    watch._retry = 0
    watch._index()
    assert "1 read: 1 added" in said[1]
    assert watch._changed == set()


@pytest.mark.parametrize("whole", [True, False], ids=["the folder", "a file of it"])
def test_what_waits_for_an_embargo_is_read_again_when_it_ends(tmp_path: Path, whole: bool) -> None:
    news = tmp_path / "news"
    news.mkdir()
    path = news / "a.json"
    path.write_text('{"id": "urn:a", "body": "De sluis.", "embargoed": "2999-01-01T00:00:00Z"}')
    end = datetime(2999, 1, 1, tzinfo=UTC).timestamp()
    moments = [end, end, end - 1]
    watch = FolderWatch(
        Settings(tmp_path / "index"), [news], _Listener(), Event(), prune=True, now=moments.pop
    )
    watch._changed = {path}
    watch._index()
    if whole:
        watch._embargoes.add("2999-01-01T00:00:00Z", [news])
    watch._take_released()
    assert watch._changed == set()
    watch._take_released()
    assert watch._changed == {path}
    watch._changed.clear()
    watch._take_released()
    assert watch._changed == set()


def test_folders_with_files_of_one_name_and_a_folder_inside_another_keep_each_article_once(
    tmp_path: Path,
) -> None:
    folders = [tmp_path / name for name in ("nrc", "trouw", "nrc/sport")]
    for folder in folders:
        folder.mkdir()
        (folder / "1.txt").write_text(f"Brand in {folder.name}.")
    watch = FolderWatch(Settings(tmp_path / "index"), folders, _Listener(), Event(), prune=True)
    for text in ("Brand", "Storm"):
        for folder in folders:
            (folder / "1.txt").write_text(f"{text} in {folder.name}.")
        watch._changed = {folder / "1.txt" for folder in folders}
        watch._index()
        with Archive.open(tmp_path / "index") as archive:
            assert archive.stats().articles == 3
            bodies = {archive.article(id_).article.body for id_ in ("1", "trouw/1", "sport/1")}
        assert bodies == {f"{text} in {folder.name}." for folder in folders}


def test_a_change_of_what_is_no_article_leaves_the_index_alone(tmp_path: Path) -> None:
    (tmp_path / "foto.jpg").write_bytes(b"\xff\xd8")
    watch = FolderWatch(Settings(tmp_path / "index"), [tmp_path], _Listener(), Event(), prune=False)
    watch._changed = {tmp_path / "foto.jpg"}
    watch._index()
    assert watch._changed == set()
    assert not (tmp_path / "index" / "lock").exists()


def test_a_folder_that_is_gone_itself_prunes_nothing(tmp_path: Path) -> None:
    """As of a disk that was taken out."""
    watch = FolderWatch(
        Settings(tmp_path / "index"), [tmp_path / "disk"], _Listener(), Event(), prune=True
    )
    gone = tmp_path / "disk" / "a.txt"
    assert watch._to_prune({gone}) == []
    (tmp_path / "disk").mkdir()
    assert watch._to_prune({gone}) == [gone]


def test_nothing_to_watch_is_wrong_usage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["watch"])
    assert result.exit_code == 2
    assert "Give a folder, or feeds in knipsel.toml." in result.stderr
