"""An article's text as it is set: lead, subheads, paragraphs, each with its hits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.highlight.blocks import Kind, blocks

LONG = "Het bestuur van de haven sprak gisteren urenlang over de dijk en over het water erachter."


def kinds(*paragraphs: str) -> list[Kind]:
    return [block.kind for block in blocks("\n\n".join(paragraphs), [])]


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("Stoltenberg blijft langer", Kind.SUBHEAD, "short, no full stop"),
        ("‘1 procent van al jullie tanks’", Kind.SUBHEAD, "a quotation is a subhead too"),
        ("Dat was het.", Kind.PARAGRAPH, "a sentence"),
        ("‘Dat was het.’", Kind.PARAGRAPH, "a sentence in quotes"),
        ("Wat nu?", Kind.PARAGRAPH, "a question ends too"),
        (LONG.rstrip("."), Kind.PARAGRAPH, "too long for a subhead"),
    ],
)
def test_a_short_paragraph_between_longer_ones_is_a_subhead(
    text: str, expected: Kind, why: str
) -> None:
    assert kinds(LONG, text, LONG)[1] is expected, why


def test_lines_of_a_list_are_no_subheads() -> None:
    assert kinds(LONG, "Een dijk", "Een sluis", LONG)[1:3] == [Kind.PARAGRAPH] * 2


def test_the_first_paragraph_of_several_is_the_lead() -> None:
    assert kinds(LONG, LONG, LONG)[0] is Kind.LEAD
    assert kinds(LONG) == [Kind.PARAGRAPH]


def test_without_blank_lines_every_line_is_a_paragraph() -> None:
    assert [block.text for block in blocks("Een\nTwee\r\nDrie\n", [])] == ["Een", "Twee", "Drie"]


bodies = st.text(alphabet=st.sampled_from("ab. \n\r"), max_size=60)


@given(bodies)
def test_no_word_is_lost_or_moved(body: str) -> None:
    assert " ".join(block.text for block in blocks(body, [])).split() == body.split()


@given(bodies, st.data())
def test_marks_keep_covering_what_they_covered(body: str, data: st.DataObject) -> None:
    words = [at for at, letter in enumerate(body) if letter in "ab"]
    marks = [(at, at + 1) for at in data.draw(st.lists(st.sampled_from(words or [0]), unique=True))]
    marks = sorted(mark for mark in marks if body[mark[0] : mark[1]].strip())
    found = blocks(body, marks)
    covered = [block.text[s:e] for block in found for s, e in block.marks]
    assert covered == [body[s:e] for s, e in marks]
    numbers = [block.first_hit + n for block in found for n in range(len(block.marks))]
    assert numbers == list(range(1, len(marks) + 1))
