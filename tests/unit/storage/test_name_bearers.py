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
from indexer.storage.names import alike, bearers, columns
from indexer.storage.names.bearers import archive_bearers, bearers_of
from indexer.storage.names.columns import write_names
from indexer.storage.names.index import NameIndex
from indexer.storage.names.kept_bearers import counted_for, joined, read_bearers, write_bearers
from indexer.storage.names.keys import name_key
from indexer.storage.names.segment import PERSON, NameSegment, StoredName, opened_names


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


@pytest.mark.parametrize(
    ("articles", "expected", "why"),
    [
        ("Dirk Kuyt|Dirk Kuijt|Dirk Kuyt", {"Dirk Kuijt": "Dirk Kuyt"}, "ij and y"),
        ("Dafne Vos|Daphne Vos|Dafne Vos", {"Daphne Vos": "Dafne Vos"}, "ph and f"),
        ("Eric Vos|Erik Vos|Erik Vos", {"Eric Vos": "Erik Vos"}, "c and k"),
        ("Tijs Vos|Tijs Vos|Thijs Vos", {"Thijs Vos": "Tijs Vos"}, "th and t"),
        ("Freddy Vos|Freddy Vos|Freddie Vos", {"Freddie Vos": "Freddy Vos"}, "ie and y"),
        ("J.C. Vos|J. C. Vos|J.C. Vos", {"J. C. Vos": "J.C. Vos"}, "initials"),
        ("Ann Ott-Bos|Ann Ott-Bos|Ann Ott Bos", {"Ann Ott Bos": "Ann Ott-Bos"}, "a hyphen"),
        ("Ann Ott Bos|Ann Bos|Ann Ott", {}, "a surname more or less"),
        ("Jan Jansen|Jan Janssen|Jan Janssen", {}, "two people, for all that the archive tells"),
        (
            "Jan Jansen, Piet Vink|Jan Janssen, Piet Vink|Jan Janssen",
            {"Jan Jansen": "Jan Janssen"},
            "one stands with whom the other stands",
        ),
        (
            "Jan Jansen, Piet Vink|Jan Jansen|Jan Jansen|"
            + "Jan Janssen, Piet Vink|" * 3
            + "Jan Janssen",
            {},
            "hardly ever",
        ),
        ("Jan Jansen, Aart Vink|Jan Janssen, Piet Vink|Jan Janssen", {}, "with somebody else"),
        ("Karel II, Piet Vink|Karel II|Karel III, Piet Vink", {}, "a numeral"),
        ("Michel Jan, Piet Vink|Michel J., Piet Vink|Michel Jan", {}, "an initial"),
        ("Eric C.|Erik C.|Eric C.", {"Erik C.": "Eric C."}, "the same initial"),
        ("Eric C.|Eric K.|Eric C.", {}, "another initial"),
        ("J. C.|J. K.", {}, "initials alone"),
        ("Kuyt|Kuijt|Kuyt", {}, "a surname alone may be anybody's"),
        ("De Bruijn|De Bruyn", {}, "with its small words too"),
        ("Hans Visser|Hans Visscher", {}, "surnames that sound alike"),
        (
            "Dirk Kuijt|" * 4 + "Dirk Kuyt|Dirk Kuyt|Kuijt|Kuyt",
            {"Dirk Kuyt": "Dirk Kuijt", "Kuijt": "Dirk Kuijt", "Kuyt": "Dirk Kuijt"},
            "the surname of either is of one",
        ),
        (
            "Dafne Vink|" * 5 + "Daphne Vink|" * 4 + "Vink",
            {"Daphne Vink": "Dafne Vink", "Vink": "Dafne Vink"},
            "one person has nearly all",
        ),
    ],
)
def test_spellings_of_a_full_name_are_one_where_the_archive_has_a_reason(
    tmp_path: Path, articles: str, expected: dict[str, str], why: str
) -> None:
    keys = {name_key(name): name_key(of) for name, of in expected.items()}
    index = opened(tmp_path, articles)
    with patch.object(alike, "RARE", 1.2):
        assert bearers_of(index, lambda *_: False) == keys, why
        assert bearers_of(index, lambda *_: True) == {}, "the user parts them"


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


RULES = [("y", "ij"), ("p", "ph"), ("t", "th"), ("c", "k"), ("oe", "o"), ("z", "s"), ("x", "ks")]
ALIKE = [
    *(
        "Dirk Kuijt",
        "Dirk Kuyt",
        "Kuyt",
        "Kuijt",
        "Jan Jansen",
        "Jan Janssen",
        "Janssen",
        "P. Kuyt",
    ),
    *(
        "J.C. Vos",
        "J. C. Vos",
        "Erik Ph. Vos",
        "Eric F Vos",
        "Karel XXII",
        "Karel XXIII",
        "Ad Thys",
    ),
    *(
        "Djamel Zjoekov",
        "Jamel Zhukov",
        "Khadija Arib",
        "Kadija Arib",
        "Görges Xu",
        "D. Žukov",
        "Vos",
    ),
]


