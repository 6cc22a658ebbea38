"""Words in their channels, by example (tests/golden/analysis.tsv) and by property."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from hashlib import blake2b
from importlib import metadata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.analyzer import RULES, Analyzer, _version
from indexer.analysis.channels import Channels
from indexer.analysis.tokens import surfaces
from tests.paths import GOLDEN

Linear = Callable[[Callable[[int], object]], bool]

PIECES = (
    *("veiligheids", "crisis", "NAVO", "top", "Zelensky", "koos", "foto", "'s", "’s", "-", "-\n"),
    *(
        "s",
        "en",
        "ĳ",
        "ﬁ",
        "é",
        "e\u0308",
        "\u00ad",
        "\u200b",
        "_",
        "1.000",
        ".",
        "&",
        "東",
        "Київ",
    ),
)
words = st.lists(st.sampled_from(PIECES)).map("".join)
texts = st.one_of(st.text(), st.lists(st.one_of(words, st.just(" "))).map("".join))


@given(number=st.from_regex("[0-9.,]+", fullmatch=True))
def test_a_number_has_the_terms_of_its_whole_analysis(analyzer: Analyzer, number: str) -> None:
    """Its row is made without one."""
    word = analyzer.analyse(number)
    assert (word.lemma, word.leaves, word.part, word.names) == (word.exact, (), (), ())
    assert analyzer.analysed(number) == (word.exact, word.stem, word.stem)


@pytest.mark.golden("analysis.tsv")
def test_a_word_is_indexed_as(
    analyzer: Analyzer, word: str, exact: str, stem: str, parts: str
) -> None:
    found = analyzer.analyse(word)
    assert (found.exact, found.stem, "|".join(found.parts)) == (exact, stem, parts)


@pytest.mark.parametrize(
    ("word", "stop", "why"),
    [
        ("de", True, "an article"),
        ("De", True, "at the beginning of a sentence"),
        ("éen", True, "with a stress mark"),
        ("'s", True, "an elision"),
        ("zo'n", True, "contracted, with a typewriter's apostrophe"),
        ("Zo’n", True, "and a typographer's"),
        ("zon", False, "the sun is not zo'n"),
        ("z'n", True, "a contracted pronoun"),
        ("om", True, "a preposition"),
        ("OM", False, "the public prosecutor"),
        ("VS", False, "the United States"),
        ("A", False, "a letter"),
        ("-", True, "nothing is left of it"),
        ("crisis", False, "a noun"),
    ],
)
def test_stop_words_are_told_by_their_spelling(
    analyzer: Analyzer, word: str, stop: bool, why: str
) -> None:
    assert analyzer.analyse(word).stop is stop, why


def test_a_stop_word_stands_in_the_exact_channel_alone(analyzer: Analyzer) -> None:
    found = analyzer.channels("de koos van navotop")
    assert found == Channels("de koos van navotop", "kiezen navotop", "kiezen NAVO top")


def test_capitals_and_hyphens_are_kept_beside_the_stem(analyzer: Analyzer) -> None:
    found = analyzer.channels("NAVO-top, PAS en VVD'ers")
    assert found.stem == "navotop navo-top NAVO- pas PAS vvder VVD-"


@pytest.mark.parametrize("text", ["een\n\ntwee", "een\n \n*\n\ntwee", "een…\n\n\n\ntwee"])
def test_a_paragraph_is_a_line_of_the_exact_channel(analyzer: Analyzer, text: str) -> None:
    assert analyzer.channels(text).exact == "een\ntwee"
    assert analyzer.channels("een\ntwee").exact == "een twee"


def test_a_text_without_words_has_no_terms(analyzer: Analyzer) -> None:
    assert analyzer.channels(" — … ") == Channels("", "", "")


@given(text=texts)
def test_tokens_are_slices_of_the_text(analyzer: Analyzer, text: str) -> None:
    for token in analyzer.tokens(text):
        assert text[token.start : token.end] == token.word.surface


@given(text=texts)
def test_channels_have_one_exact_term_for_each_token(analyzer: Analyzer, text: str) -> None:
    exact = [token.word.exact for token in analyzer.tokens(text)]
    assert analyzer.channels(text).exact.split() == exact


@given(text=texts)
def test_channels_agree_with_the_analysis_of_each_token(analyzer: Analyzer, text: str) -> None:
    content = [token.word for token in analyzer.tokens(text) if not token.word.stop]
    found = analyzer.channels(text)
    assert found.stem.split() == [
        term for w in content for term in (w.stem, *w.spellings, *w.marks)
    ]
    assert set(found.part.split()) >= {
        part for word in content for part in (*word.parts, *word.names)
    }


@given(text=texts)
def test_no_term_has_white_space_or_is_empty(analyzer: Analyzer, text: str) -> None:
    found = analyzer.channels(text)
    for channel in (*found.exact.split("\n"), found.stem, found.part):
        assert "  " not in channel
        assert not any(sign.isspace() for sign in channel.replace(" ", ""))


@given(word=words)
def test_pieces_joined_are_the_word_and_each_has_its_term(analyzer: Analyzer, word: str) -> None:
    for surface in surfaces(word):
        found = analyzer.analyse(surface)
        assert not found.leaves or "".join(found.leaves) == surface
        assert not found.split or "".join(found.split) == surface
        assert len(found.part) == len(found.leaves)
        assert all(found.part)


@given(word=words)
def test_case_does_not_change_what_is_typed_in_small_letters_or_capitals(
    analyzer: Analyzer, word: str
) -> None:
    for surface in surfaces(word):
        assert analyzer.analyse(surface.lower()).exact == analyzer.analyse(surface).exact


@pytest.mark.parametrize(
    "piece", ["a", "veiligheids", "veiligheids-", "ĳ", "e\u0308", "\u00ada", "x-", "東", "aБ", "s'"]
)
def test_time_is_linear_in_the_length_of_a_word(
    analyzer: Analyzer, grows_linearly: Linear, piece: str
) -> None:
    assert grows_linearly(lambda size: list(analyzer.tokens((piece * size)[:size])))


def test_the_fingerprint_holds_for_a_process_and_is_eight_hexadecimal_digits(
    analyzer: Analyzer,
) -> None:
    assert Analyzer().fingerprint == analyzer.fingerprint
    assert len(analyzer.fingerprint) == 8
    int(analyzer.fingerprint, 16)


def test_rules_count_in_the_fingerprint(
    analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.analysis.analyzer.RULES", RULES + 1)
    assert Analyzer().fingerprint != analyzer.fingerprint


def test_no_analysis_changes_under_one_fingerprint(
    analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.analysis.analyzer._version", lambda _: "any")
    current = Analyzer().fingerprint
    fingerprint, digest = (GOLDEN / "fingerprint.tsv").read_text("utf-8").split()
    found = blake2b("\n".join(_analyses(analyzer)).encode(), digest_size=8).hexdigest()
    renewed = f"put {current!r}, a tab and {found!r} in tests/golden/fingerprint.tsv"
    if fingerprint == current:
        assert found == digest, (
            f"code changed what words become: count dutch.RULES up, and {renewed}"
        )
    assert fingerprint == current, f"RULES or the data changed: {renewed}"


def test_another_stemmer_is_another_fingerprint(
    analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.analysis.analyzer._version", lambda _: "another")
    assert Analyzer().fingerprint != analyzer.fingerprint


@pytest.mark.parametrize("package", ["snowballstemmer", "tantivy"])
def test_a_version_is_the_installed_one(package: str) -> None:
    assert _version(package) == metadata.version(package)


def test_a_version_is_found_without_a_folder_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.path", [])
    monkeypatch.setattr("importlib.metadata.version", lambda _: "told")
    assert _version("snowballstemmer") == "told"


def _analyses(analyzer: Analyzer) -> Iterator[str]:
    """Yield the whole analysis of each word of the golden table."""
    lines = (GOLDEN / "analysis.tsv").read_text("utf-8").splitlines()[1:]
    for word, *_ in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        yield repr(analyzer.analyse(word.encode("ascii").decode("unicode_escape")))


@pytest.mark.parametrize(
    "text",
    [
        "De veiligheidscrisis op de NAVO-top: zo'n crisis koos Zelenskyy’s Kiev",
        "16.30 uur, H&M, het OM en OM, Meertens, premierschap, hitte-\ngolf",
    ],
)
def test_rows_have_the_terms_of_tokens(analyzer: Analyzer, text: str) -> None:
    words = [token.word for token in analyzer.tokens(text)]
    expected = [
        (word.exact, "", "")
        if word.stop
        else (word.exact, " ".join((word.stem, *word.spellings, *word.marks)), " ".join(word.parts))
        for word in words
    ]
    assert list(analyzer.rows(text)) == expected
