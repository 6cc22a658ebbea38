"""The compiled kernel makes of any text just what the kernel in Python makes of it."""

from __future__ import annotations

import gc
import re
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import sleep
from types import ModuleType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.analysis.analyzer import Analyzer
from indexer.analysis.kernel import PARAGRAPH, SENTENCE, Limits, PythonTermMapper
from indexer.analysis.names import name_keys, python_name_keys
from indexer.analysis.term_cache import TermRow
from indexer.analysis.tokens import surfaces
from indexer.near_duplicates.fingerprint import Fingerprinter
from indexer.near_duplicates.rule import RULE
from tests.paths import ROOT


def noting(asked: list[str]) -> Callable[[str], TermRow]:
    """Return what gives the row of a word and writes down that it was asked."""

    def row(word: str) -> TermRow:
        asked.append(word)
        return as_written(word)

    return row


PIECES = (
    *"'’‘ʼ`´-‐‑&.,/:_ \n\t\u00ad\u0308",
    *("a", "É", "ĳ", "N", "s", "T", "7", "²", "½", "٣", "1.000", "'s", "en", "of", "eng", "-\n"),
    *("東", "\U0001d7d9", "\U0001f600", "\0", "\u2028", "n.a.", "-\nof", "-\nofje", "‐\nen"),
    *("de", "koos", "NAVO-top", "veiligheidscrisis", "Zelensky’s", "zo'n"),
)
sound = st.characters(exclude_categories=["Cs"])
texts = st.one_of(
    st.text(sound), st.lists(st.sampled_from(PIECES)).map("".join), st.lists(sound).map("".join)
)


def as_written(word: str) -> TermRow:
    return (word, word, word)


@given(text=texts)
@example("a\u0308-\nb 's-Hertogenbosch 1.2.c N.A.V.O. x.y,z 'sa ''s 5,5.5 Ⅷ.Ⅷ")
def test_tokens_are_the_same(native: ModuleType, text: str) -> None:
    kernel = native.TermMapper(as_written)
    exact, *others = kernel.channels(text)
    expected = " ".join(surfaces(text))
    assert others == [expected] * 2
    assert exact.replace("\n", " ") == expected.replace("\n", " ")  # a line for each paragraph


@given(text=texts)
def test_channels_are_the_same(native: ModuleType, analyzer: Analyzer, text: str) -> None:
    kernel = native.TermMapper(analyzer.row)
    expected = PythonTermMapper(analyzer.row).channels(text)
    assert [kernel.channels(text), kernel.channels(text)] == [expected] * 2


@given(text=texts, most=st.integers(0, 9))
def test_the_content_terms_are_the_same(native: ModuleType, text: str, most: int) -> None:
    compiled_, python = native.TermMapper(as_written), PythonTermMapper(as_written)
    assert compiled_.content_terms(text, most, 3) == python.content_terms(text, most, 3)


@given(words=st.lists(st.text(sound, min_size=1), max_size=120), title=texts)
def test_fingerprints_are_the_same(native: ModuleType, words: list[str], title: str) -> None:
    texts = " ".join(words), title
    expected = Fingerprinter(RULE).parts(*texts)
    assert native.Fingerprinter(RULE).parts(*texts) == expected


SYLLABLES = (
    *("sch", "tsj", "sjtsj", "shch", "ch", "kh", "zh", "zj", "sj", "sh", "cz", "dj", "dje", "gh"),
    *("ij", "y", "j", "oe", "ou", "oevsk", "x", "q", "tz", "ic", "ica", "ov", "ev", "off", "ow"),
    *(
        "ski",
        "sky",
        "skaia",
        "enko",
        "enka",
        "iev",
        "ye",
        "ii",
        "ai",
        "oh",
        "ah",
        "eh",
        "ed",
        "ass",
    ),
    *(
        "in",
        "kka",
        "th",
        "ph",
        "bb",
        "ss",
        "mm",
        "a",
        "e",
        "i",
        "o",
        "u",
        "n",
        "r",
        "s",
        "lt",
        "wa",
    ),
)
names = st.one_of(
    st.lists(st.sampled_from(SYLLABLES), max_size=6).map("".join),
    st.text("abcdefghijklmnopqrstuvwxyz", max_size=14),
)


