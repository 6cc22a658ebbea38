"""Of the files of an issue the next one is read in advance, and each of them as if alone."""

from __future__ import annotations

import gc
import os
import random
import weakref
import zipfile
from collections.abc import Generator
from pathlib import Path
from threading import current_thread, main_thread
from types import ModuleType
from typing import cast

import pytest

from indexer.corpus import read_articles
from indexer.corpus.beside import Beside
from indexer.corpus.readers.digitised import ahead as ahead_
from indexer.corpus.readers.digitised import composer, issues, plain_words
from indexer.corpus.readers.digitised.ahead import MAX_COMING, Ahead
from indexer.corpus.readers.digitised.alto import alto_pages
from indexer.corpus.readers.digitised.plain_words import AltoTree
from indexer.model import Article

_WORDS = ["de", "zee", "schipbreuk", "1850,", "ver-", "gaan.", "a&amp;b", "Fran\u00e7sche"]
_PAGES = [f"alto/{number}.xml" for number in range(1, 5)]


def idle() -> None:
    """Return when the thread has nothing to do any more."""
    ahead_._thread().submit(lambda: None).result()


def test_the_files_that_come_next_are_read_by_a_thread_and_each_once() -> None:
    read: list[tuple[str, bool]] = []

    def reader(name: str) -> str:
        read.append((name, current_thread() is main_thread()))
        return name.upper()

    ahead = Ahead(reader)
    ahead.in_order("abcd")
    assert [ahead.get(each) for each in ("a", "b", "d", "c", "x")] == ["A", "B", "D", "C", "X"]
    ahead.close()
    assert sorted(name for name, _ in read) == ["a", "b", "c", "d", "x"]
    assert dict(read) == {"a": False, "b": False, "c": False, "d": False, "x": True}


def test_few_files_are_in_memory_before_they_are_asked_for() -> None:
    read: list[str] = []
    ahead = Ahead(read.append)
    ahead.in_order("abcdefghijklm")
    idle()
    assert read == [*"abcdefghijklm"[:MAX_COMING]]
    ahead.close()


def test_of_files_in_another_order_those_that_are_in_none_are_dropped() -> None:
    read: list[str] = []

    def reader(name: str) -> str:
        read.append(name)
        return name

    ahead = Ahead(reader)
    ahead.in_order("abc")
    idle()
    ahead.in_order("cxb")
    assert not ahead.is_at_end
    assert [ahead.get(each) for each in "cxb"] == ["c", "x", "b"]
    assert ahead.is_at_end
    ahead.close()
    assert sorted(read) == ["a", "b", "c", "x"]


def test_files_that_are_in_no_article_do_not_keep_others_from_being_read_in_advance() -> None:
    in_thread: dict[str, bool] = {}
    ahead = Ahead(lambda name: in_thread.update({name: current_thread() is not main_thread()}))
    order = "abcdefghijklmnop"
    ahead.in_order(order)
    for name in order[MAX_COMING + 1 :]:
        ahead.get(name)
    ahead.close()
    assert {in_thread[name] for name in order[MAX_COMING + 2 :]} == {True}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks no processes")
def test_a_process_that_is_forked_has_a_thread_of_its_own() -> None:
    def first_two(ahead: Ahead[str]) -> str:
        ahead.in_order("ab")
        return ahead.get("a") + ahead.get("b")

    assert first_two(Ahead(str.upper)) == "AB"
    child = os.fork()
    if not child:
        os._exit(first_two(Ahead(str.upper)) != "AB")
    assert os.waitpid(child, 0)[1] == 0


def test_what_goes_wrong_is_raised_for_the_file_that_it_goes_wrong_with() -> None:
    def reader(name: str) -> str:
        if name == "b":
            raise OSError("gone")
        return name

    ahead = Ahead(reader)
    ahead.in_order("abc")
    assert ahead.get("a") == "a"
    with pytest.raises(OSError, match="gone"):
        ahead.get("b")
    assert ahead.get("c") == "c"
    ahead.close()


def _page(chance: random.Random) -> str:
    lines = (
        "".join(
            f'<String CONTENT="{chance.choice(_WORDS)}" HPOS="{chance.randrange(1, 900)}" '
            'VPOS="5" WIDTH="9" HEIGHT="9" WC="0.9"/>'
            for _ in range(chance.randrange(1, 6))
        )
        for _ in range(4)
    )
    text = "".join(f"<TextLine>{line}</TextLine>" for line in lines)
    page = f'<Page><PrintSpace><TextBlock ID="B">{text}</TextBlock></PrintSpace></Page>'
    return f"<alto><Layout>{page}</Layout></alto>"


def _mets(order: list[int]) -> str:
    files = "".join(
        f'<file ID="F{number}"><FLocat href="{name}"/></file>'
        for number, name in enumerate(_PAGES, 1)
    )
    articles = "".join(
        f'<div TYPE="ARTICLE" ID="A{at}"><fptr><area FILEID="F{number}" BEGIN="B"/></fptr></div>'
        for at, number in enumerate(order)
    )
    return (
        f"<mets><fileSec><fileGrp>{files}</fileGrp></fileSec><structMap TYPE='LOGICAL'>"
        f"<div TYPE='Issue'>{articles}</div></structMap></mets>"
    )


