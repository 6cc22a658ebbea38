"""Old spellings are read as modern words, within their years; modern words are left alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.analysis.analyzer import Analyzer
from indexer.analysis.misreadings import Misreadings, parted_words
from indexer.analysis.readings import Readings, encoded


@pytest.mark.parametrize(
    ("old", "modern", "last"),
    [
        ("nachtegalen", None, 0),
        ("stoomboot", None, 0),
        ("zoon", None, 0),
        ("onder", None, 0),
        ("kogel", None, 0),
        ("plegtig", "plechtig", 1900),
        ("verwachtingen", None, 0),
        ("dorschen", "dorsen", 1955),
        ("duitsche", "duitse", 1955),
        ("schoonmoeder", None, 0),
        ("groenteboeren", None, 0),
        ("vertoogen", "vertogen", 1955),
        ("waereld", "wereld", 1800),
        ("schryven", "schrijven", 1830),
        ("vlooyen", "vlooien", 1830),
        ("paleyzen", "paleizen", 1830),
        ("philosoof", "filosoof", 1960),
        ("kondukteur", "conducteur", 1995),
        ("september", None, 0),
        ("fraaij", "fraai", 1900),
        ("vermoeijd", "vermoeid", 1900),
        ("bereijd", "bereid", 1900),
        ("waerdigheyt", "waardigheid", 1800),
        ("kompleks", "complex", 1995),
        ("kragt", "kracht", 1900),
        ("agtien", "achttien", 1900),
        ("noyt", "nooit", 1804),
        ("octobris", "oktober", 1900),
        ("typhus", "tyfus", 1955),
        ("wigt", None, 0),
        ("junij", "juni", 1900),
        ("haerlem", "Haarlem", 1900),
        ("zierikzeesche", "zierikzese", 1955),
        ("geluckig", "gelukkig", 1800),
        ("oogen", "ogen", 1955),
        ("maent", "maand", 1804),
        ("louwmaand", "januari", 1900),
        ("panther", "panter", 1960),
        ("gothisch", "gotisch", 1960),
        ("pannekoek", "pannenkoek", 1995),
        ("oerbosch", "oerbos", 1955),
        ("naauw", "nauw", 1900),
        ("ligchaam", "lichaam", 1883),
        ("meeting", None, 0),
        ("ether", None, 0),
        ("basisch", None, 0),
        ("gastheer", None, 0),
        ("leesuur", None, 0),
        ("dagtrein", None, 0),
        ("uithalen", None, 0),
        ("onthaal", None, 0),
        ("veeboer", None, 0),
        ("leeman", None, 0),
    ],
)
def test_an_old_spelling_is_read_as_its_modern_word(
    analyzer: Analyzer, old: str, modern: str | None, last: int
) -> None:
    found = analyzer.historical.readings(old)
    assert (found[0].modern if found else None) == modern
    assert (found[0].last if found else 0) == last


def test_rules_that_had_gone_out_of_use_are_not_tried_in_a_younger_archive(
    analyzer: Analyzer,
) -> None:
    of_1960 = analyzer.historical.since(1960)
    assert not of_1960.readings("plegtig")
    assert of_1960.readings("kondukteur")[0].modern == "conducteur"


@pytest.mark.parametrize("word", ["ligt", "volgt", "zagen", "boomen"])
def test_a_word_of_the_lexicon_is_read_otherwise_only_where_its_lemma_is_old_too(
    analyzer: Analyzer, word: str
) -> None:
    found = [each.modern for each in analyzer.historical.readings(word)]
    assert found == (["bomen"] if word == "boomen" else [])


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("kasteeleu", "kastelen"),
        ("scbouwburg", "schouwburg"),
        ("rnaandag", "maandag"),
        ("burgcrij", None),
        ("vliegtuig", None),
    ],
)
def test_an_error_of_ocr_is_read_as_what_was_printed(
    analyzer: Analyzer, read: str, printed: str | None
) -> None:
    historical = analyzer.historical
    found = Misreadings.load().corrections(
        read,
        lambda word: historical.is_modern(word) or bool(historical.usual(word)),
        analyzer.lexicon.is_word,
    )
    if printed is None:
        assert historical.is_modern(read) or not found
    else:
        modern = {m.modern for each in found for m in historical.usual(each.word)}
        assert printed in modern | {each.word for each in found}


def test_words_that_recognition_joined_are_parted_after_a_short_one(analyzer: Analyzer) -> None:
    assert parted_words("debisschop", analyzer.lexicon.is_word) == "bisschop"
    assert parted_words("dekbed", analyzer.lexicon.is_word) is None


def test_a_table_gives_the_readings_of_each_term_and_of_no_other(analyzer: Analyzer) -> None:
    words = ["plegtig", "duitsche", "plegtige", "philosoof"]
    every = [(each.modern, each) for word in words for each in analyzer.historical.readings(word)]
    readings = Readings(encoded(every, ["zon", "maan"], made="now", parted=True))
    assert readings.has_parted_words
    for term, reading in every:
        assert reading in readings.of(term)
    assert not [*readings.of("plecht"), *readings.of("zzz"), *readings.of("aaa"), *readings.of("")]
    assert not list(readings.of("-"))
    assert {word for word, _, _ in readings.every()} == {*words, "zon", "maan"}
    assert readings.made == "now"
    assert not Readings(encoded([], ["zon"], made="now", parted=True))


@pytest.mark.parametrize("letters", ["e", "f", "sch", "oo", "ae", "pannekoek"])
def test_what_no_person_would_call_a_word_has_no_readings_and_costs_no_more_than_its_length(
    analyzer: Analyzer, grows_linearly: Callable[[Callable[[int], object]], bool], letters: str
) -> None:
    historical, errors = analyzer.historical, Misreadings.load()

    def ask(size: int) -> None:
        word = letters * (size // len(letters))
        assert not historical.readings(word)
        assert not historical.usual(word)
        assert not historical.is_old(word)
        assert not historical.is_plainly_old(word)
        assert not errors.is_plain_error(word, lambda _: True)

    assert grows_linearly(ask)