@given(word=st.one_of(names, names.map(str.title), names.map(str.upper)))
@settings(max_examples=600)
def test_keys_of_names_are_the_same(native: ModuleType, word: str) -> None:
    assert tuple(native.name_keys(word)) == python_name_keys(word)


def test_keys_of_other_letters_are_left_to_python(native: ModuleType) -> None:
    with pytest.raises(ValueError, match="left to Python"):
        native.name_keys("Milošević")
    assert name_keys("Milošević") == name_keys("Milosevic")


def test_each_word_is_asked_for_once(native: ModuleType) -> None:
    asked: list[str] = []
    kernel = native.TermMapper(noting(asked))
    assert kernel.channels("een twee een")[0] == "een twee een"
    kernel.channels("twee drie")
    assert asked == ["een", "twee", "drie"]


@pytest.mark.parametrize("length", [255, 256, 70_000])
def test_a_word_of_any_length_is_kept_whole(native: ModuleType, length: int) -> None:
    kernel = native.TermMapper(as_written)
    word = "é" * length
    assert kernel.channels(f"{word} {word} x")[1] == f"{word} {word} x"


def test_many_words_do_not_outgrow_the_memory(native: ModuleType) -> None:
    asked: list[str] = []
    kernel = native.TermMapper(noting(asked), max_bytes=10)
    kernel.channels("een twee drie vier vijf")
    assert kernel.channels("een twee vijf")[2] == "een twee vijf"
    assert len(asked) > len(set(asked))


def test_what_goes_wrong_with_a_word_is_said_and_the_next_text_is_whole(native: ModuleType) -> None:
    def row(word: str) -> TermRow:
        if word == "bad":
            raise LookupError(word)
        return as_written(word)

    kernel = native.TermMapper(row)
    with pytest.raises(LookupError, match="bad"):
        kernel.channels("good bad good")
    assert kernel.channels("good")[0] == "good"


def test_threads_may_share_a_kernel(native: ModuleType) -> None:
    def row(word: str) -> TermRow:
        sleep(0)  # lets another thread go on
        return as_written(word)

    kernel = native.TermMapper(row)
    several = [" ".join(f"w{number % 50}" for number in range(n, 400)) for n in range(8)]
    with ThreadPoolExecutor(4) as threads:
        assert [exact for exact, _, _ in threads.map(kernel.channels, several)] == several


def test_a_lone_surrogate_is_analysed_in_python(analyzer: Analyzer) -> None:
    text = "koos \ud800 gekozen a\udfff"
    assert analyzer.channels(text) == PythonTermMapper(analyzer.row).channels(text)


