"""Cleaning gives one form of text, and finds out cheaply when there is nothing to do."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.corpus.normalize import are_clean, clean_text, unescape

TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(" \n\r\t\x00\x85\xa0\u0308eé\u2028\ufeff\ud800&\u200b\u200d\u00ad👩"),
    )
)


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("een\r\ntwee\rdrie", "een\ntwee\ndrie", "line ends of Windows and the old Mac"),
        ("een\n \n\n\ntwee", "een\n\ntwee", "one blank line between paragraphs"),
        ("een \ntwee\t\n", "een\ntwee", "no white space at the ends of lines"),
        ("a\x00b\x07c\x7f", "abc", "control characters"),
        ("\ufeffKop", "Kop", "a byte order mark"),
        ("kapot \ud83d hier", "kapot \ufffd hier", "a lone surrogate cannot be stored"),
        ("Oekrai\u0308ne", "Oekraïne", "NFC"),
        ("10\xa0000 euro", "10 000 euro", "a no-break space"),
        ("\x91Ja\x92 \x96 \x80 5", "‘Ja’ – € 5", "Windows-1252 that was read as Latin-1"),
        ("water\u200bschap am\u200cmoniak", "waterschap ammoniak", "zero-width spaces and joiners"),
        ("gemeente\u00adraad wet\u2060houder", "gemeenteraad wethouder", "where a line may break"),
        ("gemeente\u00ad\n raad\u00ad\n\nEen", "gemeenteraad\n\nEen", "a soft hyphen that is seen"),
        ("\u200e24-3-2022\u200f \u202aja\u202c \u2066nee\u2069", "24-3-2022 ja nee", "directions"),
        ("e\u200b\u0308n vo\ufeffor", "ën voor", "marks and byte order marks inside a word"),
        ("d\ufe0fijk d\U000e0101ijk", "dijk dijk", "variation selectors in a word"),
        ("👩\u200d🚒 ❤\ufe0f\u200d🔥", "👩\u200d🚒 ❤\ufe0f\u200d🔥", "what joins pictures is seen"),
        ("\u200d👩 🔥 \u200dja", "👩 🔥 ja", "and joins nothing elsewhere"),
        ("regel\u2028twee\u2029drie", "regel\ntwee\n\ndrie", "line and paragraph separators"),
    ],
)
def test_text_gets_one_form(text: str, expected: str, why: str) -> None:
    assert clean_text(text) == expected, why


@given(TEXTS)
def test_cleaning_is_idempotent_and_leaves_what_can_be_stored(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert "\n\n\n" not in clean
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} for c in clean.replace("\n", ""))
    assert clean == "\n".join(line.rstrip() for line in clean.split("\n")).strip()


INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e"
    "\u2060\u2064\u2066\u2069\u206f\ufe00\ufe0f\ufeff"
)


@given(st.text(INVISIBLE, min_size=1))
def test_what_is_invisible_parts_no_word(signs: str) -> None:
    assert clean_text(f"gemeente{signs}raad") == "gemeenteraad"
    assert not are_clean([f"gemeente{signs}raad"])


@given(st.lists(TEXTS))
def test_what_is_said_to_be_clean_is_at_most_stripped(texts: list[str]) -> None:
    if are_clean(texts):
        assert [clean_text(f"\x00{text.strip()}") for text in texts] == [t.strip() for t in texts]
        assert [unescape(text) for text in texts] == texts


def test_dutch_press_text_is_clean_and_other_values_are_not() -> None:
    assert are_clean(["‘Ja’", "Café’s in Oekraïne – voor € 5.\n\nTweede alinea…\nregel"])
    assert not are_clean(["tekst", 5])
    assert not are_clean(["tekst", None])


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("R&amp;D &quot;nu&quot;", 'R&D "nu"', "named entities"),
        ("caf&eacute; &#233; &#xe9;", "café é é", "by name and by number"),
        ("?a=1&copy=2 AT&T", "?a=1&copy=2 AT&T", "no semicolon, no entity"),
        ("&onzin; &#99999999;", "&onzin; &#99999999;", "what HTML does not know stays"),
        ("Raad &amp;amp; d&amp;eacute; &amp;#8217;", "Raad & dé ’", "escaped twice"),
        ("&amp;amp;amp;", "&amp;", "no third layer"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;", "no tags of what was none"),
        ("R&amp;D; AT&amp;T;", "R&D; AT&T;", "what only looks escaped twice"),
    ],
)
def test_entities_become_characters(text: str, expected: str, why: str) -> None:
    assert unescape(text) == expected, why
