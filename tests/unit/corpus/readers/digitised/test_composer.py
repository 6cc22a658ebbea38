"""Words of lines become running text, and each box stands at its word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.corpus.readers.digitised.composer import Composer, Place, spread
from indexer.corpus.readers.digitised.paper import Sheet, aligned
from indexer.scan import unpacked

_LINES = [
    (["de werk-", "zaamheden"], "de werkzaamheden", "a hyphen at the end of a line is none"),
    (["de werk¬", "zaamheden"], "de werkzaamheden", "so is what OCR writes for it"),
    (["op Noord-", "Beveland"], "op Noord-Beveland", "a hyphen before a capital is its own"),
    (["land-", "en tuinbouw"], "land- en tuinbouw", "so is one that stands for a shared part"),
    (["een - streep", "hier"], "een - streep hier", "a dash is no hyphen"),
]


@pytest.mark.parametrize(("lines", "text", "why"), _LINES)
def test_lines_become_text_with_whole_words(lines: list[str], text: str, why: str) -> None:
    composer = Composer()
    for line in lines:
        for word in line.split():
            composer.word(word)
        composer.end_line()
    assert composer.composed().text == text, why


def test_a_word_that_is_known_whole_has_a_box_for_each_part() -> None:
    composer = Composer()
    composer.word("den", Place(0, 1, 1, 9, 9))
    composer.first_part("winter", Place(0, 20, 1, 9, 9))
    composer.end_line(has_hyphen=True)
    composer.end_block("ter")
    composer.second_part("winter", Place(1, 1, 1, 9, 9))
    composer.word("gereed", Place(1, 20, 1, 9, 9))
    found = composer.composed()
    assert found.text == "den winter gereed"
    boxes = [(found.text[start:end], page) for page, start, end, *_ in unpacked(found.boxes)]
    assert boxes == [("den", 0), ("winter", 0), ("winter", 1), ("gereed", 1)]


def test_a_second_part_without_its_first_is_the_whole_word() -> None:
    composer = Composer()
    composer.second_part("winter")
    composer.word("gereed")
    assert composer.composed().text == "winter gereed"


@pytest.mark.parametrize(
    ("last", "following", "text"),
    [
        ("koopman", "wegens", "koopman wegens"),
        ("koopman.", "Wegens", "koopman.\n\nWegens"),
        ("koopman", "Wegens", "koopman\n\nWegens"),
        ("heeft:", "wegens", "heeft:\n\nwegens"),
    ],
)
def test_a_sentence_goes_on_in_the_next_block(last: str, following: str, text: str) -> None:
    composer = Composer()
    composer.word(last)
    composer.end_line()
    composer.end_block(following)
    composer.word(following)
    assert composer.composed().text == text


@given(st.lists(st.lists(st.text(min_size=1, max_size=8).filter(str.strip), max_size=6)))
def test_every_box_slices_a_word_out_of_the_text(lines: list[list[str]]) -> None:
    composer = Composer()
    for number, line in enumerate(lines):
        for at, word in enumerate(line):
            composer.word(word.strip(), Place(0, at, number, 1, 1))
        composer.end_line()
    found = composer.composed()
    for _, start, end, *_ in unpacked(found.boxes):
        assert 0 <= start <= end <= len(found.text)
        assert not found.text[start:end].startswith((" ", "\n"))


@given(st.text(), st.integers(1, 5_000))
def test_the_words_of_a_line_share_its_box(text: str, width: int) -> None:
    line = " ".join(text.split())
    found = spread(line, Place(0, 10, 10, width, 20))
    assert [word for word, _ in found] == line.split()
    assert all(place and place.x >= 10 and place.width >= 1 for _, place in found)


def test_boxes_go_to_the_same_words_of_another_text() -> None:
    composer = Composer()
    for at, word in enumerate(["DE", "OUDE", "SLUIS.", "is", "ruis", "gereed"]):
        composer.word(word, Place(0, at, 0, 1, 1))
    found = composer.composed()
    given = "De oude sluis is gereed"
    rows = zip(*aligned(found, given).columns, strict=True)
    words = [(given[start:end], x) for _, start, end, x, *_ in rows]
    assert words == [("De", 0), ("oude", 1), ("sluis", 2), ("is", 3), ("gereed", 5)]


@pytest.mark.parametrize(
    ("box", "place", "outside"),
    [
        ((10, 10, 20, 20), Place(0, 10, 10, 20, 20), 0),
        ((-1, 10, 20, 20), Place(0, 0, 10, 19, 20), 0),
        ((990, 10, 20, 20), Place(0, 990, 10, 10, 20), 0),
        ((2000, 10, 20, 20), None, 1),
        ((10, -500, 20, 20), None, 1),
        ((10, 10, 0, 20), None, 0),
        ((None, 10, 20, 20), None, 0),
    ],
)
def test_a_box_is_on_its_page_or_counted(
    box: tuple[int, int, int, int], place: Place | None, outside: int
) -> None:
    sheet = Sheet(1, 1000, 1400)
    assert sheet.place(0, *box) == place
    assert sheet.outside == outside


@pytest.mark.parametrize(
    "lines", [[["een", "twee"], ["drie"]], [["ver-"], ["loren", "zoon"]], [[]]]
)
def test_words_of_a_line_together_are_what_they_are_one_by_one(lines: list[list[str]]) -> None:
    together, singly = Composer(), Composer()
    for y, line in enumerate(lines):
        places = [(0, x, y, 9, 9) for x in range(len(line))]
        boxes = [[place[column] for place in places] for column in range(1, 5)]
        together.words(line, 0, boxes, [0.5] * len(line))
        for word, place in zip(line, places, strict=True):
            singly.word(word, Place(*place), 0.5)
        together.end_line()
        singly.end_line()
    assert together.composed() == singly.composed()
