"""Reading while it is written: nothing torn, nothing missed, nothing kept open."""

from __future__ import annotations

import gc
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from indexer.archive import Archive
from indexer.config import Settings
from indexer.model import SearchRequest
from tests.paths import ROOT
from tests.trust.asking import ARTICLES
from tests.trust.places import Place, article, write_articles
from tests.trust.questions import EVERY_KIND

SECONDS, SECONDS_SOAKING = 8, 120
REOPENED, REOPENED_SOAKING = 100, 1_000
PROCESSES, THREADS = 4, 4

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.mark.soak
def test_eight_readers_get_whole_answers_while_it_is_rebuilt_and_updated(
    place: Place, soaking: bool
) -> None:
    """Four processes, and one more with four threads."""
    write_round(place, 1)
    with ExitStack() as stack:
        counts = [1] * PROCESSES + [THREADS]
        readers = [stack.enter_context(asking(place, threads)) for threads in counts]
        number, until = 1, time.monotonic() + (SECONDS_SOAKING if soaking else SECONDS)
        while time.monotonic() < until or number < 3:
            number += 1
            write_round(place, number)
        told = [orjson.loads(reader.communicate()[0]) for reader in readers]
    asked, late = sum(each["asked"] for each in told), max(each["late"] for each in told)
    print(f"{place.engine}: {asked} answers over {number} commits, at most {late:.3f} s behind")
    assert [each["wrong"] for each in told] == [{}] * len(readers)
    assert {seen for each in told for seen in each["rounds"]} == {number}
    assert asked > number > 2
    assert place.generations() == {place.current().name}, "what nobody reads is gone"


def write_round(place: Place, number: int) -> None:
    """Let the index hold the articles of a round: by an update, or every third time anew."""
    chance = random.Random(number)
    made = (article(n, chance) for n in range(ARTICLES))
    texts = (replace(each, body=f"Dijk. {each.body}", section=(str(number),)) for each in made)
    write_articles(place, texts)
    place.build(rebuild=not number % 3)
    fresh = place.index.parent / "round.new"
    fresh.write_text(str(number))
    fresh.replace(place.index.parent / "round")


@contextmanager
def asking(place: Place, threads: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process that reads the index with so many threads."""
    command = [sys.executable, "-m", "tests.trust.asking", str(place.index), str(threads)]
    pipe = subprocess.PIPE
    root = ROOT
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=root) as process:
        try:
            assert process.stdout
            process.stdout.readline()  # it has begun
            yield process
        finally:
            process.kill()


def test_a_generation_that_is_gone_answers_who_opened_it(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Questions that were not asked before it went: nothing is opened late."""
    chance = random.Random(1)
    write_articles(place, [article(n, chance) for n in range(100)])
    place.build()
    right = [ask(Archive.open(Settings(place.index))) for ask in EVERY_KIND]
    archive = Archive.open(Settings(place.index))
    opened = archive._snapshots.current()
    monkeypatch.setattr(archive._snapshots, "current", lambda: opened)
    shutil.rmtree(place.index)
    assert _untimed([ask(archive) for ask in EVERY_KIND]) == _untimed(right)


def _untimed(answers: list[object]) -> list[str]:
    return [repr(answer) for answer in answers]


@linux
@pytest.mark.soak
def test_reopening_keeps_no_file_and_no_memory(place: Place, soaking: bool) -> None:
    chance = random.Random(1)
    write_articles(place, [article(n, chance) for n in range(100)])
    place.build()
    archive = Archive.open(Settings(place.index))
    manifest = place.index / "manifest.json"
    figures = []
    gc.collect()
    gc.disable()  # so that what goes, goes at once
    for _ in range(REOPENED_SOAKING if soaking else REOPENED):
        again = manifest.with_suffix(".new")
        again.write_bytes(manifest.read_bytes())
        again.replace(manifest)
        archive.search(SearchRequest("dijk crisis"))
        figures.append((_files(), _mapped(place), _megabytes()))
    gc.enable()
    warm = figures[len(figures) // 5]
    print(f"{place.engine}: files, maps, MB {warm} became {figures[-1]} by {len(figures)} openings")
    assert figures[-1][:2] == warm[:2]
    assert figures[-1][2] < warm[2] + 10
    archive.close()


def _files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - no paths of what is closed by then


def _mapped(place: Place) -> int:
    return Path("/proc/self/maps").read_text().count(str(place.index))


def _megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGESIZE") / 2**20, 1)
