"""What a new word becomes by the compiled rules is what it becomes by those in Python."""

from __future__ import annotations

from pathlib import Path
from random import Random
from types import ModuleType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis import kernel
from indexer.analysis.analyzer import Analyzer
from indexer.analysis.fold import fold
from indexer.analysis.kernel import (
    CompiledWords,
    PythonTermMapper,
    compiled_mapper,
    compiled_words,
)
from indexer.analysis.term_cache import TermRow
from indexer.analysis.tokens import surfaces
from indexer.corpus.read import read_articles
from indexer.model import Article
from tests.paths import SEEDS, SHARED

ARTICLES, SAMPLE = 300, 2_500  # of a file, and types of these
NEWS = SHARED / "data" / "news-small.jsonl.gz"
DATA = Path(kernel.__file__).parent / "data"
PIECES = (
    *("veiligheids", "crisis", "rundvlees", "prijs", "kinder", "wagen", "bond", "genoten"),
    *("premier", "schap", "schappen"),
    *("water", "aar", "maat", "Zelensky", "Poetin", "Hoessein", "Milosevic", "dj", "Nasralla"),
    *("Riyad", "Ljoed", "mila", "Boe"),
    *("karest", "Veld", "man", "meijer", "Koe", "Van", "VVD", "PvdA", "D66", "OM", "om", "zo"),
    *("n", "al-", "El-", "65", "1.000", "16.30", "N.A.V.O."),
    *("ge", "opge", "tikt", "eerde", "sche", "zoo", "deelen", "aktie", "produktie", "ese"),
    *("enaars", "ërs", "'s", "'er", "'ers", "’en", "er", "ers"),
    *("'", "´s", "-", "‐", "‑\n", "\u00ad", "_", "&", ".", ",", "\0", "²", "\n", " ", "S", "東"),
    *("é", "ï", "Ö", "ø", "å", "ß", "æ", "ł", "ž", "ĳ", "İ", "ŉ", "e\u0301"),
)
sound = st.characters(exclude_categories=["Cs"])
words_of_pieces = st.lists(st.sampled_from(PIECES), max_size=5).map("".join)
# What recognition makes of words: no list has it, and no known word ends so.
noise = st.text("aeiouyènrtdksjg", min_size=3, max_size=9)
ENDINGS = (
    *("", "heden", "heid", "ene", "en", "se", "s", "e", "end", "ing", "ig", "lijk", "baar", "bar"),
    *("eig", "igend", "dden", "tte", "aan", "uum", "gemen", "cheid", "ï", "yá"),
)
misread = st.tuples(noise, *(st.sampled_from(ENDINGS) for _ in range(2))).map("".join)
any_words = st.one_of(words_of_pieces, st.text(sound), words_of_pieces.map(str.capitalize), misread)


@pytest.fixture(scope="module")
def words(native: ModuleType, analyzer: Analyzer) -> CompiledWords:
    assert native
    words = analyzer.compiled_words
    assert words
    return words


def types_of(path: Path) -> list[str]:
    """Return the types of the first articles of a file, in the order of the alphabet."""
    articles = [each for each in read_articles(path) if isinstance(each, Article)][:ARTICLES]
    texts = (f"{each.title} {each.body}" for each in articles)
    return sorted({token for text in texts for token in surfaces(text)})


@given(word=any_words)
@example("Strauß")
@example("Premierschappen")
@example("'")
@example("a-\nb")
def test_a_word_of_any_letters_has_the_same_terms(
    words: CompiledWords, analyzer: Analyzer, word: str
) -> None:
    assert words.analysed(word) in (None, analyzer.analysed(word))
    assert words.row(word) in (None, analyzer.row(word))


@pytest.mark.parametrize("path", [SEEDS / "landscourant.jsonl", NEWS], ids=lambda path: path.name)
def test_what_papers_write_has_the_same_terms_and_little_is_left_to_python(
    words: CompiledWords, analyzer: Analyzer, path: Path
) -> None:
    """The whole of several archives is compared by `benchmarks/compiled_words.py`."""
    if not path.exists():
        pytest.skip("the folder shared beside the repository is absent")
    types = types_of(path)
    sample = Random(0).sample(types, min(SAMPLE, len(types)))
    compiled = {word: words.analysed(word) for word in sample}
    python = {word: analyzer.analysed(word) for word in sample}
    left = [word for word, row in compiled.items() if row is None]
    assert len(left) < 0.02 * len(sample), left
    assert compiled == python | dict.fromkeys(left)
    rows = {word: words.row(word) for word in sample if word not in left}
    assert rows == {word: python[word] for word in rows}


