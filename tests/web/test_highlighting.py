"""Text and marks become HTML in which only the marks are markup."""

from __future__ import annotations

from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from webapp.pages.highlighting import breakable, marked

offsets = st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40)))
texts = st.text(alphabet=st.sampled_from("ab<>&\"'/ é\U0001f5de"), max_size=40)


def parts_of(html: str) -> list[tuple[bool, str]]:
    """Split HTML into (inside a mark, text) and refuse any other tag."""
    found = []
    for index, outer in enumerate(html.split("<mark>")):
        inside, closing, after = outer.partition("</mark>")
        assert bool(closing) == bool(index)
        found += [(True, inside), (False, after)] if closing else [(False, inside)]
    assert not any("<" in text or ">" in text for _, text in found)
    return [(mark, unescape(text)) for mark, text in found]


@given(texts, offsets)
def test_markup_in_a_text_never_becomes_markup_and_the_text_is_kept(
    text: str, marks: list[tuple[int, int]]
) -> None:
    assert "".join(part for _, part in parts_of(marked(text, marks))) == text


@given(texts, offsets)
def test_exactly_the_marked_characters_stand_in_marks(
    text: str, marks: list[tuple[int, int]]
) -> None:
    covered = [any(start <= at < end for start, end in marks) for at in range(len(text))]
    found = [mark for mark, part in parts_of(marked(text, marks)) for _ in part]
    assert found == covered


def test_a_long_name_may_break_after_a_slash_and_is_escaped() -> None:
    assert breakable("AD/Trouw <b>") == "AD/<wbr>Trouw &lt;b&gt;"
