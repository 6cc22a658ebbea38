"""A text without a title gets one from its first line or sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.corpus.headings.titles import MAX_TITLE, split_title, title_of

LONG = "De gemeenteraad van de stad vergaderde gisteren tot diep in de nacht over het nieuwe plein"


@pytest.mark.parametrize(
    ("text", "title", "body", "why"),
    [
        ("Kop\n\nEerste zin.", "Kop", "Eerste zin.", "a short first line"),
        ("Kop\nEerste zin.", "Kop", "Eerste zin.", "no blank line needed"),
        ("Komt er een plein?\n\nJa.", "Komt er een plein?", "Ja.", "a question"),
        ("Kop alleen", "Kop alleen", "", "nothing else"),
        ("Zin een. Zin twee.", "Zin een.", "Zin een. Zin twee.", "the body keeps the sentence"),
        ("Korte zin.\n\nMeer.", "Korte zin.", "Korte zin.\n\nMeer.", "a full stop is no title"),
        (f"{LONG}\nen de markt.", f"{LONG[:84]}…", f"{LONG}\nen de markt.", "a wrapped line"),
    ],
)
def test_the_title_is_the_first_line_or_sentence(
    text: str, title: str, body: str, why: str
) -> None:
    assert split_title(text) == (title, body), why


@pytest.mark.parametrize(
    ("body", "title", "why"),
    [
        ("‘Wij stoppen.’ Dat zei hij.", "‘Wij stoppen.’", "a quote ends the sentence"),
        ("Mr. J. de Vries won. Hij lachte.", "Mr. J. de Vries won.", "abbreviations do not end it"),
        ("Om 16.30 uur begon het. Toen", "Om 16.30 uur begon het.", "nor do numbers"),
        ("Prof. Jansen en drs. P. zongen.", "Prof. Jansen en drs. P. zongen.", "nor do titles"),
        ("zonder punt\n\nTweede", "zonder punt", "a paragraph ends it"),
        (f"{LONG} en de markt.", f"{LONG[:84]}…", "cut at a word"),
        ("x" * 100, "x" * 89 + "…", "no word to cut at"),
        ("", "", "nothing"),
    ],
)
def test_a_title_is_cut_from_the_first_sentence(body: str, title: str, why: str) -> None:
    assert title_of(body) == title, why


@given(st.text(st.sampled_from("abc .,\n’A9"), max_size=300))
def test_a_title_is_one_short_line_and_no_text_is_lost(text: str) -> None:
    assert len(title_of(text)) <= MAX_TITLE
    assert "\n" not in title_of(text)
    title, body = split_title(text)
    assert body == text or f"{title}{text[len(title) : len(text) - len(body)]}{body}" == text
