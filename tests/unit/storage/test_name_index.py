"""The names of articles over several segments: each figure as it is counted by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from types import MappingProxyType, ModuleType

import numpy as np
import pytest

from indexer.answers.name_figures import NameType
from indexer.errors import IndexDamagedError
from indexer.storage.names import index as names_index
from indexer.storage.names.columns import write_names
from indexer.storage.names.index import NameForm, NameIndex
from indexer.storage.names.keys import name_key, numbered_beside
from indexer.storage.names.segment import NameSegment, StoredName
from tests.unit.storage.test_forward import table_of, written

PARTS = [
    [["Dirk Dam"], ["Anna Berg", "Dirk Dam"], []],
    [["Bert Kuil"], ["Cor Duin", "Dirk Dam"]],
    [[], ["Anna Berg", "Cor Duin"]],
]


class Rows:
    """Articles that are all there but the last one."""

    def __init__(self, count: int) -> None:
        self.segments: Sequence[NameSegment] = ()
        self.ids = [f"a{row}" for row in range(count)]
        self.alive = np.arange(count) < count - 1
        self.contents = 100 - np.arange(count)


def stored(name: str, type_: NameType = NameType.PER) -> StoredName:
    return StoredName(name, type_, (name, name.rsplit(maxsplit=1)[-1]), len(name))


def index_of(
    folder: Path,
    parts: list[list[list[str]]],
    bearers: Mapping[str, str] | None = None,
    types: Mapping[str, NameType] = MappingProxyType({}),
) -> tuple[NameIndex, Rows]:
    """Return the names, and the articles, which the caller has to hold."""

    def named(name: str) -> StoredName:
        return stored(name, types.get(name, NameType.PER))

    segments = []
    for number, part in enumerate(parts):
        write_names(folder / f"names-{number}", [[*map(named, row)] for row in part])
        segments.append(NameSegment(folder / f"names-{number}", len(part)))
    rows = Rows(sum(map(len, parts)))
    return NameIndex(rows, segments, bearers), rows  # type: ignore[arg-type]


@pytest.fixture(params=["three segments", "one"])
def names(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[NameIndex, Rows]:
    whole = [[row for part in PARTS for row in part]]
    return index_of(tmp_path, PARTS if request.param != "one" else whole)


def test_each_article_has_its_names(names: tuple[NameIndex, Rows]) -> None:
    index, _ = names
    expected = [row for part in PARTS for row in part]
    for row, told in enumerate(expected):
        found = index.of_row(row)
        assert [each for _, each in found] == [*map(stored, told)]
        assert [index.names[number] for number, _ in found] == told
    assert index.lengths.tolist() == [*map(len, expected)]


def test_a_name_is_found_by_its_words_and_its_beginning(names: tuple[NameIndex, Rows]) -> None:
    index, _ = names

    def told(numbers: list[int]) -> list[str]:
        return [index.names[number] for number in numbers]

    assert told(index.find("person", "dirk dam")) == ["Dirk Dam"]
    assert index.find("place", "Dirk Dam") == index.find("person", "Dirk") == []
    assert index.find("person", "") == index.find("person", "", within=True) == []
    assert told(index.find("person", "Dirk", within=True)) == ["Dirk Dam"]
    assert told(index.beginning("person", "du")) == ["Cor Duin"]
    assert sorted(told(index.beginning("person", "d"))) == ["Cor Duin", "Dirk Dam"]
    assert index.beginning("person", "uin") == index.beginning("place", "du") == []
    assert index.beginning("person", "") == index.beginning("person", "  ") == []


def test_names_and_types_that_do_not_belong_together_are_refused() -> None:
    with pytest.raises(ValueError, match="argument"):
        numbered_beside([], np.zeros(0, np.int64), ["Jan"], [])


def test_articles_are_counted_that_are_there(names: tuple[NameIndex, Rows]) -> None:
    index, _ = names
    counts = dict(zip(index.names, index.articles.tolist(), strict=True))
    assert counts == {"Dirk Dam": 3, "Anna Berg": 1, "Bert Kuil": 1, "Cor Duin": 1}
    numbers = [index.names.index(name) for name in ("Anna Berg", "Bert Kuil")]
    assert index.rows_with(numbers).tolist() == [1, 3]
    assert index.rows_of([100, 97, 96, 5, 94]).tolist() == [0, 3, 4], "94 is gone"
    (number,) = index.find("person", "Dirk Dam")
    assert index.forms(number, np.array([0, 1, 4])) == [NameForm("Dam", 3), NameForm("Dirk Dam", 3)]
    assert index.occurrences(np.array([0, 1]))[number] == 16


@pytest.mark.parametrize("rows", [None, np.arange(6)], ids=["all", "some"])
def test_the_last_places_of_a_facet_go_to_the_first_by_spelling(
    names: tuple[NameIndex, Rows], rows: np.ndarray[tuple[int], np.dtype[np.int64]] | None
) -> None:
    index, _ = names
    expected = [("Dirk Dam", 3), ("Anna Berg", 1), ("Bert Kuil", 1), ("Cor Duin", 1)]
    for limit in (1, 2, 3, 4, 5, None):
        found = index.facets(rows, limit)
        assert [(each.value, each.count) for each in found["person"]] == expected[:limit]
        assert found["place"] == ()


def test_forms_and_rows_are_those_of_each_name(names: tuple[NameIndex, Rows]) -> None:
    index, _ = names
    dam, berg = (index.names.index(name) for name in ("Dirk Dam", "Anna Berg"))
    found = index.all_forms(np.array([1, 4, 6]), [berg, dam])
    assert found == {berg: {"Anna Berg", "Berg"}, dam: {"Dirk Dam", "Dam"}}
    assert index.all_forms(np.array([0, 2]), [berg, dam]) == {berg: set(), dam: {"Dirk Dam", "Dam"}}
    assert index.all_forms(np.array([2, 3]), [dam]) == {dam: set()}
    places, rows = index.with_rows(np.array([0, 1, 3, 6]), [berg, dam])
    assert sorted(zip(places.tolist(), rows.tolist(), strict=True)) == [
        *((0, 1), (0, 6), (1, 0), (1, 1)),
    ]
    assert [each.tolist() for each in index.with_rows(np.array([2]), [dam])] == [[], []]


def test_names_are_the_values_of_a_field_of_each_row(names: tuple[NameIndex, Rows]) -> None:
    index, _ = names
    people, places = index.column("person"), index.column("place")
    assert people.counts.tolist() == [1, 2, 0, 1, 2, 0, 2]
    assert [people.names[number] for number in people.flat.tolist()] == [
        *("Dirk Dam", "Anna Berg", "Dirk Dam", "Bert Kuil"),
        *("Cor Duin", "Dirk Dam", "Anna Berg", "Cor Duin"),
    ]
    assert places.counts.tolist() == [0] * 7
    assert places.flat.tolist() == []
    assert {index.type_of(number) for number in range(len(index.names))} == {NameType.PER}


def test_a_surname_alone_counts_for_its_bearer(tmp_path: Path) -> None:
    parts = [[["Dirk Dam"], ["Dam"]], [["Dam", "Anna Berg"], ["Dam", "Dirk Dam"], []]]
    index, rows = index_of(tmp_path, parts, {name_key("Dam"): name_key("Dirk Dam")})
    assert rows.alive.sum() == 4
    counts = dict(zip(index.names, index.articles.tolist(), strict=True))
    assert counts == {"Dirk Dam": 4, "Dam": 1, "Anna Berg": 1}, "who has both keeps both"
    assert [index.names[number] for number in index.find("person", "dam")] == ["Dirk Dam", "Dam"]
    (tmp_path / "again").mkdir()
    alone, rows = index_of(tmp_path / "again", parts)
    counts = dict(zip(alone.names, alone.articles.tolist(), strict=True))
    assert counts == {"Dirk Dam": 2, "Dam": 3, "Anna Berg": 1}
    assert len(rows.ids) == 5


def test_a_file_of_names_with_too_many_forms_is_damage(tmp_path: Path) -> None:
    _, rows = index_of(tmp_path, PARTS)
    path = tmp_path / "names-0"
    content = path.read_bytes()
    start, table = table_of(content)
    for name, other in (("ends", "form_ends"), ("names", "form_texts"), ("keys", "form_texts")):
        path.write_bytes(written(content, start, table | {name: table[other]}))
        with pytest.raises(IndexDamagedError, match="names-0"):
            NameIndex(rows, [NameSegment(path, 3)])  # type: ignore[arg-type]


@pytest.mark.parametrize("articles", [40, 4_000], ids=["sorted", "counted"])
def test_the_kernel_counts_the_names_that_python_does(
    native: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, articles: int
) -> None:
    assert native
    chance = Random(articles)
    people = [
        f"Anna {chr(97 + one)}berg{chr(97 + other)}" for one in range(9) for other in range(9)
    ]
    of_type = {name: chance.choice([*NameType]) for name in people}
    drawn = [chance.choices(people[: 1 + at % 80], k=chance.randrange(9)) for at in range(articles)]
    parts = [[[*dict.fromkeys(row)] for row in part] for part in (drawn[:25], drawn[25:])]
    index, _articles = index_of(tmp_path, parts, types=of_type)
    every = np.arange(articles)
    for limit in (None, 0, 1, 2, 5, 20, 500):
        for rows in (every, every[::3], every[5:6], every[:0]):
            with monkeypatch.context() as without:
                without.setattr(names_index, "compiled", lambda: None)
                described = index.facets(rows, limit)
            assert index.facets(rows, limit) == described


def test_a_row_that_is_not_there_is_no_panic(
    native: ModuleType, names: tuple[NameIndex, Rows]
) -> None:
    assert native
    index, _ = names
    for row in (-1, 7, 2**40):
        with pytest.raises(IndexError, match="no such name or row"):
            index.facets(np.array([row]), 5)


def test_the_most_frequent_of_a_field_come_first(names: tuple[NameIndex, Rows]) -> None:
    index, _ = names
    for limit in (1, 2, 3, None):
        top = index.top(index.articles, "person", limit)
        expected = ["Dirk Dam", "Anna Berg", "Bert Kuil", "Cor Duin"]
        assert [index.names[number] for number in top] == expected[:limit]
    assert index.top(index.articles, "place", 5) == []


def test_only_the_fields_that_are_asked_for_are_listed(names: tuple[NameIndex, Rows]) -> None:
    """A page that excludes a person lists the names of persons alone: of all there are 60,000."""
    index, _ = names
    found = index.facets(None, None, ["person"])
    assert found == {"person": index.facets(None, None)["person"]}
