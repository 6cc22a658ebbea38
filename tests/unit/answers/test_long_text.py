"""A text that is read from its JSON a piece at a time is the string that was stored."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis.tokens import spans
from indexer.answers import long_text
from indexer.answers.long_text import LongText, json_pieces, pieces_of, values_of
from indexer.compiled import compiled
from indexer.highlight.token_places import PlacesByChunks, at_white_space, token_places

# What stands in several bytes, is escaped, or goes with its neighbours in a token.
SIGNS = "aé\\\"\n\x07𝄞€ -‑b19%\u0301_@u/.'"
TEXTS = st.text(st.sampled_from(SIGNS), max_size=90) | st.text(max_size=40).filter(
    lambda text: text.isprintable()
)


@pytest.fixture(autouse=True, scope="module")
def small_pieces() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long_text, "PIECE", 13)
        yield


@given(TEXTS, st.integers(0, 95), st.integers(0, 95))
@settings(max_examples=400)
def test_pieces_and_slices_are_those_of_the_string(text: str, start: int, end: int) -> None:
    long = LongText(memoryview(orjson.dumps(text)))
    assert "".join(long.pieces()) == text
    assert len(long) == len(text)
    assert long[start:end] == text[start:end]
    assert long.beginning(end) == text[:end]


@pytest.mark.parametrize("count", range(40))
def test_no_piece_ends_within_an_escape_after_any_number_of_them(count: int) -> None:
    for text in ("\\" * count + "n", "\\" * count + "\x01" * 9, "a" * count + "\x01€𝄞" * 5):
        assert "".join(LongText(memoryview(orjson.dumps(text))).pieces()) == text


@given(TEXTS, TEXTS)
@settings(max_examples=200)
def test_json_in_pieces_is_that_of_the_whole(one: str, other: str) -> None:
    long = LongText(memoryview(orjson.dumps(one)))
    fields = {"id": other, "body": long, "author": [other], "none": None, "last": long}
    whole = {name: one if value is long else value for name, value in fields.items()}
    assert b"".join(json_pieces(fields)) == orjson.dumps(whole)


@given(TEXTS, st.lists(TEXTS, max_size=3))
@settings(max_examples=200)
def test_values_of_a_list_are_found_where_they_stand(text: str, several: list[str]) -> None:
    values = [text, None, several, text[::-1]]
    written = memoryview(orjson.dumps(values))
    assert [orjson.loads(each) for each in values_of(written)] == values


def test_values_end_at_one_that_is_none() -> None:
    assert [bytes(each) for each in values_of(memoryview(b'["a",12,"b"]'))] == [b'"a"']
    assert values_of(memoryview(b'["a')) == []


@pytest.mark.parametrize("ways", [PlacesByChunks, token_places])
@given(text=TEXTS, wanted=st.sets(st.integers(0, 30), max_size=4))
@settings(max_examples=300)
def test_tokens_stand_where_the_expression_finds_them(
    ways: type, text: str, wanted: set[int]
) -> None:
    """In the text and in its pieces, of which no token is in two."""
    whole = list(spans(text))
    count, found = ways().places(text, sorted(wanted))
    assert found == [whole[n] for n in sorted(wanted) if n < len(whole)]
    assert count == len(whole) or len(found) == len(wanted)
    pieces = [*at_white_space(LongText(memoryview(orjson.dumps(text))).pieces())]
    assert "".join(pieces) == text
    at, in_pieces = 0, []
    for piece in pieces:
        in_pieces += [(at + start, at + end) for start, end in spans(piece)]
        at += len(piece)
    assert in_pieces == whole


def test_what_finds_tokens_is_compiled_where_it_was_built() -> None:
    kernel = compiled()
    assert isinstance(token_places(), PlacesByChunks if kernel is None else kernel.TokenPlaces)


def test_a_short_text_is_one_piece() -> None:
    assert [*pieces_of("Een storm")] == ["Een storm"]
