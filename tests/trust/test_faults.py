"""A disk that is full or read-only, files that may not be opened, clocks and sources that jump.

Each fault is a real one: a small file system of its own, a user without rights, a limit of the
system. What is asked for ends with status 2 and a line that says what to do, and the index is as it
was.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.config import Settings
from indexer.model import Article
from tests.trust.places import Place, Run, article, cannot, needs, write_articles

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="mounts and limits of Linux")

NOBODY = 65_534


@pytest.fixture
def mounted(place: Place) -> Iterator[Callable[[str], None]]:
    """Return a function that puts a small file system in the place of the index folder."""
    mounts = 0

    def mount(options: str) -> None:
        nonlocal mounts
        place.index.mkdir(exist_ok=True)
        command = [needs("mount", "mount"), "-t", "tmpfs", "-o", options, "none", str(place.index)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            cannot(f"this user may not mount ({done.stderr.strip()}): run these tests as root")
        mounts += 1

    yield mount
    for _ in range(mounts):
        subprocess.run(["umount", "--lazy", str(place.index)], check=True)


def articles(first: int, count: int, words: int = 60) -> list[Article]:
    chance = random.Random(first)
    return [article(number, chance, words) for number in range(first, first + count)]


@pytest.mark.parametrize("share", [0.05, 0.4, 0.9])
def test_a_full_disk_leaves_the_index_as_it_was(
    place: Place, run: Run, mounted: Callable[[str], None], share: float
) -> None:
    """Early, halfway and at the end of what a build writes."""
    write_articles(place, articles(0, 50))
    mounted("size=16m")
    place.build()
    before = place.held()
    write_articles(place, articles(0, 250, words=200))
    small = _bytes(place.index)
    needed = _needed(place)
    subprocess.run(
        ["mount", "-o", f"remount,size={_pages(small + share * needed)}", str(place.index)],
        check=True,
    )
    done = run(place.building(), status=2)
    assert "cannot be written" in done.stderr
    assert "The index is as it was. Make room, or choose another folder" in done.stderr
    assert place.held() == before
    assert place.generations() == {place.current().name}, "what was written is taken back"
    subprocess.run(["mount", "-o", "remount,size=16m", str(place.index)], check=True)
    place.build()
    assert len(place.held()) == 250


def _needed(place: Place) -> int:
    """Return how many bytes of room the files of all articles take."""
    other = Place(place.articles.parent / "other", place.articles, place.engine)
    other.build()
    return _bytes(other.index)


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())


def _pages(size: float) -> int:
    return int(size // 4096 * 4096)


@pytest.fixture
def as_nobody() -> Callable[[list[str]], list[str]]:
    """Return a function that makes a command run as a user who may read only what all may."""
    if os.geteuid() != 0:
        cannot("another user's rights can be had by root alone: run these tests as root")
    setpriv = [needs("setpriv", "util-linux"), f"--reuid={NOBODY}", f"--regid={NOBODY}"]
    return lambda command: [*setpriv, "--clear-groups", *command]


def test_another_user_can_read_and_is_told_that_it_cannot_write(
    place: Place, run: Run, as_nobody: Callable[[list[str]], list[str]]
) -> None:
    write_articles(place, articles(0, 50))
    place.build()
    assert run(as_nobody(place.command("search", "dijk", "--format", "ids"))).stdout
    run(as_nobody(place.command("check")))
    done = run(as_nobody(place.building()), status=2)
    assert "Permission denied" in done.stderr
    assert "Choose another folder with --index DIR" in done.stderr


@pytest.mark.parametrize("closed", ["folder", "manifest", "file"])
def test_what_may_not_be_read_is_no_damage(
    place: Place, run: Run, as_nobody: Callable[[list[str]], list[str]], closed: str
) -> None:
    write_articles(place, articles(0, 50))
    place.build()
    paths = {
        "folder": place.current(),
        "manifest": place.index / "manifest.json",
        "file": max(place.current().iterdir(), key=lambda path: path.stat().st_size),
    }
    paths[closed].chmod(0)
    for command in (["search", "dijk"], ["check"], ["stats"]):
        done = run(as_nobody(place.command(*command)), status=2)
        assert "Permission denied" in done.stderr
        assert "let this user read it" in done.stderr
        assert "rebuild" not in done.stderr


def test_an_index_on_a_read_only_disk_is_searched_and_not_written(
    place: Place, run: Run, mounted: Callable[[str], None]
) -> None:
    write_articles(place, articles(0, 50))
    mounted("size=16m")
    place.build()
    subprocess.run(["mount", "-o", "remount,ro", str(place.index)], check=True)
    assert run(place.command("search", "dijk", "--format", "ids")).stdout
    run(place.command("check"))
    done = run(place.building("--rebuild"), status=2)
    assert "Read-only file system" in done.stderr
    assert "Choose another folder with --index DIR" in done.stderr


def test_too_few_files_that_may_be_open_are_told(place: Place, run: Run) -> None:
    """At limits where opening fails, where writing does, and where Python can hardly start."""
    write_articles(place, articles(0, 50))
    place.build()
    write_articles(place, articles(50, 10), "more")
    place.build()
    before = place.held()
    for most in (10, 14, 18, 24):
        limited = partial(resource.setrlimit, resource.RLIMIT_NOFILE, (most, most))
        for command in (place.command("search", "dijk"), place.building("--rebuild")):
            done = run(command, status=None, preexec_fn=limited)
            if done.returncode:
                assert done.returncode == 2
                assert "Allow more open files: ulimit -n 1024." in done.stderr or (
                    "The index is as it was." in done.stderr
                )
                assert place.held() == before


@pytest.mark.parametrize("years", [70, -30, 0])
def test_a_clock_that_jumps_hides_no_commit(place: Place, years: int) -> None:
    """Readers tell a commit by more than its time, which may be that of the one before."""
    write_articles(place, articles(0, 5))
    place.build()
    archive = Archive.open(Settings(place.index))
    manifest = place.index / "manifest.json"
    for count in (6, 7):
        jumped = manifest.stat().st_mtime_ns + years * 365 * 86_400 * 10**9
        write_articles(place, articles(0, count))
        place.build()
        os.utime(manifest, ns=(jumped, jumped))
        assert archive.stats().articles == count
    archive.close()