def test_only_what_the_rules_leave_to_python_is_asked_of_it(
    words: CompiledWords, analyzer: Analyzer
) -> None:
    asked: list[str] = []

    def row(word: str) -> TermRow:
        asked.append(word)
        return analyzer.row(word)

    text = (
        "De coulanceregeling van Milosevic’ premierschap in 東京, de NAVO-top, gladiolenfestijnen"
    )
    expected = PythonTermMapper(analyzer.row).channels(text)
    assert compiled_mapper(row, words).channels(text) == expected
    assert asked == ["東京"]


@given(word=misread)
@example("zglotl")
@example("iïghing")
def test_stems_of_misread_words_are_those_of_the_library(
    words: CompiledWords, analyzer: Analyzer, word: str
) -> None:
    """Of the version that rows were compiled of; few are left to Python, as dageïen is."""
    assert words.analysed(word) in (None, analyzer.analysed(word))


def test_stems_of_another_version_of_the_library_are_left_to_python(
    native: ModuleType, words: CompiledWords
) -> None:
    assert native
    others = compiled_words("00000000", set(), {})
    assert others
    assert others.analysed("zglotl") is None
    assert words.analysed("zglotl")
    assert others.analysed("vergaderingen") == words.analysed("vergaderingen")


def test_rows_of_another_analysis_are_left_alone(native: ModuleType, analyzer: Analyzer) -> None:
    assert native
    others = compiled_words("00000000", {"de"}, {})
    assert others
    assert others.row("de") == ("de", "", "")
    assert others.row("het") != analyzer.row("het")


OLD = (
    *("zoo", "mensch", "visch", "oogen", "gebragt", "loopen", "duitsche", "kragt", "waereld"),
    *(
        "philosoof",
        "pannekoek",
        "pannen",
        "paarde",
        "wagen",
        "sche",
        "heyt",
        "ck",
        "gh",
        "ae",
        "ey",
    ),
    *("y", "x", "qu", "th", "rh", "aa", "oo", "uu", "ssch", "ingen", "ver", "lijk", "lik", "ien"),
    *("gt", "dt", "f", "s", "z", "c", "k", "e", "en", "rotterdam", "haerlem", "a1", "u"),
)
old_words = st.one_of(
    st.lists(st.sampled_from(OLD), min_size=1, max_size=5).map("".join),
    st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12),
    misread.map(fold),
)


@pytest.mark.parametrize("since", [1600, 1868, 1990])
@given(words_=st.lists(old_words, min_size=1, max_size=20, unique=True))
def test_nothing_is_read_in_a_stranger_and_it_is_no_word_of_today(
    words: CompiledWords, analyzer: Analyzer, since: int, words_: list[str]
) -> None:
    historical = analyzer.historical.since(since)
    for word in historical.strangers(words_, words):
        assert not historical.readings(word), word
        assert not historical.is_modern(word), word


def test_most_misread_words_are_known_as_strangers(
    words: CompiledWords, analyzer: Analyzer
) -> None:
    chance = Random(0)
    noise = {"".join(chance.choices("enatirodslghvkm", k=8)) for _ in range(500)}
    historical = analyzer.historical.since(1868)
    strangers = historical.strangers(sorted(noise), words)
    assert len(strangers) > 0.9 * len(noise)
    assert not historical.strangers(sorted(noise), None)
    unread = {word for word in noise if not historical.readings(word)}
    assert len(unread - strangers) < 0.05 * len(noise)


def test_a_pattern_that_is_not_understood_is_an_error(native: ModuleType) -> None:
    for pattern in ("a*", "(?i)a", "[A-Z]", "a(?=b", "^$", "a|", "(?P<x>a)", "\\w"):
        with pytest.raises(ValueError, match="no pattern that is understood"):
            native.OldSpellings(
                [(pattern, ["b"], 0.5, False, False, False)], set(), set(), set(), False
            )


@pytest.mark.parametrize("cut", [0, 10, 1_000, -1_000])
@pytest.mark.parametrize("name", ["lemmas.marisa", "heads.marisa", "pieces.bin"])
def test_a_damaged_lexicon_is_an_error_that_names_the_file(
    native: ModuleType, tmp_path: Path, name: str, cut: int
) -> None:
    for path in DATA.glob("*.*"):
        content = path.read_bytes()
        (tmp_path / path.name).write_bytes(content[:cut] if path.name == name else content)
    with pytest.raises(ValueError, match=name):
        native.Words(tmp_path, "", set(), [], {})


def test_a_file_that_is_missing_is_an_error(native: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        native.Words(tmp_path, "", set(), [], {})


@pytest.mark.parametrize("word", ["{}", "{}b", "B{}{}", "Ab{}e", "{}-a", "foto{}s", "de{}"])
def test_every_letter_has_the_same_terms_as_in_python(
    words: CompiledWords, analyzer: Analyzer, word: str
) -> None:
    for letter in map(chr, range(0x300)):
        token = word.format(letter, letter)
        assert words.analysed(token) in (None, analyzer.analysed(token)), token
