"""New generations are opened apart from the questions, where an archive follows its index."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexer.analysis.analyzer import Analyzer
from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.errors import IndexMissingError, KnipselError
from indexer.highlight.chunks import ChunkCache
from indexer.model import Article, SearchRequest
from indexer.search.opening import Snapshots
from indexer.storage.forward.segment import Segment

ONE = Article("een", "Kop", "Er is een museum.")
TWO = Article("twee", "Kop", "Er is nog een museum.")


@pytest.fixture
def setting(tmp_path: Path, jsonl: Any) -> Settings:
    setting = Settings(tmp_path / "index")
    build(setting, [jsonl(ONE)])
    return setting


@pytest.fixture
def following(setting: Settings) -> Iterator[Archive]:
    archive = Archive.open(setting, following=True)
    yield archive
    archive.close()


def total(archive: Archive) -> int:
    return archive.search(SearchRequest("museum")).total


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 180
    while not holds():
        assert time.monotonic() < end


def test_no_question_opens_a_generation_that_an_archive_follows(
    following: Archive, setting: Settings, jsonl: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    openers: list[str] = []
    opened = Snapshots._open

    def noted(snapshots: Snapshots) -> Any:
        openers.append(threading.current_thread().name)
        return opened(snapshots)

    monkeypatch.setattr(Snapshots, "_open", noted)
    until(lambda: not following._snapshots._questions_look)
    build(setting, [jsonl(ONE, TWO)])
    until(lambda: total(following) == 2)
    assert openers == ["follower"]


def test_words_and_names_of_each_generation_are_ready_before_they_are_asked_for(
    setting: Settings, jsonl: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    learnt: list[list[bytes]] = []

    def learn(_: ChunkCache, segments: Sequence[Segment]) -> None:
        learnt.append([each.raw_surfaces for each in segments])

    monkeypatch.setattr(ChunkCache, "learn", learn)
    with Archive.open(setting, following=True) as following:
        until(lambda: bool(learnt))
        names = following._snapshots.current().names.index
        assert names
        assert {"_by_word", "articles"} <= vars(names).keys()
        build(setting, [jsonl(ONE, TWO)])
        until(lambda: len(learnt) > 1)
    assert [b"museum\0" in b"".join(each) for each in learnt] == [True, True]
    assert [b"nog\0" in b"".join(each) for each in learnt] == [False, True]


def test_what_an_archive_learns_of_its_words_is_what_the_analyzer_says(setting: Settings) -> None:
    analyzer = Analyzer()
    with Archive.open(setting) as archive:
        for segment in archive._snapshots.current().names.forward.segments:
            surfaces = segment.raw_surfaces.decode().split("\0")[:-1]
            assert surfaces
            for place, (raw, of_type) in enumerate(segment.raw_terms()):
                terms = raw.decode().split("\0")
                found = [terms[number] for number in np.frombuffer(of_type, "<u4")]
                assert found == [analyzer.row(surface)[place] for surface in surfaces]


def test_questions_are_answered_from_the_old_generation_while_the_new_one_opens(
    following: Archive, setting: Settings, jsonl: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    opened = Snapshots._open

    def slow(snapshots: Snapshots) -> Any:
        begun.set()
        assert go_on.wait(180)
        return opened(snapshots)

    until(lambda: not following._snapshots._questions_look)
    monkeypatch.setattr(Snapshots, "_open", slow)
    build(setting, [jsonl(ONE, TWO)])
    assert begun.wait(180)
    assert [total(following) for _ in range(3)] == [1, 1, 1]
    go_on.set()
    until(lambda: total(following) == 2)


def test_what_cannot_be_opened_is_told_to_who_asks_and_followed_once_it_can(
    following: Archive, setting: Settings, jsonl: Any
) -> None:
    manifest = setting.index / "manifest.json"
    kept = manifest.read_bytes()
    manifest.unlink()
    until(lambda: isinstance(refusal(following), IndexMissingError))
    manifest.write_bytes(kept)
    until(lambda: refusal(following) is None)
    build(setting, [jsonl(ONE, TWO)])
    until(lambda: total(following) == 2)


def refusal(archive: Archive) -> KnipselError | None:
    try:
        total(archive)
    except KnipselError as error:
        return error
    return None


def test_a_closed_archive_follows_no_longer(setting: Settings) -> None:
    archive = Archive.open(setting, following=True)
    archive.close()
    assert "follower" not in [thread.name for thread in threading.enumerate()]


def test_a_block_closes_its_archive_and_a_second_close_does_nothing(setting: Settings) -> None:
    with Archive.open(setting) as archive:
        reader = archive._snapshots.current().reader
        assert reader.size == archive.stats().articles
    assert archive._snapshots._closed.is_set()
    archive.close()
