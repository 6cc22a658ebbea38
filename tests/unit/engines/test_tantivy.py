"""What holds for Tantivy alone: the limits of its aggregations, and what waits for its threads."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from indexer.engines.documents import IndexDocument
from indexer.engines.tantivy import engine as tantivy
from indexer.engines.tantivy import segments, writer
from indexer.model import Span
from indexer.query.nodes import MatchAll


@pytest.mark.parametrize("most", [1, 2, 3, 7, 100])
def test_spans_are_all_counted_however_few_one_answer_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(tantivy, "_MAX_BUCKETS", most)
    engine = tantivy.TantivyEngine()
    writer = engine.open_writer(tmp_path / "index", fresh=True)
    spans = [Span.parse(f"20{year}-0{month}") for year in (18, 19) for month in range(1, 5)]
    for number, span in enumerate([*spans, *spans]):
        writer.add(_article(str(number), span))
    writer.commit()
    assert engine.open_reader(tmp_path / "index").count_by_date_range(MatchAll()) == dict.fromkeys(
        spans, 2
    )


@pytest.mark.parametrize(("most", "room"), [(1, 99), (2, 99), (3, 99), (99, 0), (99, 5), (99, 99)])
@pytest.mark.parametrize("fresh", [True, False])
def test_what_waits_is_added_and_removed_in_its_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, room: int, fresh: bool
) -> None:
    monkeypatch.setattr(segments, "compiled", lambda: None)
    monkeypatch.setattr(writer, "_MAX_WAITING", most)
    monkeypatch.setattr(writer, "_MAX_WAITING_BYTES", room)
    _write_in_order(tmp_path / "index", fresh=fresh)


@pytest.mark.parametrize("room", [0, 200_000, 160_000_000])
@pytest.mark.parametrize("fresh", [True, False])
def test_compiled_segments_of_any_size_are_added_to_and_removed_from_in_order(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    native_segments: ModuleType,
    room: int,
    fresh: bool,
) -> None:
    monkeypatch.setattr(segments, "_SEGMENT_BYTES", room)
    _write_in_order(tmp_path / "index", fresh=fresh)


def test_payloads_that_were_read_are_kept_but_for_long_ones_and_no_more_than_a_megabyte(
    tmp_path: Path, native_segments: ModuleType
) -> None:
    engine = tantivy.TantivyEngine()
    adding = engine.open_writer(tmp_path / "index", fresh=True)
    for number in range(40):
        content = bytes([number]) * (50_000 if number else 3_000_000)
        adding.add(_article(str(number), Span(1, 1))._replace(payload=content))
    adding.commit()
    reader = engine.open_reader(tmp_path / "index")
    every = [doc_id for number in range(40) if (doc_id := reader.doc_id(str(number)))]
    long, first, *rest = every
    assert [each[:1] for each in reader.load(every)] == [bytes([n]) for n in range(40)]
    (kept,) = reader.load([rest[-1]])
    assert reader.load([rest[-1]])[0] is kept
    (of_long,) = reader.load([long])
    assert reader.load([long])[0] is not of_long
    assert len(of_long) == 3_000_000
    (of_first,) = reader.load([first])
    for _ in range(2):
        reader.load(rest)  # 1.9 MB, in place of it
    assert reader.load([first])[0] is not of_first


@pytest.mark.parametrize("is_compiled", [True, False])
def test_ids_and_origins_are_read_without_payloads_by_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, native_segments: ModuleType, is_compiled: bool
) -> None:
    if not is_compiled:
        monkeypatch.setattr(segments, "compiled", lambda: None)
    engine = tantivy.TantivyEngine()
    adding = engine.open_writer(tmp_path / "index", fresh=True)
    for number in range(3):
        adding.add(_article(f"a{number}", Span(1, 1))._replace(origin=f"map/{number}\u00e9.txt"))
    adding.commit()
    reader = engine.open_reader(tmp_path / "index")
    assert dict(reader.ids()) == {f"a{n}": f"map/{n}\u00e9.txt" for n in range(3)}
    assert [*reader.ids("map/1")] == [("a1", "map/1\u00e9.txt")]
    assert reader.origin("a2") == "map/2\u00e9.txt"
    assert reader.origin("a9") is None


def _write_in_order(folder: Path, *, fresh: bool) -> None:
    """Add and remove articles in one run, and see that the last of each counts."""
    engine = tantivy.TantivyEngine()
    if not fresh:
        engine.open_writer(folder, fresh=True).commit()
    writer = engine.open_writer(folder, fresh=fresh)
    expected: dict[str, bytes] = {}
    for number, what in enumerate(["a", "b", "-a", "c", "a", "b", "-c", "d", "-e", "d"]):
        if what.startswith("-"):
            writer.delete(what[1:])
            expected.pop(what[1:], None)
        else:
            expected[what] = str(number).encode()
            writer.add(_article(what, Span.parse("2019"))._replace(payload=expected[what]))
    writer.commit()
    reader = engine.open_reader(folder)
    doc_ids = {id_: reader.doc_id(id_) for id_ in "abcde"}
    found = {id_: reader.load([doc_id])[0] for id_, doc_id in doc_ids.items() if doc_id}
    assert found == expected
    assert reader.size == len(expected)


def _article(id_: str, span: Span) -> IndexDocument:
    return IndexDocument(
        id=id_, content_hash="1", origin="", exact="wie", stem="", part="", title_exact="",
        title_stem="", title_part="", first=span.first, last=span.last, values={}, payload=b"",
    )  # fmt: skip
