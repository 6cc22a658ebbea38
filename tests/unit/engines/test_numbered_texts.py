"""Texts by number, in Python and in the kernel."""

from __future__ import annotations

from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.compiled import compiled
from indexer.engines.numbered_texts import NumberOf, PythonNumberedTexts, numbered_texts

TEXTS = st.lists(st.text(max_size=3) | st.sampled_from(["", "\0", "\ud800", "a\udfff", "é", "ab"]))


@given(TEXTS, TEXTS)
def test_the_kernel_numbers_texts_as_python_does(added: list[str], asked: list[str]) -> None:
    if compiled() is None:
        pytest.skip("not compiled")
    kernel, python = numbered_texts(), PythonNumberedTexts()
    assert [*map(kernel.number, added)] == [*map(python.number, added)]
    assert kernel.number_all(asked + added) == python.number_all(asked + added)
    added = added + asked
    assert [*map(kernel.get, asked)] == [*map(python.get, asked)]
    assert len(kernel) == len(python) == len({*added})
    each = range(len(python))
    assert [*map(kernel.text, each)] == [*map(python.text, each)] == [*dict.fromkeys(added)]
    numbers = python.number_all(asked + added[::-1])
    assert kernel.in_order(numbers) == python.in_order(numbers)
    for texts in (kernel, python):
        with pytest.raises(IndexError):
            texts.text(len(python))
        with pytest.raises(IndexError):
            texts.in_order([len(python)])


def test_texts_come_one_after_another_with_their_order() -> None:
    texts = numbered_texts()
    numbers = texts.number_all(["b", "a", "", "ab"])
    joined, order = texts.in_order([*numbers, numbers[0]])
    assert joined == b"b\0a\0\0ab\0b\0"
    assert memoryview(order).cast("I").tolist() == [2, 1, 3, 0, 4]


def test_many_texts_keep_their_numbers(native: ModuleType) -> None:
    texts = native.NumberedTexts()
    for _ in range(2):
        assert [texts.number(f"krant-{n}") for n in range(70_000)] == [*range(70_000)]


def test_texts_have_the_numbers_that_they_were_given_together() -> None:
    texts = PythonNumberedTexts()
    other, number_of = NumberOf(texts), NumberOf(texts)
    other["x"] = 5
    assert number_of.update(["b", "a"], range(7, 9)) == [1, 2]
    assert number_of.update(["a", "c"], (0, 3)) == [2, 3]
    assert number_of.update([], ()) == []
    assert [number_of.get(text) for text in "abcx"] == [0, 7, 3, None]
    assert number_of.get_all("xacb") == [None, 0, 3, 7]
    assert number_of.get_all(["y"]) == NumberOf(texts).get_all("a") == [None]


def test_texts_are_given_numbers_where_none_has_one() -> None:
    """A text that others numbered, or that had a number once, has none."""
    texts = numbered_texts()
    other, number_of = NumberOf(texts), NumberOf(texts)
    other["x"] = 5
    assert number_of.add_all(["b", "x"], (7, 8)) == [1, 0]
    for repeated in (["c", "b"], ["c", "d", "c"]):
        assert number_of.add_all(repeated, range(len(repeated))) is None
    assert [number_of.get(text) for text in "bcdx"] == [7, None, None, 8]
    number_of.pop("b")
    assert number_of.add_all(["c", "b"], (1, 2)) == [2, 1]
    assert number_of.add_all([], ()) == []
    assert [number_of.get(text) for text in "bcdx"] == [2, 1, None, 8]


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.none() | st.integers(0, 2**60))))
def test_each_text_has_the_number_that_it_was_given_last(
    changes: list[tuple[str, int | None]],
) -> None:
    """As a dictionary would, of which some are taken out, whoever else numbers the texts."""
    texts = PythonNumberedTexts()
    other, number_of = NumberOf(texts), NumberOf(texts)
    expected: dict[str, int] = {}
    for text, number in changes:
        other[text * 2] = 0
        if number is None:
            assert number_of.pop(text) == expected.pop(text, None)
        else:
            number_of[text] = expected[text] = number
        assert {each: number_of[each] for each in "abcd" if each in number_of} == expected
        for each in "abcd":
            assert number_of.get(each) == expected.get(each)
            assert each not in other
    for absent in {*"abcde"} - {*expected}:
        with pytest.raises(KeyError):
            number_of[absent]
