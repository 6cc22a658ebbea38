"""What is written is there after the commit, not before, and whole."""

from __future__ import annotations

import os
from contextlib import suppress
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest

from indexer.engines import registry
from indexer.engines.tantivy.segments import CompiledWriter
from indexer.errors import IndexDamagedError
from indexer.query.nodes import Keyword, MatchAll, Phrase, Term
from tests.paths import WITHOUT_SEGMENTS

pytestmark = pytest.mark.parametrize("engine", [*registry.names(), WITHOUT_SEGMENTS], indirect=True)

WHO, WHAT = Term("text", "exact", "wie"), Term("text", "exact", "wat")


def test_an_article_takes_the_place_of_one_with_its_id(index: Any, article: Any) -> None:
    index.write(article("a", "wie", source="NRC"), article("b", "wie"))
    index.write(article("a", "wat", source="Trouw"))
    assert index.reader().size == 2
    assert index.find(WHO) == ["b"]
    assert index.find(WHAT) == ["a"]
    assert index.find(Keyword("source", "NRC")) == []


def test_the_last_of_a_run_wins(index: Any, article: Any) -> None:
    index.write(article("a", "wie"), article("b", "wie"), article("a", "wat"), article("a", "hoe"))
    assert sorted(index.find(MatchAll())) == ["a", "b"]
    assert index.find(WHO) == ["b"]
    assert index.find(WHAT) == []
    assert index.find(Term("text", "exact", "hoe")) == ["a"]


def test_a_deleted_article_is_gone_from_everything(index: Any, article: Any) -> None:
    index.write(article("a", "wie weet", "wie", "2022", source="NRC"), article("b", "wie"))
    index.write(delete=("a", "nergens"))
    reader = index.reader()
    assert reader.size == 1
    assert index.find(WHO) == index.find(MatchAll()) == ["b"]
    assert index.find(Phrase("text", "exact", ("wie", "weet"))) == []
    counts = reader.count(MatchAll(), ("source", "year"))
    assert (counts.total, counts.first, counts.last) == (1, 0, 0)
    assert counts.facets == {"source": (), "year": ()}
    assert reader.doc_id("a") is None
    assert not reader.has_content("a", "1")
    assert list(reader.ids()) == [("b", "news.jsonl")]
    assert reader.verify() == []


def test_a_deleted_article_can_come_back(index: Any, article: Any) -> None:
    index.write(article("a", "wie"), article("b", "wie"))
    index.write(delete=("a",))
    index.write(article("a", "wat"))
    assert index.find(WHAT) == ["a"]
    assert index.find(WHO) == ["b"]


def test_delete_and_add_count_in_their_order_within_a_run(index: Any, article: Any) -> None:
    index.write(article("a", "wie"), article("b", "wie"))
    writer = index.writer()
    writer.delete("a")
    writer.add(article("a", "wat"))
    writer.add(article("c", "wat"))
    writer.delete("c")
    writer.add(article("b", "wat"))
    writer.delete("b")
    writer.commit()
    assert index.find(MatchAll()) == index.find(WHAT) == ["a"]


def test_everything_can_be_deleted(index: Any, article: Any) -> None:
    index.write(article("a", "wie"), article("b", "wie"))
    index.write(delete=("a", "b"))
    assert index.reader().size == 0
    assert index.find(MatchAll()) == []
    assert index.reader().terms("text", "exact", "zo", 5) == []
    index.write(article("c", "wie"))
    assert index.find(MatchAll()) == ["c"]


def test_a_version_is_held_from_its_commit_to_the_next(index: Any, article: Any) -> None:
    for version in ("A", "B", "A"):
        index.write(
            article("a", "wie", content_hash=version), article("b", "wie", content_hash="C")
        )
        reader = index.reader()
        assert [v for v in "ABC" if reader.has_content("a", v)] == [version]
    assert not reader.has_content("b", "A")
    assert not reader.has_content("c", "A")


def test_an_article_has_the_origin_that_it_was_stored_with_last(index: Any, article: Any) -> None:
    index.write(article("a", "wie", origin="/x/a.jsonl"), article("b", "wie", origin="/x/b.txt"))
    index.write(article("a", "wat", origin="/y/z.zip/a.jsonl"), delete=("b",))
    reader = index.reader()
    reader.prefetch_documents(id_ for id_ in "ab")
    assert [reader.origin(id_) for id_ in "abc"] == ["/y/z.zip/a.jsonl", None, None]


def test_nothing_is_seen_before_the_commit(index: Any, article: Any) -> None:
    index.write(article("a", "wie"))
    writer = index.writer()
    writer.add(article("b", "wie"))
    writer.delete("a")
    assert index.find(WHO) == ["a"]
    writer.commit()
    assert index.find(WHO) == ["b"]


def test_what_is_done_meanwhile_and_what_is_done_then_are_done_once(
    index: Any, article: Any
) -> None:
    index.write(article("a", "wie"))
    writer = index.writer()
    writer.add(article("b", "wie"))
    writer.delete("a")
    meanwhile, then = [], []
    writer.commit(lambda: meanwhile.append(index.find(WHO)), lambda: then.append(index.find(WHO)))
    assert len(meanwhile) == 1
    if not isinstance(writer, CompiledWriter):
        assert meanwhile == [["a"]]
    assert then == [["b"]]


