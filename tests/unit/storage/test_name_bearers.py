"""Whose a surname alone is, and what an index says of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.answers.name_figures import NameType
from indexer.archive import Archive, build
from indexer.compiled import compiled
from indexer.config import Settings
from indexer.errors import IndexDamagedError
from indexer.model import Article, SearchRequest
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Segment
from indexer.storage.names import bearers, columns
from indexer.storage.names.bearers import archive_bearers, bearers_of
from indexer.storage.names.columns import write_names
from indexer.storage.names.index import NameIndex
from indexer.storage.names.kept_bearers import counted_for, joined, read_bearers, write_bearers
from indexer.storage.names.keys import name_key
from indexer.storage.names.segment import PERSON, NameSegment, StoredName


@pytest.mark.parametrize(
    ("people", "whose", "why"),
    [
        ("Mark Rutte|" * 5 + "Rutte", "Mark Rutte", "nobody else has it"),
        ("Mark Rutte|" * 4 + "Rutte", "", "four articles are too few"),
        ("Thierry Baudet|" * 5 + "Jammer Baudet|Baudet", "Thierry Baudet", "jammer is no name"),
        ("Ab Bos|" * 7 + "Co Bos|" * 3 + "Bos", "", "two people have it"),
        ("Erik ten Hag|" * 5 + "Ten Hag", "Erik ten Hag", "small words are of it"),
        ("Erik ten Hag|" * 5 + "Hag", "", "Hag is another name"),
        ("Jan Peter Vink|" * 5 + "Vink", "Jan Peter Vink", "two first names"),
        ("Sigrid Kaag|" * 5 + "Kaag|" * 14 + "Kaag", "Sigrid Kaag", "three times as often alone"),
        ("Debbie Harry|" * 5 + "Harry|" * 15 + "Harry", "", "alone it is rather somebody else"),
        ("Debbie Harry|" * 5 + "Harry Kane|" * 3 + "Harry", "", "it is rather a first name"),
        ("Jan Vink|" * 5 + "Vink/LOC", "", "a place is nobody's surname"),
    ],
)
def test_a_surname_alone_is_its_bearers_where_nearly_all_are(
    tmp_path: Path, people: str, whose: str, why: str
) -> None:
    index = opened(tmp_path, people)
    alone = people.rsplit("|", maxsplit=1)[-1].partition("/")[0]
    expected = {name_key(alone): name_key(whose)} if whose else {}
    assert bearers_of(index, lambda *_: False) == expected, why
    assert bearers_of(index, lambda *_: True) == {}, "the user knows them for different people"


SMALL = "van de der den ten ter te von di da del della dos la le el al bin ibn 't het"


@pytest.mark.parametrize("word", SMALL.split())
def test_a_small_word_of_a_surname_stands_before_it_alone_too(tmp_path: Path, word: str) -> None:
    index = opened(tmp_path, f"Erik {word} Vink|" * 5 + f"{word.capitalize()} Vink")
    expected = {name_key(f"{word} Vink"): name_key(f"Erik {word} Vink")}
    assert bearers_of(index, lambda *_: False) == expected


ODD = ("Jan", "Harry", "Vink", "van", "Ten", "Hag", "\x1c", "\u3000", "É", "Ǆ", "\ud800")


@given(
    segments=st.lists(
        st.lists(st.tuples(st.lists(st.sampled_from(ODD[:-1]), max_size=3), st.booleans()))
    ),
    gone=st.integers(0, 3),
    is_parted=st.booleans(),
)
def test_the_kernel_finds_the_same_bearers(
    segments: list[list[tuple[list[str], bool]]], gone: int, *, is_parted: bool
) -> None:
    """Through segments that share names, rows that are gone, and names that the user parts."""
    if compiled() is None:
        pytest.skip("not compiled")
    with TemporaryDirectory() as folder, patch.object(bearers, "FEW", 1):
        index, names = _segments(Path(folder), segments, gone)

        def parted(alone: str, bearer: str) -> bool:
            return is_parted and len(alone + bearer) % 2 == 0

        expected = bearers_of(NameIndex(index, names), parted)
        with patch.object(bearers, "bearers_of", None):
            assert archive_bearers(Path(folder), index, parted) == expected


@pytest.mark.parametrize("gone", range(8))
def test_articles_that_are_gone_name_nobody(tmp_path: Path, gone: int) -> None:
    """Five name Jan Vink in full, as many as are enough, before and after one who is alone."""
    full, alone, place = (["Jan", "Vink"], False), (["Vink"], False), (["Gouda"], True)
    index, names = _segments(tmp_path, [[place, full, full], [full, alone, full, full, place]], 0)
    index.alive = np.arange(8) != gone
    expected = {name_key("Vink"): name_key("Jan Vink")} if gone in (0, 7) else {}
    assert archive_bearers(tmp_path, index, lambda *_: False) == expected
    assert bearers_of(NameIndex(index, names), lambda *_: False) == expected


def _segments(
    folder: Path, segments: list[list[tuple[list[str], bool]]], gone: int
) -> tuple[ForwardIndex, list[NameSegment]]:
    """Return an index of articles with a name each, as far as names ask it, and its names."""
    names, parts = [], []
    for number, articles in enumerate(segments):
        rows = [
            [StoredName(" ".join(words), NameType("LOC" if is_place else "PER"), ("x",), 1)]
            for words, is_place in articles
        ]
        path = folder / f"names-{number}"
        write_names(path, rows)
        names.append(NameSegment(path, len(rows)))
        parts.append(_Segment(folder / f"forward-{number}", len(rows)))
    alive = np.arange(sum(map(len, parts))) % 4 >= gone
    index = ForwardIndex([], [])
    index.segments, index.alive = cast("Sequence[Segment]", parts), alive
    return index, names


class _Segment:
    def __init__(self, path: Path, size: int) -> None:
        self.path = path
        self._size = size

    def __len__(self) -> int:
        return self._size


def test_a_lone_surrogate_is_left_to_python(tmp_path: Path) -> None:
    people = [(["Jan", f"Vink{ODD[-1]}"], False)] * 5 + [([f"Vink{ODD[-1]}"], False)]
    with patch.object(columns, "compiled", lambda: None):
        index, _ = _segments(tmp_path, [people], 0)
    key = name_key(f"Vink{ODD[-1]}")
    assert archive_bearers(tmp_path, index, lambda *_: False) == {key: f"jan {key}"}


def test_an_update_finds_the_bearers_that_a_whole_build_does(
    tmp_path: Path, write_articles: Callable[..., Path]
) -> None:
    """Those of before are no reason: Vink is alone too often by now."""
    few = [f"Toen zei minister Sanne Vink dat het {n} was." for n in range(6)]
    few.append("Gisteren sprak minister Vink in Gouda.")
    many = [f"Gisteren sprak minister Vink in Gouda over {n} andere zaken." for n in range(20)]
    all_ = [Article(f"a{n}", "kop", text) for n, text in enumerate([*few, *many])]
    path, found = tmp_path / "some.jsonl", []
    for batches in ([all_[: len(few)], all_[len(few) :]], [all_]):
        index = tmp_path / f"index-{len(batches)}"
        for batch in batches:
            build(index, [write_articles(path, *batch)])
            (generation,) = index.glob("generation-*")
            found.append(read_bearers(generation))
    first, updated, whole = found
    assert first
    assert updated == whole == {}


def opened(folder: Path, people: str) -> NameIndex:
    """Return the index of articles with a name each."""
    rows = []
    for each in people.split("|"):
        name, _, type_ = each.partition("/")
        rows.append([StoredName(name, NameType(type_ or "PER"), (name,), 1)])
    write_names(folder / "names", rows)
    forward = ForwardIndex([], [])
    forward.alive = np.ones(len(rows), np.bool_)
    index = NameIndex(forward, [NameSegment(folder / "names", len(rows))])
    assert len(index.articles), "counted while the forward index is there"
    return index


def test_an_article_with_the_bearer_too_is_counted_once(tmp_path: Path) -> None:
    index = opened(tmp_path, "Jan Vink|Vink|Gouda/LOC")
    bearer_of = joined(index.keys, index.types, {name_key("Vink"): name_key("Jan Vink")})
    assert bearer_of == {1: 0}
    flat, lengths = np.array([0, 1, 1, 2]), np.array([2, 2])
    assert counted_for(flat, lengths, bearer_of, 3).tolist() == [0, 1, 0, 2]


@given(st.lists(st.sets(st.integers(0, 6), max_size=5).map(sorted), max_size=6), st.data())
def test_each_surname_counts_for_its_bearer_unless_the_article_has_that_too(
    rows: list[list[int]], data: st.DataObject
) -> None:
    """Names 0 to 2 are surnames that stand alone, each of one of the others, or of nobody."""
    bearer_of = data.draw(st.dictionaries(st.integers(0, 2), st.integers(3, 6)))
    for bearer in {*bearer_of.values()}:  # two surnames of one bearer are in no article together
        alone = {each for each, of in bearer_of.items() if of == bearer}
        rows = [[n for n in row if n not in alone or n == min(alone)] for row in rows]
    expected = []
    for row in rows:
        there = [bearer_of.get(name, name) for name in row]
        expected += [
            name if name in bearer_of and bearer_of[name] in row else other
            for name, other in zip(row, there, strict=True)
        ]
    flat = np.array([name for row in rows for name in row], np.int64)
    lengths = np.array([len(row) for row in rows], np.int64)
    assert counted_for(flat, lengths, bearer_of, 7).tolist() == expected


def test_a_surname_counts_for_somebody_whom_the_generation_names() -> None:
    bearers = {"rutte": "mark rutte", "vos": "jan vos", "bos": "ab bos", "gouda": "stad gouda"}
    keys = ["rutte", "mark rutte", "vos", "ab bos", "gouda", "stad gouda", "rutte"]
    person, place = PERSON, PERSON + 1
    types = np.array([person, person, person, person, place, person, place])
    assert joined(keys, types, bearers) == {0: 1}
    assert joined(keys, types, {}) == {}


@pytest.mark.parametrize("text", ["rutte\n", "rutte\t\n", "\tmark\n", "\x80"])
def test_a_file_that_says_nothing_of_bearers_is_damage(tmp_path: Path, text: str) -> None:
    (tmp_path / "names-bearers").write_bytes(text.encode("latin-1"))
    with pytest.raises(IndexDamagedError, match="names-bearers"):
        read_bearers(tmp_path)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    assert read_bearers(tmp_path) == {}
    for found in ({"rutte": "mark rutte", "é": "jan é", "\ud800": "x \ud800"}, {}):
        write_bearers(tmp_path, found)
        assert read_bearers(tmp_path) == found


TEXTS = (
    *(
        f"Toen zei minister Sanne Verbruggen dat het {word} was."
        for word in ("mooi", "nat", "af", "op", "uit")
    ),
    "Gisteren sprak minister Verbruggen in Gouda.",
)


def test_surnames_count_for_their_bearers_in_facets_filters_and_queries(
    tmp_path: Path, jsonl: Callable[..., Path]
) -> None:
    """And for nobody where names.toml says that they are different."""
    path, file = (
        jsonl(*(Article(f"a{n}", "kop", text) for n, text in enumerate(TEXTS))),
        tmp_path / "names.toml",
    )
    settings = Settings(tmp_path / "index", corrections=file)
    for text, counts in (
        ("", {"Sanne Verbruggen": 6}),
        (
            'different = [["Sanne Verbruggen", "Verbruggen"]]',
            {"Sanne Verbruggen": 5, "Verbruggen": 1},
        ),
    ):
        file.write_text(text)
        build(settings, [path])
        with Archive.open(settings) as archive:
            page = archive.search(SearchRequest(""))
            assert {each.value: each.count for each in page.facets["person"]} == counts
            for asked in ("Sanne Verbruggen", "Verbruggen"):
                filtered = archive.search(SearchRequest("", filters={"person": (asked,)}))
                assert filtered.total == counts.get(asked, 6)
            assert archive.check() == []
            own = archive.with_names(archive.article("a5")).names
            assert own is not None
            assert [name.name for name in own] == ["Verbruggen", "Gouda"], "as it stands there"
