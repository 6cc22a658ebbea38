"""What counts as the same spelling."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.fold import fold
from indexer.analysis.tokens import surfaces


@pytest.mark.parametrize(
    ("word", "folded", "why"),
    [
        ("Crisis", "crisis", "case"),
        ("OEKRAÏNE", "oekraine", "capitals with a diaeresis"),
        ("Oekraïne", "oekraine", "composed"),
        ("Oekrai\u0308ne", "oekraine", "decomposed"),
        ("één", "een", "stress marks"),
        ("coördinatie", "coordinatie", "a diaeresis inside"),
        ("ĳs", "ijs", "one character"),
        ("Ĳsselmeer", "ijsselmeer", "one capital"),
        ("IJsselmeer", "ijsselmeer", "two capitals"),
        ("ﬁets", "fiets", "a ligature"),
        ("oﬃcieel", "officieel", "a ligature of three"),
        ("foto's", "fotos", "a typewriter's apostrophe"),
        ("foto’s", "fotos", "a typographer's"),
        ("foto´s", "fotos", "an accent in its place"),
        ("'s-Hertogenbosch", "shertogenbosch", "elision and hyphen"),
        ("NAVO-top", "navotop", "a hyphen"),
        ("non‑stop", "nonstop", "a hyphen that does not break"),
        ("veilig\u00adheid", "veiligheid", "a soft hyphen"),
        ("veiligheids-\ncrisis", "veiligheidscrisis", "broken at the end of a line"),
        ("N.A.V.O.", "navo", "the dots of an abbreviation"),
        ("N.A.V.O", "navo", "without the last"),
        ("d.w.z", "dwz", "in lower case"),
        ("1.000.000", "1000000", "points between thousands"),
        ("16.30", "16.30", "a time keeps its point"),
        ("2.0.1", "2.0.1", "so does a version"),
        ("1.0000", "1.0000", "four digits are no thousands"),
        ("5,5", "5,5", "a decimal comma stays"),
        ("H&M", "h&m", "an ampersand stays"),
        ("Straße", "strasse", "German"),
        ("Łódź", "lodz", "Polish"),
        ("Erdoğan", "erdogan", "Turkish"),
        ("DİYARBAKIR", "diyarbakir", "the dotted capital"),
        ("Diyarbakır", "diyarbakir", "the letter without a dot"),
        ("Øresund", "oresund", "Danish"),
        ("Þór", "thor", "Icelandic"),
        ("œuvre", "oeuvre", "French"),
        ("x²", "x2", "a raised digit"),
        ("ＮＡＶＯ", "navo", "full width"),
        ("_kop_", "kop", "underscores"),
        ('%"', "procent", "a sign beside what is dropped"),
        ("wo\u200brd", "word", "a space of no width"),
        ("_", "", "nothing is left"),
        ("", "", "nothing was there"),
    ],
)
def test_spellings_fold_to_this(word: str, folded: str, why: str) -> None:
    assert fold(word) == folded, why


@given(st.text())
def test_folding_is_idempotent(word: str) -> None:
    assert fold(fold(word)) == fold(word)


@given(st.text())
def test_a_folded_word_has_no_white_space(word: str) -> None:
    assert not any(sign.isspace() for sign in fold(word))


@given(st.text())
def test_composed_and_decomposed_text_fold_alike(word: str) -> None:
    forms = {fold(unicodedata.normalize(form, word)) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert forms == {fold(word)}


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_latin_capitals_fold_as_small_letters(word: str) -> None:
    assert fold(word.upper()) == fold(word.upper().lower())


@given(st.text(st.sampled_from("aÉĳ'’-.1_\u00ad\u0308"), max_size=12))
def test_a_folded_token_is_one_token_or_none(word: str) -> None:
    for token in surfaces(word):
        assert len(surfaces(fold(token))) <= 1 or "." in fold(token)
