"""Mending: what lies beside an index is as if every run had come to its end."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from indexer.analysis.analyzer import Analyzer
from indexer.archive import build
from indexer.config import Settings
from indexer.engines.registry import open_engine
from indexer.indexing.mending import mend
from indexer.indexing.naming import Naming
from indexer.model import Article
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.writer import ForwardWriter

_STORY = "De minister van Landbouw zei gisteren dat het rapport over de stallen niet deugt. " * 3
_BEFORE = [
    Article("same", "Storm", "Toen zei minister Verbruggen in Gouda dat het kon.", "2019-05-03"),
    Article("other", "Kalm", "Hier stond eerst dat trainer Sanne Vos lacht.", "2001", "NRC"),
    Article("gone", "Weg", "Er was minister Pennings in Gouda.", "2018"),
]
_AFTER = [
    _BEFORE[0],
    Article("other", "Kalm", "Nu zegt minister Verbruggen & {trainer}.\n\nZon.", "2020", "Trouw"),
    Article("new", "Stallen", f"{_STORY}Wethouder Anna de Boer uit Gouda.", "2020-07-01", "NRC"),
    Article("twin", "Stallen", f"{_STORY}Wethouder Anna de Boer uit Gouda.", "2020-07-01", "Trouw"),
]


class Sent(NamedTuple):
    """A generation whose articles are all there, and the files of the one before it."""

    folder: Path
    files: Path


@pytest.fixture(params=["tantivy", "whoosh"])
def sent(request: Any, tmp_path: Path, write_articles: Callable[..., Path]) -> Sent:
    settings = Settings(index=tmp_path / "index", engine=request.param)
    path = tmp_path / "news.jsonl"
    build(settings, [write_articles(path, *_BEFORE)])
    (folder,) = settings.index.glob("generation-*")
    shutil.copytree(folder, tmp_path / "files")
    build(settings, [write_articles(path, *_AFTER)], prune=True)
    (folder,) = settings.index.glob("generation-*")
    return Sent(folder, tmp_path / "files")


def _mended(sent: Sent, files: Path, since: Path | None) -> dict[str, Any]:
    """Mend files by what the engine has, and return what they say of each article."""
    engine = "tantivy" if (sent.folder / "meta.json").exists() else "whoosh"
    analyzer = Analyzer()
    reader = open_engine(engine).open_reader(sent.folder)
    writer = ForwardWriter(files, analyzer.take_types, fresh=since is None)
    naming = Naming(since, wanted="all", folder=files)
    mend(reader, writer, naming, analyzer)
    writer.finish()
    naming.finish(files)
    reader.close()
    return _told(files)


def _told(folder: Path) -> dict[str, Any]:
    index = ForwardIndex.open(folder)
    assert index.names
    values = {name: index.field(name) for name in ("source", "section", "author")}
    told = {}
    for row, id_ in enumerate(index.ids):
        if not index.alive[row]:
            continue
        tokens = slice(index.starts[row], index.ends[row])
        own = {
            name: [each.names[n] for n in each.flat[each.counts[:row].sum() :][: each.counts[row]]]
            for name, each in values.items()
        }
        told[id_] = (
            [index.forms[form] for form in index.form_of_token()[tokens]],
            index.sentence_ends[tokens].tolist(),
            [int(c[row]) for c in (index.titles, index.firsts, index.lasts, index.contents)],
            int(index.groups[row]),
            own,
            [name for _, name in index.names.of_row(row)],
        )
    return told


def test_what_a_run_sent_before_it_was_killed_is_told_of(sent: Sent, tmp_path: Path) -> None:
    before = tmp_path / "before"
    shutil.copytree(sent.files, before)
    assert _told(sent.files).keys() == {"same", "other", "gone"}
    found = _mended(sent, sent.files, before)
    assert found == _told(sent.folder)
    assert found["new"][3] == found["twin"][3] != 0
    assert any(name.name == "Anna de Boer" for name in found["new"][5])


def test_a_generation_of_which_nothing_is_told_is_told_of_whole(sent: Sent, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert _mended(sent, empty, None).keys() == {"same", "other", "new", "twin"}


def test_nothing_is_read_again_where_nothing_is_missing(
    sent: Sent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, before = tmp_path / "copy", tmp_path / "before"
    for copy in (files, before):
        shutil.copytree(sent.folder, copy)

    def none(_: bytes) -> Article:
        raise AssertionError

    monkeypatch.setattr("indexer.indexing.mending.stored_article", none)
    assert _mended(sent, files, before) == _told(sent.folder)