@given(
    segments=st.lists(
        st.lists(
            st.lists(st.tuples(st.sampled_from(ALIKE), st.booleans()), max_size=4, unique=True),
            max_size=8,
        ),
        max_size=3,
    ),
    rare=st.integers(1, 4),
    gone=st.integers(0, 2),
    is_parted=st.booleans(),
)
def test_the_kernel_joins_the_same_spellings(
    segments: list[list[list[tuple[str, bool]]]], rare: int, gone: int, *, is_parted: bool
) -> None:
    """Of people beside others, and of places, which are joined by their keys alone."""
    if compiled() is None:
        pytest.skip("not compiled")
    rows = [
        [
            [
                StoredName(name, NameType("LOC" if is_place else "PER"), (name,), 1)
                for name, is_place in row
            ]
            for row in articles
        ]
        for articles in segments
    ]
    with (
        TemporaryDirectory() as folder,
        patch.object(bearers, "FEW", 1),
        patch.object(bearers, "RARE", rare),
        patch.object(alike, "RARE", rare),
    ):
        index, names = _of_rows(Path(folder), rows, gone)

        def parted(name: str, other: str) -> bool:
            return is_parted and len(name + other) % 2 == 0

        expected = bearers_of(NameIndex(index, names), parted)
        with patch.object(bearers, "bearers_of", None):
            assert archive_bearers(Path(folder), index, parted) == expected


@given(st.text("abcdeghijkopstuvwxyzČDŽKĲÝ ", max_size=16), st.data())
def test_the_kernel_passes_by_no_names_that_share_what_may_be_one(
    key: str, data: st.DataObject
) -> None:
    """What spares it the rules is coarser: letters that they change say nothing there."""
    if compiled() is None:
        pytest.skip("not compiled")
    words = [
        f"{key} Vos",
        data.draw(st.sampled_from([key.replace(*rule) for rule in RULES])) + " Vos",
    ]
    with TemporaryDirectory() as folder:
        rows = [[StoredName(word, NameType.PER, (word,), 1)] for word in words]
        with (
            patch.object(columns, "compiled", lambda: None),
            patch.object(columns, "name_key", str),
        ):
            index, _ = _of_rows(Path(folder), [rows], 0)
        expected = bearers_of(
            NameIndex(index, opened_names(Path(folder), index.segments)), lambda *_: False
        )
        with patch.object(bearers, "bearers_of", None):
            assert archive_bearers(Path(folder), index, lambda *_: False) == expected


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
    rows = [
        [
            [StoredName(" ".join(words), NameType("LOC" if is_place else "PER"), ("x",), 1)]
            for words, is_place in articles
        ]
        for articles in segments
    ]
    return _of_rows(folder, rows, gone)


def _of_rows(
    folder: Path, segments: list[list[list[StoredName]]], gone: int
) -> tuple[ForwardIndex, list[NameSegment]]:
    names, parts = [], []
    for number, rows in enumerate(segments):
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


def opened(folder: Path, articles: str) -> NameIndex:
    """Return the index of articles with a name each, or several with a comma."""
    rows = []
    for article in articles.split("|"):
        names = [each.partition("/") for each in article.split(", ")]
        rows.append([StoredName(n, NameType(type_ or "PER"), (n,), 1) for n, _, type_ in names])
    write_names(folder / "names", rows)
    forward = ForwardIndex([], [])
    forward.alive = np.ones(len(rows), np.bool_)
    index = NameIndex(forward, [NameSegment(folder / "names", len(rows))])
    index.__dict__["held"] = forward  # as a generation does
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
    expected = []
    for row in rows:
        counted = [*row]
        for place, name in enumerate(row):
            if bearer_of.get(name, name) not in counted:  # nor is there another of its surnames
                counted[place] = bearer_of[name]
        expected += counted
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


KUYT = [
    *(f"Toen zei minister Dirk Kuyt dat het {word} was." for word in ("mooi", "nat", "af", "op")),
    "Later zei minister Dirk Kuijt dat het uit was.",
    "Gisteren sprak minister Kuijt in Gouda.",
]


@pytest.mark.parametrize("first", [5, 3, 1])
def test_either_spelling_finds_all_of_a_person_after_an_update_too(
    tmp_path: Path, write_articles: Callable[..., Path], first: int
) -> None:
    articles = [Article(f"a{n}", "kop", text) for n, text in enumerate(reversed(KUYT))]
    index = tmp_path / "index"
    for place, batch in enumerate((articles[:first], articles[first:])):
        build(index, [write_articles(tmp_path / f"{place}.jsonl", *batch)])
    with Archive.open(index) as archive:
        page = archive.search(SearchRequest(""))
        assert [(each.value, each.count) for each in page.facets["person"]] == [("Dirk Kuyt", 6)]
        for asked in ("Dirk Kuyt", "Dirk Kuijt", "Kuijt"):
            assert archive.search(SearchRequest("", filters={"person": (asked,)})).total == 6
            assert archive.search(SearchRequest(f'persoon:"{asked}"')).total == 6, asked
        assert archive.check() == []
