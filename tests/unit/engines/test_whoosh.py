"""What only the Whoosh engine promises: bounded memory, few segments."""

from __future__ import annotations

from array import array
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.documents import IndexDocument
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.engines.whoosh.postings import Inverter, Postings, pack
from indexer.errors import IndexDamagedError

WORDS = st.lists(st.sampled_from(["a", "b", "oekraïne", "東京"]), max_size=12)


class File:
    """Bytes that can be read like Whoosh's files."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def get(self, position: int, length: int) -> bytes:
        return self.data[position : position + length]


def article(id_: str, text: str = "wie") -> IndexDocument:
    return IndexDocument(id_, "1", "f", text, text, text, text, text, text, 0, 0, {}, id_.encode())


def write(folder: Path, *documents: IndexDocument) -> None:
    writer = WhooshEngine().open_writer(folder, fresh=not folder.exists())
    for document in documents:
        writer.add(document)
    writer.commit()


def segments(folder: Path) -> int:
    return len(list(folder.glob("*.trm")))


@given(st.lists(WORDS, max_size=30), st.integers(1, 20))
def test_an_inverter_gives_the_same_entries_from_memory_and_from_disk(
    tmp_path_factory: pytest.TempPathFactory, texts: list[list[str]], most: int
) -> None:
    folder = tmp_path_factory.getbasetemp()
    inverters = Inverter(folder), Inverter(folder, most)
    for inverter in inverters:
        for doc, words in enumerate(texts):
            inverter.add("exact", doc, words)
            inverter.add("id", doc, [str(doc)])
    in_memory, on_disk = ([(*e[:2], list(e[2])) for e in i.iter_postings()] for i in inverters)
    assert in_memory == on_disk
    assert [entry[:2] for entry in in_memory] == sorted({entry[:2] for entry in in_memory})
    for inverter in inverters:
        inverter.cleanup()


@given(st.dictionaries(st.integers(0, 70_000), st.lists(st.integers(1, 70_000), min_size=1),
                       min_size=1))  # fmt: skip
def test_posting_lists_are_read_as_they_were_written(steps: dict[int, list[int]]) -> None:
    positions = {doc: list(accumulate(steps[doc])) for doc in sorted(steps)}
    places = array("Q", (doc << 32 | at for doc, ats in positions.items() for at in ats))
    data, count = pack(places, positioned=True)
    postings = Postings(File(b"before" + data + b"after"), len(b"before"))
    assert count == len(postings.docs) == len(positions)
    assert list(postings.docs) == list(positions)
    assert list(postings.frequencies) == [len(ats) for ats in positions.values()]
    assert {doc: list(ats) for doc, ats in postings.positions(set(positions)).items()} == positions
    assert postings.places(lambda doc: doc) == places


def test_a_posting_list_that_ends_too_soon_is_refused() -> None:
    data, _ = pack(array("Q", (doc << 32 for doc in range(9))), positioned=False)
    with pytest.raises(ValueError, match="ends too soon"):
        Postings(File(data[:-1]), 0)


def test_small_commits_leave_few_segments(tmp_path: Path) -> None:
    for n in range(20):
        write(tmp_path / "index", article(str(n)))
        assert segments(tmp_path / "index") == 1


def test_a_small_update_leaves_a_large_segment_alone(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    write(folder, *(article(str(n)) for n in range(600)))
    large = {path: path.stat().st_mtime_ns for path in folder.iterdir() if path.suffix != ".json"}
    write(folder, article("1", "wat"), article("new"))
    assert segments(folder) == 2
    assert {path: path.stat().st_mtime_ns for path in large} == large


def test_a_segment_of_mostly_deleted_articles_is_written_anew(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    write(folder, *(article(str(n)) for n in range(1300)))
    writer = WhooshEngine().open_writer(folder, fresh=False)
    for n in range(700):
        writer.delete(str(n))
    writer.commit()
    reader = WhooshEngine().open_reader(folder)
    assert segments(folder) == 1
    assert reader.size == reader.frequency("text", "exact", "wie") == 600
    assert reader.verify() == []
    reader.close()


def test_a_commit_leaves_no_file_that_no_segment_needs(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    write(folder, article("a"))
    one = {path.suffix for path in folder.iterdir()}, len(list(folder.iterdir()))
    write(folder, article("b"))
    aborted = WhooshEngine().open_writer(folder, fresh=False)
    aborted.add(article("c"))
    aborted.abort()
    assert ({path.suffix for path in folder.iterdir()}, len(list(folder.iterdir()))) == one


@pytest.mark.parametrize("kind", ["*.pst", "*.trm", "*.json", "*payload.col", "*identity.col"])
def test_each_truncated_file_is_noticed(tmp_path: Path, kind: str) -> None:
    write(tmp_path / "index", *(article(str(n), f"wie n{n}") for n in range(50)))
    (path,) = (tmp_path / "index").glob(kind)
    path.write_bytes(path.read_bytes()[:-20])
    assert _damaged(tmp_path / "index")


def _damaged(folder: Path) -> bool:
    try:
        return bool(WhooshEngine().open_reader(folder).verify())
    except IndexDamagedError:
        return True
