"""What a writer of the forward index leaves: what came last; nothing when it is given up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from indexer.analysis.analyzer import Analyzer
from indexer.engines.documents import IndexDocument, IndexDocuments, Sequence, content_number
from indexer.engines.numbered_texts import numbered_texts
from indexer.storage.forward.beside_engine import WriterWithForward, open_both
from indexer.storage.forward.columns import CHANNELS, Types
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.writer import ForwardWriter

NONE = cast("Any", None)


class Forward:
    """A forward index of which nothing can be dropped."""

    def abandon(self) -> None:
        raise OSError


def test_a_writer_that_is_given_up_leaves_no_file_and_ends_that_of_the_engine(
    tmp_path: Path,
) -> None:
    ended: list[bool] = []
    engine = SimpleNamespace(abort=lambda: ended.append(True))
    writer = open_both(lambda: cast("Any", engine), tmp_path, NONE, fresh=True)
    assert [*tmp_path.iterdir()]
    writer.abort()
    assert (ended, [*tmp_path.iterdir()]) == ([True], [])


def test_the_engine_and_the_forward_index_get_the_same_and_the_latter_is_written_first() -> None:
    told: list[tuple[object, ...]] = []

    class Noting:
        def __init__(self, name: str) -> None:
            self._name = name

        def __getattr__(self, asked: str) -> Any:
            return lambda *given: told.append((self._name, asked, *given))

    class Engine(Noting):
        add_types = print

        def commit(self, meanwhile: Callable[[], None], then: Callable[[], None]) -> None:
            meanwhile()
            told.append(("engine", "commit"))
            then()

    writer = WriterWithForward(cast("Any", Engine("engine")), cast("Any", Noting("forward")))
    assert writer.add_types is print
    for ask in (writer.add, writer.add_all, writer.delete):
        cast("Any", ask)("a")
    each = ("add", "add_all", "delete")
    assert told == [(name, asked, "a") for asked in each for name in ("engine", "forward")]
    told.clear()
    writer.commit(lambda: told.append(("meanwhile",)), lambda: told.append(("then",)))
    writer.commit()
    finished, committed = ("forward", "finish"), ("engine", "commit")
    assert told == [finished, ("meanwhile",), committed, ("then",), finished, committed]


def test_the_engine_is_ended_though_the_forward_index_cannot_be() -> None:
    ended: list[bool] = []
    engine = SimpleNamespace(abort=lambda: ended.append(True))
    WriterWithForward(cast("Any", engine), cast("Any", Forward())).abort()
    assert ended == [True]


def test_an_engine_that_does_not_open_leaves_no_file(tmp_path: Path) -> None:
    def refused() -> Any:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        open_both(refused, tmp_path, NONE, fresh=True)
    assert [*tmp_path.iterdir()] == []


def document(
    analyzer: Analyzer, id_: str, text: str, group: int, hash_: str = "00"
) -> IndexDocument:
    sequence = Sequence(b"", analyzer.numbered(text)[1], repeated=False)
    terms = ("",) * 6
    return IndexDocument(id_, hash_, "f", *terms, 0, 0, {}, b"", group=group, sequence=sequence)


def run(folder: Path, analyzer: Analyzer, *articles: tuple[str, int], fresh: bool = False) -> None:
    """Add articles, each an id and its group; those without one are removed."""
    analyzer.take_types()
    writer = ForwardWriter(folder, analyzer.take_types, fresh=fresh, may_hold=lambda _: True)
    for id_, group in articles:
        if group:
            writer.add(document(analyzer, id_, f"storm op zee {group}", group, f"{group:02x}"))
        else:
            writer.delete(id_)
    writer.finish()


def there(folder: Path) -> dict[str, int]:
    index = ForwardIndex.open(folder)
    index.verify()
    left = np.flatnonzero(index.alive).tolist()
    assert len({index.ids[row] for row in left}) == len(left)
    return {index.ids[row]: int(index.groups[row]) for row in left}


def test_what_a_later_run_brings_or_removes_counts_in_place_of_what_was_there(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    first = [(f"a{number}", number) for number in range(1, 11)]
    run(tmp_path, analyzer, *first, fresh=True)
    run(tmp_path, analyzer, ("a1", 21), ("b", 22), ("c", 23), ("c", 24))
    run(tmp_path, analyzer, ("a2", 0), ("b", 0), ("nobody", 0))
    expected = {"a1": 21, "c": 24} | dict(first[2:])
    assert there(tmp_path) == expected
    again = ForwardWriter(tmp_path, analyzer.take_types, fresh=False)
    contents = again.contents()
    again.abandon()
    numbers = {id_: content_number(f"{group:02x}") for id_, group in expected.items()}
    assert contents == numbers


def test_small_segments_are_one_when_there_are_more_than_six_in_all(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    run(tmp_path, analyzer, *((f"a{number}", number) for number in range(1, 41)), fresh=True)
    segments = []
    for number in range(1, 8):
        run(tmp_path, analyzer, (f"b{number}", 50 + number))
        segments.append(len(ForwardIndex.open(tmp_path).segments))
        index = ForwardIndex.open(tmp_path)
        words = {"storm", "op", "zee", *map(str, [*range(1, 41), *range(51, 51 + number)])}
        assert {*index.forms} == words
        told = [index.forms[form] for form in index.form_of_token()]
        assert told[3::4] == [str(group) for group in index.groups]
    assert segments == [2, 3, 4, 5, 6, 2, 3]
    assert len(there(tmp_path)) == 47


def test_what_is_merged_has_its_sentences_and_paragraphs(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    def marks() -> tuple[list[int], list[int], list[str]]:
        index = ForwardIndex.open(tmp_path)
        words = [index.forms[form] for form in index.form_of_token()]
        return np.flatnonzero(index.sentence_ends).tolist(), index.paragraph_ends.tolist(), words

    analyzer.take_types()
    for fresh, id_, text in ((True, "a", "Het waait. Er is storm."), (False, "b", "Op\n\nzee. Ja")):
        writer = ForwardWriter(tmp_path, analyzer.take_types, fresh=fresh)
        writer.add(document(analyzer, id_, text, 1))
        writer.finish()
    assert len(ForwardIndex.open(tmp_path).segments) == 1, "they were merged"
    words = ["het", "waait", "er", "is", "storm", "op", "zee", "ja"]
    assert marks() == ([1, 4, 5, 6, 7], [4, 5, 7], words)


def test_a_generation_holds_its_segments_and_nothing_else(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    """Those that were merged are gone, and what was taken while articles came."""
    for turn, number in enumerate((1, 3), 1):
        run(tmp_path, analyzer, (f"a{turn}", turn), fresh=turn == 1)
        left = {path.name for path in tmp_path.iterdir()}
        assert left == {"forward.state", f"forward-{number:06d}"}
    again = ForwardWriter(tmp_path, analyzer.take_types, fresh=False)
    again.add(document(analyzer, "b", "storm", 1))
    again.abandon()
    assert {path.name for path in tmp_path.iterdir()} == left


def test_a_link_that_stands_where_words_are_kept_meanwhile_is_not_written_through(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    (tmp_path / "precious").write_bytes(b"x")
    (tmp_path / "forward.unfinished").symlink_to("precious")
    run(tmp_path, analyzer, ("a", 1), fresh=True)
    assert (tmp_path / "precious").read_bytes() == b"x"
    assert not (tmp_path / "forward.unfinished").is_symlink()


def test_ids_are_numbered_once_for_all_of_a_run(tmp_path: Path, analyzer: Analyzer) -> None:
    ids = numbered_texts()
    ids.number("seen")
    writer = ForwardWriter(tmp_path, analyzer.take_types, fresh=True, ids=ids)
    writer.add(document(analyzer, "a", "storm", 1))
    writer.abandon()
    assert [ids.text(number) for number in range(len(ids))] == ["seen", "a"]


def test_articles_without_any_word_are_a_segment_too(tmp_path: Path, analyzer: Analyzer) -> None:
    analyzer.take_types()
    writer = ForwardWriter(tmp_path, analyzer.take_types, fresh=True)
    for id_ in ("a", "b"):
        writer.add(document(analyzer, id_, "", 1))
    writer.finish()
    index = ForwardIndex.open(tmp_path)
    index.verify()
    assert (index.ids, index.size, index.forms) == (["a", "b"], 0, [])
    assert len(index.segments[0].types().surfaces) == 0


def test_columns_of_articles_that_do_not_belong_together_are_refused(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    writer = ForwardWriter(tmp_path, analyzer.take_types, fresh=True)
    one = IndexDocuments.of(document(analyzer, "a", "storm", 1))
    with pytest.raises(ValueError, match="argument"):
        writer.add_all(one._replace(sequences=[]))
    writer.abandon()


def test_an_article_without_its_words_is_refused(tmp_path: Path, analyzer: Analyzer) -> None:
    writer = ForwardWriter(tmp_path, analyzer.take_types, fresh=True)
    with pytest.raises(TypeError, match="the article a came without its words"):
        writer.add(document(analyzer, "a", "storm", 1)._replace(sequence=None))
    writer.abandon()


def test_what_is_taken_is_kept_on_disk_when_it_is_much(
    tmp_path: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.storage.forward.writer._BUFFER", 24)
    analyzer.take_types()
    writer = ForwardWriter(tmp_path, analyzer.take_types, fresh=True)
    kept = []
    for number in range(4):
        writer.add(document(analyzer, f"a{number}", f"storm op zee {number}", 1))
        kept.append(len(writer._buffer))
    writer.finish()
    assert kept == [16, 0, 16, 0]
    index = ForwardIndex.open(tmp_path)
    told = [index.forms[form] for form in index.form_of_token()]
    assert told == [word for n in range(4) for word in ("storm", "op", "zee", str(n))]


def test_a_run_without_articles_leaves_an_index_without_any(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    run(tmp_path, analyzer, fresh=True)
    assert there(tmp_path) == {}
    run(tmp_path, analyzer, ("a", 1), ("a", 0))
    assert there(tmp_path) == {}
    run(tmp_path, analyzer, ("a", 2))
    assert there(tmp_path) == {"a": 2}


def test_an_id_that_is_not_there_has_no_row_wherever_it_would_stand(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    run(tmp_path, analyzer, ("m", 1), ("c", 2), ("x", 3), fresh=True)
    (segment,) = ForwardIndex.open(tmp_path).segments
    assert [segment.row_of(id_) for id_ in "mcx"] == [0, 1, 2]
    assert [segment.row_of(id_) for id_ in ("", "a", "d", "n", "z", "xx")] == [None] * 6


@pytest.mark.parametrize(("brought", "segments"), [(4, 2), (5, 1), (6, 1)])
def test_all_is_one_segment_again_when_the_largest_is_no_longer_most(
    tmp_path: Path, analyzer: Analyzer, brought: int, segments: int
) -> None:
    """Of 14 articles four, of 15 five lie outside the largest: three of ten may."""
    run(tmp_path, analyzer, *((f"a{number}", number) for number in range(1, 11)), fresh=True)
    run(tmp_path, analyzer, *((f"b{number}", 50 + number) for number in range(brought)))
    assert len(ForwardIndex.open(tmp_path).segments) == segments
    assert len(there(tmp_path)) == 10 + brought


@pytest.mark.parametrize("together", [1, 2, 4])
def test_of_an_article_that_comes_twice_in_a_run_the_last_counts_and_of_one_removed_none(
    tmp_path: Path, analyzer: Analyzer, together: int
) -> None:
    analyzer.take_types()
    writer = ForwardWriter(tmp_path, analyzer.take_types, fresh=True)
    given = [document(analyzer, id_, "storm op zee", group) for group, id_ in enumerate("abac", 1)]
    for first in range(0, len(given), together):
        writer.add_all(IndexDocuments.of(*given[first : first + together]))
    writer.delete("c")
    writer.finish()
    index = ForwardIndex.open(tmp_path)
    left = np.flatnonzero(index.alive).tolist()
    assert [(index.ids[row], int(index.groups[row])) for row in left] == [("b", 2), ("a", 3)]
    assert index.lengths.tolist() == [3, 3]


def test_types_of_several_segments_have_their_surfaces_in_a_row() -> None:
    def types(*words: bytes) -> Types:
        numbers = np.arange(len(words), dtype=np.uint32)
        lines = b"".join(word + b"\0" for word in words)
        return Types(lines, [(lines.lower(), numbers)] * len(CHANNELS))

    joined = Types.joined([types(b"Storm", b"op"), types(b"Zee", b"storm"), types(b"Op")])
    assert joined.surfaces == b"Storm\0op\0Zee\0storm\0Op\0"
    assert joined.size == 5
    for terms, of_type in joined.terms:
        assert (terms, of_type.tolist()) == (b"storm\0op\0zee\0", [0, 1, 2, 0, 1])