@pytest.mark.parametrize("seed", range(12))
def test_issues_are_read_the_same_in_advance_and_one_by_one(
    tmp_path: Path, native: ModuleType, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """With pages in any order, and with one that is not there, empty, broken or no ALTO."""
    chance = random.Random(seed)
    order = [chance.randrange(1, 5) for _ in range(6)]
    bad = chance.choice(
        (None, "", "<alto><Layout>", "<html/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>")
    )
    path = tmp_path / "issue.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x-mets.xml", _mets(order))
        for name in _PAGES:
            if name != _PAGES[seed % 8 % 4] or seed % 8 > 3:
                archive.writestr(name, _page(chance))
            elif bad is not None:
                archive.writestr(name, bad)
    found = []
    for kernel in (native, None):
        for module in (plain_words, composer, issues):
            monkeypatch.setattr(module, "compiled", lambda kernel=kernel: kernel)
        found.append(list(read_articles(path)))
    assert found[0] == found[1]
    assert any(isinstance(each, Article) for each in found[0])


def _zip_of_issues(path: Path, issues_: dict[str, str], chance: random.Random) -> None:
    """Write issues in folders of their own, each with four pages that follow its METS."""
    with zipfile.ZipFile(path, "w") as archive:
        for folder, mets in issues_.items():
            archive.writestr(f"{folder}/{folder}-mets.xml", mets)
            for name in _PAGES:
                archive.writestr(f"{folder}/{name}", _page(chance))


def _recorded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the paths of files that are read from now on, in their order."""
    read: list[str] = []
    searched = issues._searched

    def recorded(beside: Beside, path: str) -> object:
        read.append(f"{beside._folder}/{path}")
        return searched(beside, path)

    monkeypatch.setattr(issues, "_searched", recorded)
    return read


def test_the_first_pages_of_the_next_issue_are_read_while_an_issue_is_stored(
    tmp_path: Path, native: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert native
    read = _recorded(monkeypatch)
    order = [1, 2, 3, 4]
    _zip_of_issues(tmp_path / "a.zip", dict.fromkeys("abc", _mets(order)), random.Random(0))
    articles = read_articles(tmp_path / "a.zip")
    for _ in order:
        next(articles)
    idle()
    assert read[len(order) :] == [f"b/{name}" for name in _PAGES]
    assert len(list(articles)) == 2 * len(order)
    assert sorted(read) == sorted(f"{folder}/{name}" for folder in "abc" for name in _PAGES)


@pytest.mark.parametrize(
    ("middle", "last"),
    [
        (_mets([2]), _mets([4, 1])),  # not the first page, which was begun
        ("<mets>", _mets([1, 2])),
        (_mets([]), _mets([3])),
        ("<!DOCTYPE mets [<!ENTITY b 'c'>]><mets/>", _mets([1, 1, 4])),
        (_mets([1]).replace("alto/1.xml", "alto/9.xml"), "<html/>"),
        (_mets([1, 3]).replace("alto/1.xml", "../a/alto/1.xml"), _mets([2])),
    ],
)
def test_several_issues_are_read_the_same_with_and_without_a_kernel(
    tmp_path: Path, native: ModuleType, monkeypatch: pytest.MonkeyPatch, middle: str, last: str
) -> None:
    path = tmp_path / "a.zip"
    of_folders = {"a": _mets([1, 2, 3]), "b": middle, "c": last, "d": _mets([4])}
    _zip_of_issues(path, of_folders, random.Random(1))
    found = []
    for kernel in (native, None):
        for module in (plain_words, composer, issues):
            monkeypatch.setattr(module, "compiled", lambda kernel=kernel: kernel)
        found.append(list(read_articles(path)))
    assert found[0] == found[1]
    assert sum(isinstance(each, Article) for each in found[0]) > 3


def test_nothing_is_read_any_more_when_a_zip_is_left_in_the_midst(
    tmp_path: Path, native: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert native
    read = _recorded(monkeypatch)
    path = tmp_path / "a.zip"
    _zip_of_issues(path, dict.fromkeys("abc", _mets([1, 4])), random.Random(2))
    articles = cast("Generator[object]", read_articles(path))
    next(articles)
    next(articles)
    articles.close()
    until_closed = len(read)
    idle()
    assert len(read) == until_closed


def test_the_pages_of_an_issue_go_with_its_last_article(
    tmp_path: Path, native: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ring of references kept those of a hundred issues until the garbage collector came."""
    assert native
    pages: list[weakref.ref[object]] = []

    def recorded(tree: AltoTree, number: int | None, file: str) -> object:
        found = alto_pages(tree, number, file)
        pages.extend(weakref.ref(each.plain) for each in found)
        return found

    monkeypatch.setattr(issues, "alto_pages", recorded)
    path = tmp_path / "a.zip"
    _zip_of_issues(path, dict.fromkeys("abc", _mets([1, 4])), random.Random(2))
    gc.disable()
    try:
        assert len(list(read_articles(path))) == len(pages) == 6
        assert not any(page() for page in pages)
    finally:
        gc.enable()
