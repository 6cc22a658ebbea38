"""What a forward index of one segment or several tells of its tokens, counted by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from indexer.archive import build
from indexer.config import Settings
from indexer.model import Article
from indexer.storage.forward import columns, segment, token_blocks
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.kept_places import KeptPlaces

TEXTS = ("Het kabinet valt. Het kabinet viel.", "Er is storm.\n\nHet waait.", "Storm op zee.")
DAYS = ("2019-03-24", "2019", None)


@pytest.fixture(params=[(1, 0xFFFF), (3, 0xFFFF), (1, 3), (2, 3)], ids=str)
def index(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    jsonl: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> ForwardIndex:
    """Return the index of three articles in a segment, or of those several times.

    Where two bytes are enough for three types alone, all others are rare.
    """
    times, common = request.param
    for module in (columns, segment):
        monkeypatch.setattr(module, "RARE", common)
    articles = [
        Article(f"a{n}", f"Kop {n}", text, day, "De Velder" if n else None, section=("x", str(n)))
        for n, (text, day) in enumerate(zip(TEXTS, DAYS, strict=True))
    ]
    build(Settings(tmp_path / "index", names="none"), [jsonl(*articles)])
    opened = ForwardIndex.open(next((tmp_path / "index").glob("generation-*")))
    opened.verify()
    return ForwardIndex(opened.segments * times, [set[int]()] * times)


def words(index: ForwardIndex) -> list[str]:
    """Return every token of the articles, one after another."""
    told = [f"kop {n} {text}".lower().replace(".", "").split() for n, text in enumerate(TEXTS)]
    return [word for article in told for word in article] * len(index.segments)


def test_each_token_has_its_form(index: ForwardIndex) -> None:
    expected = words(index)
    assert [index.forms[form] for form in index.form_of_token()] == expected
    assert sorted(index.forms) == sorted({*expected})
    assert index.form_count == len(index.forms)
    places = np.array([0, 3, 4, index.size - 1])
    assert [index.forms[form] for form in index.forms_of(places)] == [expected[n] for n in places]
    assert index.forms_of(np.zeros(0, np.int64)).tolist() == []


def test_each_token_has_its_type(index: ForwardIndex) -> None:
    places = np.array([0, 3, 4, 20, 25, index.size - 1])
    places = np.unique(places[places < index.size])
    told = []
    for part, types in zip(index.segments, index.types_at(places), strict=True):
        told += [part.surfaces[number] for number in types]
    assert [word.lower() for word in told] == [words(index)[place] for place in places]
    every = [part.surfaces[n].lower() for part in index.segments for n in part.type_of_token()]
    assert every == words(index)


@pytest.mark.parametrize("step", [1, 2, 7])
def test_each_token_has_its_row(index: ForwardIndex, step: int) -> None:
    """Few tokens are looked up each; of many, given in order, those of each row are counted."""
    rows = [row for row, length in enumerate(index.lengths) for _ in range(length)]
    places = np.arange(index.size)[::step]
    assert index.row_of(places).tolist() == rows[::step]
    assert index.row_of(places[::-1]).tolist() == rows[::step][::-1]
    expected = [rows[::step].count(row) for row in range(len(index.ids))]
    assert index.count_in_rows(places).tolist() == expected
    assert index.count_in_rows(places[:1]).tolist() == [1] + [0] * (len(index.ids) - 1)
    chosen = np.arange(len(index.ids)) % 2 == 1
    assert index.tokens_of(chosen).tolist() == [row % 2 == 1 for row in rows]


@pytest.mark.parametrize("at_once", [1, 2, 4, 100])
def test_tokens_are_found_by_their_forms(index: ForwardIndex, at_once: int) -> None:
    wanted = {"het", "storm"}
    types = index.types_of_forms([index.forms.index(form) for form in wanted])
    expected = [place for place, word in enumerate(words(index)) if word in wanted]
    assert index.places_of(types).tolist() == expected
    assert index.count_of(types) == len(expected)
    assert np.concatenate([*index.places_by_rows(types, at_once)]).tolist() == expected
    index.gather(index.types_of_forms(range(index.form_count)))
    assert index.places_of(types).tolist() == expected, "the same when they are kept"


@pytest.mark.parametrize("compared", [1, 1000])
def test_every_token_is_found_by_all_forms(
    index: ForwardIndex, monkeypatch: pytest.MonkeyPatch, compared: int
) -> None:
    """Of few forms each is compared with all tokens; of many a table is asked."""
    monkeypatch.setattr(token_blocks, "_MAX_COMPARED", compared)
    types = index.types_of_forms(range(index.form_count))
    assert np.concatenate([*index.places_by_rows(types, 2)]).tolist() == [*range(index.size)]
    assert index.places_of(types).tolist() == [*range(index.size)]


def test_tokens_are_found_that_are_not_among_those_kept(index: ForwardIndex) -> None:
    index.gather(index.types_of_forms([index.forms.index("zee")]))
    types = index.types_of_forms([index.forms.index("het")])
    expected = [place for place, word in enumerate(words(index)) if word == "het"]
    assert index.places_of(types).tolist() == expected


@pytest.mark.parametrize("rows", [[0], [1, 2], [0, 1, 2], []])
def test_types_are_counted_in_some_rows(index: ForwardIndex, rows: list[int]) -> None:
    selected = np.isin(np.arange(len(index.ids)), rows)
    one = index.lengths[:3].tolist()
    ends = np.cumsum(one).tolist()
    expected = Counter(
        word for row in rows for word in words(index)[ends[row] - one[row] : ends[row]]
    )
    found: Counter[str] = Counter()
    for counts, forms in zip(index.count_types(selected), index.form_of_type, strict=True):
        for count, form in zip(counts.tolist(), forms.tolist(), strict=True):
            found[index.forms[form]] += count
    assert +found == expected


@pytest.mark.parametrize("most", [8, 9, 100])
def test_what_is_kept_of_some_codes_is_told_by_code_unless_it_is_much(most: int) -> None:
    """Of four codes: three places, none, four and one."""
    places = np.arange(8, dtype=np.uint32)
    rare, bounds = np.zeros(0, np.uint32), np.array([0, 3, 3, 7, 8])
    kept = KeptPlaces(np.ones(4, np.bool_), places, bounds, rare.astype(np.int64), rare)
    runs = [[0, 1, 2], [], [3, 4, 5, 6], [7]]

    def told(*common: bool) -> list[list[int]] | None:
        found = kept.of_codes(np.array(common), most)
        return None if found is None else [each.tolist() for each in found]

    assert told(True, True, True, True) == (runs if most > 8 else None)
    assert told(False, False, True, False) == runs[2:3]
    assert told(True, False) == runs[:1]


def test_the_values_of_each_row_that_is_left_go_into_a_merge(index: ForwardIndex) -> None:
    alive = np.array([True, False, True])
    found = dict(index.segments[0].rows_again(alive))
    assert {row: (each["source"], {*each["section"]}) for row, each in found.items()} == {
        0: ((), {"x", "0"}),
        2: (("De Velder",), {"x", "2"}),
    }


@pytest.mark.parametrize(
    "ask",
    [
        lambda index, types: index.gather(types),
        lambda index, types: index.places_of(types),
        lambda index, types: [*index.places_by_rows(types, 2)],
        lambda index, types: index.count_of(types),
        lambda index, types: index.numbers_of(np.arange(3), types),
        lambda index, types: ForwardIndex(index.segments, [set() for _ in types]),
    ],
)
def test_what_tells_of_fewer_or_more_segments_than_there_are_is_refused(
    index: ForwardIndex, ask: Callable[[ForwardIndex, list[np.ndarray]], object]
) -> None:
    """A figure of a part of the archive would look like one of all."""
    types = [np.ones(segment.size, np.bool_) for segment in index.segments]
    for wrong in (types[1:], [*types, types[0]]):
        with pytest.raises(ValueError, match="argument"):
            ask(index, wrong)


def test_ids_have_their_places_in_order_whatever_row_they_have(tmp_path: Path) -> None:
    index = ForwardIndex([], [], tmp_path)
    index.__dict__["ids"] = ["b", "a10", "c", "a2"]
    assert index.id_ranks.tolist() == [2, 0, 3, 1]


def test_each_article_has_its_days_and_values(index: ForwardIndex) -> None:
    times = len(index.segments)
    assert index.ids == ["a0", "a1", "a2"] * times
    assert index.titles.tolist() == [2, 2, 2] * times
    firsts, lasts = index.firsts.tolist(), index.lasts.tolist()
    assert firsts == firsts[:3] * times
    assert lasts == lasts[:3] * times
    assert [last - first for first, last in zip(firsts, lasts, strict=True)][:3] == [0, 364, 0]
    assert firsts[2] == 0 < firsts[1] < firsts[0]
    sections = index.field("section")
    assert sections.counts.tolist() == [2, 2, 2] * times
    told = [sections.names[value] for value in sections.flat]
    assert sorted(told[:2]) == ["0", "x"]
    assert told == told[:6] * times
    assert index.field("source").counts.tolist() == [0, 1, 1] * times
    assert index.names is None
    assert index.field("person").counts.tolist() == [0, 0, 0] * times


def test_sentences_and_paragraphs_end_where_they_do(index: ForwardIndex) -> None:
    """Kop 0. Het kabinet valt. Het kabinet viel. Kop 1. Er is storm. Het waait. Kop 2. ..."""
    sentences, paragraphs = [1, 4, 7, 9, 12, 14, 16, 19], [1, 7, 9, 12, 14, 16, 19]
    size, times = 20, len(index.segments)
    assert np.flatnonzero(index.sentence_ends).tolist() == [
        size * turn + place for turn in range(times) for place in sentences
    ]
    assert index.paragraph_ends.tolist() == [
        size * turn + place for turn in range(times) for place in paragraphs
    ]