@pytest.mark.parametrize("when", ["meanwhile", "then"])
def test_what_fails_beside_a_commit_is_raised(index: Any, article: Any, when: str) -> None:
    def fails() -> None:
        raise OSError(ENOSPC, "no room")

    writer = index.writer()
    writer.add(article("b", "wie"))
    with pytest.raises(OSError, match="no room") as raised:
        writer.commit(**{when: fails})
    assert raised.value.errno == ENOSPC
    with suppress(Exception):  # as a run that failed does
        writer.abort()


def test_nothing_is_seen_when_what_is_done_meanwhile_fails(index: Any, article: Any) -> None:
    """Of the compiled writer nobody sees a generation before it is named."""

    def fails() -> None:
        raise OSError(ENOSPC, "no room")

    index.write(article("a", "wie"))
    writer = index.writer()
    if isinstance(writer, CompiledWriter):
        writer.abort()
        pytest.skip("commits beside what is done meanwhile")
    writer.add(article("b", "wie"))
    with pytest.raises(OSError, match="no room") as raised:
        writer.commit(fails)
    assert raised.value.errno == ENOSPC
    writer.abort()
    assert index.find(MatchAll()) == ["a"]


def test_an_aborted_run_leaves_nothing(index: Any, article: Any) -> None:
    index.write(article("a", "wie"))
    writer = index.writer()
    writer.add(article("b", "wie"))
    writer.delete("a")
    writer.abort()
    assert index.find(MatchAll()) == ["a"]
    index.write(article("c", "wie"))
    assert sorted(index.find(MatchAll())) == ["a", "c"]


def test_a_reader_sees_what_was_there_when_it_was_opened(index: Any, article: Any) -> None:
    index.write(*(article(str(n), "wie weet", source="NRC") for n in range(50)))
    before = index.reader()
    doc_ids = [match.doc_id for match in before.search(WHO, 50)]
    index.write(article("new", "wie"), delete=tuple(map(str, range(40))))
    index.write(*(article(str(n), "wat") for n in range(50)))
    assert before.size == 50
    assert [match.doc_id for match in before.search(WHO, 100)] == doc_ids
    assert sorted(before.load(doc_ids), key=int) == [str(n).encode() for n in range(50)]
    assert before.count(WHO, ("source",)).facets["source"][0].count == 50
    assert before.doc_id("new") is None
    assert before.verify() == []
    assert index.find(WHO) == ["new"]


@pytest.mark.in_folders
def test_a_generation_of_linked_files_goes_its_own_way(
    index: Any, index_at: Any, article: Any, tmp_path: Path
) -> None:
    index.write(article("a", "wie"), article("b", "wie"))
    index.write(article("c", "wie"))
    copy = index_at(tmp_path / "copy")
    _link(index.folder, copy.folder)
    files = {path.name: path.read_bytes() for path in index.folder.iterdir() if path.is_file()}
    copy.write(article("d", "wie"), article("a", "wat"), delete=("b",))
    assert sorted(copy.find(MatchAll())) == ["a", "c", "d"]
    assert sorted(index.find(WHO)) == ["a", "b", "c"]
    after = {path.name: path.read_bytes() for path in index.folder.iterdir() if path.is_file()}
    assert after == files
    index.write(article("e", "wie"))
    assert sorted(index.find(WHO)) == ["a", "b", "c", "e"]
    assert sorted(copy.find(WHO)) == ["c", "d"]
    assert index.reader().verify() == copy.reader().verify() == []


def test_many_small_commits_keep_every_article(index: Any, article: Any) -> None:
    for n in range(30):
        index.write(article(str(n), f"wie n{n}"), article("same", f"wat n{n}"))
    assert sorted(index.find(WHO), key=int) == [str(n) for n in range(30)]
    assert index.find(WHAT) == ["same"]
    assert index.find(Term("text", "exact", "n29")) in (["29", "same"], ["same", "29"])
    assert index.find(Term("text", "exact", "n28")) == ["28"]
    assert index.reader().verify() == []


def test_a_fresh_index_starts_empty(index: Any, article: Any, engine: Any) -> None:
    writer = engine.open_writer(index.folder, fresh=True)
    writer.add(article("a", "wie"))
    writer.commit()
    assert index.find(MatchAll()) == ["a"]


def test_a_folder_without_an_index_is_refused(engine: Any, tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError):
        engine.open_reader(tmp_path)
    with pytest.raises(IndexDamagedError):
        engine.open_reader(tmp_path / "nowhere")


@pytest.mark.in_folders
def test_a_truncated_file_is_noticed(index: Any, article: Any) -> None:
    index.write(*(article(str(n), f"wie weet n{n}", "wat", "2022") for n in range(300)))
    index.close()
    for path in sorted(index.folder.iterdir(), key=lambda path: path.stat().st_size)[-3:]:
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        assert _damaged(index), path.name
        path.write_bytes(whole)
    assert not _damaged(index)


def _damaged(index: Any) -> bool:
    try:
        return bool(index.reader().verify())
    except IndexDamagedError:
        return True
    finally:
        index.close()


def _link(source: Path, target: Path) -> None:
    target.mkdir()
    for path in source.iterdir():
        if path.is_file():
            os.link(path, target / path.name)