def test_without_a_compiled_kernel_the_channels_are_the_same(
    analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "In de haven van 's-Hertogenbosch koos Zelensky’s NAVO-top."
    monkeypatch.setattr("indexer.analysis.kernel.compiled", lambda: None)
    assert Analyzer().channels(text) == analyzer.channels(text)


class Holder:
    """Holds what asks one of its own methods, as an analyzer holds its kernel."""

    def __init__(self, made: Callable[[Callable[[str], object]], object]) -> None:
        self.held = made(self.answer)

    def answer(self, _: str) -> None:
        """Answer nothing."""


@pytest.mark.parametrize("name", ["TermMapper", "Likeness"])
def test_what_holds_a_kernel_goes_with_its_last_reference(native: ModuleType, name: str) -> None:
    """Else each archive that was opened would keep its lexicon for the life of the process."""
    held = weakref.ref(Holder(getattr(native, name)))
    gc.collect()
    assert held() is None


@given(text=texts)
@example("Een zin. Nog een.\n\nEn een alinea (ja!) met 'een' einde?! “Echt.” Zo\x1cgoed. \n \n .")
def test_types_are_numbered_the_same(native: ModuleType, analyzer: Analyzer, text: str) -> None:
    kernel, python = native.TermMapper(analyzer.row), PythonTermMapper(analyzer.row)
    kernel.channels(text)  # words that are known and have no number yet
    for _ in range(2):
        for each in (text, text + " " + text):
            assert kernel.numbered(each) == python.numbered(each)
        assert kernel.take_types() == python.take_types()


@given(title=texts, body=texts, repeated=st.booleans(), most=st.integers(0, 9))
@example(title="Dijk zakt", body="De dijk\n\nzakt weer.", repeated=False, most=2)
def test_articles_are_the_same(
    native: ModuleType, analyzer: Analyzer, title: str, body: str, *, repeated: bool, most: int
) -> None:
    kernel, python = native.TermMapper(analyzer.row), PythonTermMapper(analyzer.row)
    for limits in (Limits(most, 3, most), Limits(90, 3, 96)):
        given_ = (title, body, repeated, limits)
        assert kernel.article(*given_) == python.article(*given_)
    assert kernel.take_types() == python.take_types()


def test_an_article_has_what_its_title_and_its_body_have(analyzer: Analyzer) -> None:
    title, body = "Dijk zakt", "De dijk van 1953\n\nzakt weer."
    above, (text, numbers), lead, opening = analyzer.article(
        title, body, Limits(2, 3, 3), repeated=False
    )
    assert (above, numbers) == (analyzer.numbered(title), analyzer.numbered(body)[1])
    assert text[0] == "dijk zakt\nde dijk van 1953\nzakt weer"
    assert text[1:] == tuple(
        map(" ".join, zip(above[0][1:], analyzer.channels(body)[1:], strict=True))
    )
    assert (lead, opening) == ("dijk zakken\tdijk", "de dijk van")
    repeated = analyzer.article(title, body, Limits(2, 3, 3), repeated=True)
    assert repeated == (above, (analyzer.channels(body), numbers), "\tdijk", "de dijk van")


def test_an_article_with_a_lone_surrogate_has_its_other_words(analyzer: Analyzer) -> None:
    """Compiled code cannot hold one; it is part of no word."""
    limits = Limits(9, 3, 9)
    odd, plain = (
        analyzer.article(f"Dijk{sign}zakt", f"De{sign}dijk", limits, repeated=False)
        for sign in ("\ud800", "\u2022")
    )
    assert odd == plain


def test_numbers_go_on_when_the_memory_starts_afresh(native: ModuleType) -> None:
    kernel = native.TermMapper(as_written, max_bytes=10)
    read: list[int] = []
    texts = ("een twee drie vier vijf", "een twee vijf")
    for text in texts:
        _, numbers = kernel.numbered(text)
        read += [
            int.from_bytes(numbers[n : n + 4], "little") & ~(SENTENCE | PARAGRAPH)
            for n in range(0, len(numbers), 4)
        ]
    surfaces_of = kernel.take_types()[0].decode().split("\0")
    assert [surfaces_of[number] for number in read] == " ".join(texts).split()


CALLED = re.compile(r"#\[pymethods\]\nimpl .*?\n}\n|#\[pyfunction\]\npub fn .*?\n}\n", re.DOTALL)
FUNCTION = re.compile(r"^ *(?:pub )?fn (\w+).*?^(?:    )?}\n", re.DOTALL | re.MULTILINE)
HOLDING = {"new", "__traverse__"}  # they take what they are given
# They give what is there.
COPYING = {"__len__", "take_types", "finish", "usage", "words", "counts", "size", "repeated"}


def test_a_panic_in_any_work_of_the_kernel_is_an_error() -> None:
    """As Rust's bindings raise it, it would be no Exception and end the process."""
    found = [
        (function[1], "guarded(" in function[0])
        for path in (ROOT / "kernel/src").rglob("*.rs")
        for called in CALLED.finditer(path.read_text("utf-8"))
        for function in FUNCTION.finditer(called[0])
    ]
    names = {name for name, _ in found}
    assert {"channels", "density", "names_in", "place_all", "snippets"} <= names
    unguarded = {name for name, is_guarded in found if not is_guarded}
    assert unguarded == HOLDING | COPYING
