"""The forward index in files that nobody of ours wrote."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import orjson
import pytest

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.errors import IndexDamagedError
from indexer.model import Article
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.sections import Sections, SectionWriter

FOOTER = 16  # bytes of the length of the table, and of the magic


@pytest.fixture
def generation(tmp_path: Path, jsonl: Callable[..., Path]) -> Path:
    """Return a generation of three articles."""
    articles = (
        Article(f"a{n}", f"Kop {n}", "Het kabinet valt.\n\nEr is storm.", "2019", "De Velder")
        for n in range(3)
    )
    build(tmp_path / "index", [jsonl(*articles)])
    return next((tmp_path / "index").glob("generation-*"))


def table_of(content: bytes) -> tuple[int, dict[str, list[object]]]:
    """Return where the table of a segment begins, and the table."""
    end = len(content) - FOOTER
    length = int.from_bytes(content[end : end + 8], "little")
    return end - length, orjson.loads(content[end - length : end])


def written(content: bytes, start: int, table: dict[str, list[object]]) -> bytes:
    """Return a segment with another table."""
    raw = orjson.dumps(table)
    return content[:start] + raw + len(raw).to_bytes(8, "little") + content[-8:]


def test_a_sound_one_is_verified(generation: Path) -> None:
    ForwardIndex.open(generation).verify()


def test_what_is_gone_of_each_segment_is_gone(generation: Path) -> None:
    (segment,) = ForwardIndex.open(generation).segments
    index = ForwardIndex([segment] * 3, [{1}, set(), {0, 2}], generation)
    assert index.alive.tolist() == [True, False, True] + [True] * 3 + [False, True, False]
    assert index.ids == ["a0", "a1", "a2"] * 3
    lengths = [len(segment.tokens) // 3] * 9
    assert index.lengths.tolist() == lengths
    assert index.row_of(index.starts).tolist() == [*range(9)]
    assert index.tokens_of(~index.alive).sum() == sum(lengths[:3])


CHANGES: dict[str, Callable[[list[object]], list[object] | None]] = {
    "gone": lambda _: None,
    "past the end": lambda entry: [entry[0], 1 << 40, entry[2]],
    "counted from behind": lambda entry: [entry[0], entry[1], -1],
    "of a wrong type": lambda entry: ["<i8" if "u" in str(entry[0]) else "u1", *entry[1:]],
    "of objects": lambda entry: ["|O", *entry[1:]],
    "no numbers": lambda entry: [entry[0], "0", entry[2]],
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_entry_of_the_table_that_lies_is_damage(generation: Path, change: str) -> None:
    path = generation / "forward-000001"
    content = path.read_bytes()
    start, table = table_of(content)
    needed = [name for name in table if not name.startswith(("section_", "author_"))]
    assert len(needed) > 12
    for name in needed:
        entry = CHANGES[change](table[name])
        others = {each: value for each, value in table.items() if each != name}
        lying = others | ({name: entry} if entry else {})
        path.write_bytes(written(content, start, lying))
        with pytest.raises(IndexDamagedError, match="--rebuild"):
            ForwardIndex.open(generation).verify()


@pytest.mark.parametrize("name", ["ids", "surfaces", "exact"])
def test_another_number_of_texts_than_there_are_is_damage(generation: Path, name: str) -> None:
    path = generation / "forward-000001"
    content = path.read_bytes()
    start, table = table_of(content)
    other = "surfaces" if name == "ids" else "ids"
    assert table[name] != table[other]
    path.write_bytes(written(content, start, table | {name: table[other]}))
    with pytest.raises(IndexDamagedError, match="--rebuild"):
        ForwardIndex.open(generation).verify()


def test_numbers_out_of_their_range_are_damage(generation: Path) -> None:
    path = generation / "forward-000001"
    content = path.read_bytes()
    _, table = table_of(content)
    kind, start, count = table["tokens"]
    assert kind == "<u2"
    high = np.full(int(str(count)), 60_000, "<u2").tobytes()
    at = int(str(start))
    path.write_bytes(content[:at] + high + content[at + len(high) :])
    with pytest.raises(IndexDamagedError, match="--rebuild"):
        ForwardIndex.open(generation).verify()


def rewritten(path: Path, name: str, kind: str, numbers: list[int]) -> None:
    """Write a file of arrays again, with other numbers in one of them."""
    old, fresh = Sections(path), path.with_name("fresh")
    with SectionWriter(fresh) as file:
        for each, (own, start, count) in old._table.items():
            if each == name:
                file.add_packed(name, kind, numbers)
                continue
            size = count if own.startswith("z") else count * np.dtype(own).itemsize
            file.add(each, "u1", [np.frombuffer(old._data, np.uint8, size, start)])
            file._table[each] = (own, file._table[each][1], count)
    fresh.replace(path)


def test_articles_that_end_before_they_begin_are_damage(generation: Path) -> None:
    path = generation / "forward-000001"
    first, second, last = Sections(path).array("ends", "<i8").tolist()
    rewritten(path, "ends", "<i8", [first, second, last])
    ForwardIndex.open(generation).verify()
    for wrong in ([second, first, last], [-1, second, last], [last, last + 1, last]):
        rewritten(path, "ends", "<i8", wrong)
        with pytest.raises(IndexDamagedError, match="--rebuild"):
            ForwardIndex.open(generation)


def test_two_codes_of_one_type_are_damage(generation: Path) -> None:
    path = generation / "forward-000001"
    common = Sections(path).array("common", "<u4").tolist()
    rewritten(path, "common", "<u4", common[::-1])
    ForwardIndex.open(generation).verify()
    rewritten(path, "common", "<u4", [common[1], *common[1:]])
    with pytest.raises(IndexDamagedError, match="--rebuild"):
        ForwardIndex.open(generation).verify()


def test_a_segment_has_the_arrays_of_this_format(generation: Path) -> None:
    """Another name asks for another FORMAT: an index that has the old one would lack it."""
    found = {*Sections(generation / "forward-000001")._table}
    channels = {each + of for each in ("exact", "stem", "part") for of in ("", "_of_type")}
    rows = {"ids", "by_id", "ends", "titles", "firsts", "lasts", "groups", "contents"}
    tokens = {"tokens", "rare", "common", "sentences", "paragraphs", "surfaces"}
    assert channels | rows | tokens < found
    assert {"source_ends", "source_values", "source_names"} < found


@pytest.mark.parametrize("name", ["firsts", "lasts"])
@pytest.mark.parametrize("day", [-1, 3_652_060])
def test_a_day_that_no_calendar_has_is_damage(generation: Path, name: str, day: int) -> None:
    path = generation / "forward-000001"
    rewritten(path, name, "<i4", [0, 0, 3_652_059])
    ForwardIndex.open(generation).verify()
    rewritten(path, name, "<i4", [0, 0, day])
    with pytest.raises(IndexDamagedError, match="--rebuild"):
        getattr(ForwardIndex.open(generation), name)


@pytest.mark.parametrize("cut", [0, 1, 17, 200])
def test_a_short_one_is_damage(generation: Path, cut: int) -> None:
    path = generation / "forward-000001"
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(IndexDamagedError, match="--rebuild"):
        ForwardIndex.open(generation).verify()


def test_a_link_or_a_missing_one_is_damage(generation: Path, tmp_path: Path) -> None:
    path = generation / "forward-000001"
    elsewhere = tmp_path / "elsewhere"
    path.rename(elsewhere)
    with pytest.raises(IndexDamagedError, match="--rebuild"):
        ForwardIndex.open(generation)
    path.symlink_to(elsewhere)
    with pytest.raises(IndexDamagedError, match="--rebuild"):
        ForwardIndex.open(generation)


ODD = [
    ("De het een", "en van de het."),  # stop words alone
    ("…", "!!! ???"),  # no word
    ("Het kabinet valt", "Kabinet."),
    ("", "de"),
    ("Storm", "storm \ud83d\ude00 " * 3),
]


@pytest.mark.parametrize("first", range(len(ODD)))
def test_updates_of_odd_articles_are_kept_and_merged(
    tmp_path: Path, jsonl: Callable[..., Path], engine: str, first: int
) -> None:
    settings = Settings(index=tmp_path / "index", engine=engine)
    turns = [*ODD[first:], *ODD[:first], *ODD]
    for turn, (title, body) in enumerate(turns):
        build(settings, [jsonl(Article(f"a{turn}", title, body), name=f"{turn}.jsonl")])
        index = ForwardIndex.open(next((tmp_path / "index").glob("generation-*")))
        index.verify()
        ids = {index.ids[row] for row in np.flatnonzero(index.alive).tolist()}
        assert ids == {f"a{each}" for each in range(turn + 1)}
    counts = Archive.open(settings).figures().count(["kabinet", "storm"], ["year"])
    assert counts.about.articles == sum(
        title in {"Het kabinet valt", "Storm"} for title, _ in turns
    )


def test_updates_leave_few_segments(tmp_path: Path, jsonl: Callable[..., Path]) -> None:
    """A small one stays beside a large one; all are merged where the largest is no longer most."""

    def updated(first: int, last: int) -> int:
        some = (Article(f"a{n}", "", "Storm op zee.", "2019") for n in range(first, last))
        build(tmp_path / "index", [jsonl(*some)])
        generation = max((tmp_path / "index").glob("generation-*"))
        ForwardIndex.open(generation).verify()
        return len([*generation.glob("forward-*")])

    assert [updated(0, 8), updated(8, 10), updated(10, 20)] == [1, 2, 1]
