"""The pieces of a word that no article has: those that the archive has, the longest first found."""

from __future__ import annotations

import pytest

from indexer.analysis.analyzer import Analyzer
from indexer.search.offers.pieces import pieces
from indexer.storage.vocabulary import Vocabulary

WORDS = Vocabulary(
    b"vuurwerk\nvuur\nwerk\nverzekering\nzorg\nklacht\nverbod\nonder\nrutte\nvvd\nking\ndemo\nplan\nhangen\n"
)


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer()


@pytest.mark.parametrize(
    ("word", "found", "why"),
    [
        ("vuurwerkverbot", ["vuurwerk", "verbod"], "the rest is a slip"),
        ("vuurwerkxqaz", ["vuurwerk"], "the longest that it begins with, before anything"),
        ("vuurwerkverbod", ["vuurwerk", "verbod"], "both, of a compound"),
        ("Vuurwerkplannetje", ["Vuurwerk", "plan"], "as typed; the lemma of a form it lacks"),
        ("zorgverzekeringsklacht", ["zorg", "klacht"], "the archive lacks zorgverzekering"),
        ("verzekeringsklacht", ["verzekering", "klacht"], "without the s that links them"),
        ("vuurwerk2023", ["vuurwerk"], "before a number"),
        ("VVD-vuurwerk", ["VVD", "vuurwerk"], "at a hyphen"),
        ("xqazvuurwerk", ["vuurwerk"], "after letters that say nothing"),
        ("verzzekeringklacht", ["verzekering", "klacht"], "one before it too"),
        ("vuurwerkhanngen", ["vuurwerk", "hangen"], "as the archive has it"),
        ("vuurwerkplan", ["vuurwerk", "plan"], "no slip"),
        ("vuurwerkplin", ["vuurwerk"], "four letters are near anything"),
        ("onderxqaz", [], "a stop word"),
        ("xqking", ["king"], "four letters at least"),
        ("xqvvd", [], "three are found in any slip"),
        ("democratie", [], "a dictionary has it in one piece"),
        ("vuurwerk" * 6, [], "longer than any word of an archive"),
        ("xqaz", [], "nothing"),
        ("change", [], "letters of which hangen would be the lemma"),
        ("", [], "no word"),
        ("\n", [], "the line between words"),
    ],
)
def test_a_word_falls_into_words_of_the_archive(
    analyzer: Analyzer, word: str, found: list[str], why: str
) -> None:
    assert list(pieces(word, analyzer, WORDS)) == found, why


@pytest.mark.parametrize(
    ("word", "has"),
    [("vuur", True), ("vuu", False), ("uur", False), ("", False), ("vuur\nwerk", False)],
)
def test_a_vocabulary_has_whole_words(word: str, has: bool) -> None:
    assert (word in WORDS) is has
