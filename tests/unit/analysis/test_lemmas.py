"""Lemmas and stems, by example (tests/golden/lemmas.tsv), by property and by measurement."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.fold import fold
from indexer.analysis.lemmas import Lemmatizer
from lexicon.inflection import (
    adjective_forms,
    closed,
    noun_forms,
    opened,
    strong_forms,
    verb_forms,
    weak_forms,
)
from lexicon.paradigms import build_paradigms, choose_lemmas, gather_readings
from tests.paths import ROOT

DATA = ROOT / "indexer" / "analysis" / "data"


@pytest.fixture(scope="module")
def lemmatizer() -> Lemmatizer:
    return Lemmatizer.load()


@pytest.mark.golden("lemmas.tsv")
def test_a_form_has_the_stem(lemmatizer: Lemmatizer, form: str, stem: str) -> None:
    assert lemmatizer.stem(form) == stem


@pytest.mark.parametrize(
    ("form", "lemma", "why"),
    [
        ("Oliën", "olie", "lower case"),
        ("beïnvloedde", "beïnvloeden", "with its diacritics"),
        ("akties", "aktie", "in its own spelling"),
        ("NAVO-lidstaten", "navo-lidstaat", "with its hyphen"),
    ],
)
def test_a_lemma_is_readable(lemmatizer: Lemmatizer, form: str, lemma: str, why: str) -> None:
    assert lemmatizer.lemma(form) == lemma, why


@pytest.mark.parametrize(
    ("word", "pieces", "stem", "why"),
    [
        ("doorschoven", ("door", "schoven"), "doorschuiven", "its head is a known form"),
        ("vispest", ("vis", "pest"), "vispest", "a head is a noun, not the verb pesten"),
        ("flubbelaars", (), "flubbelaar", "no compound: by its ending"),
    ],
)
def test_an_unknown_compound_goes_by_its_head(
    word: str, pieces: tuple[str, ...], stem: str, why: str
) -> None:
    assert Lemmatizer.load(lambda _: pieces).stem(word) == stem, why


def test_only_words_of_a_dictionary_are_known(lemmatizer: Lemmatizer) -> None:
    assert [
        word for word in ("kiezen", "koos", "asfalt", "trumps", "xqz") if lemmatizer.known(word)
    ] == [
        "kiezen",
        "koos",
    ]


@given(st.text(max_size=40))
def test_any_text_has_a_folded_stem(lemmatizer: Lemmatizer, text: str) -> None:
    stem = lemmatizer.stem(text)
    assert fold(stem) == stem


@given(st.text("abdegijklnorstuz'-", min_size=1, max_size=20))
def test_a_stem_depends_on_letters_not_on_apostrophes_drawn(
    lemmatizer: Lemmatizer, word: str
) -> None:
    assert lemmatizer.stem(word) == lemmatizer.stem(word.replace("'", "’"))


@pytest.mark.parametrize(
    ("base", "without_ending"),
    [("lop", "loop"), ("vall", "val"), ("lev", "leef"), ("reiz", "reis"), ("bouw", "bouw")],
)
def test_a_syllable_that_closes_keeps_its_vowel(base: str, without_ending: str) -> None:
    assert closed(base) == [without_ending]


@pytest.mark.parametrize(
    ("word", "before_a_vowel"),
    [("boom", "bom"), ("bos", "boss"), ("brief", "briev"), ("glas", "glaz"), ("dag", "dag")],
)
def test_a_syllable_that_opens_keeps_its_sound(word: str, before_a_vowel: str) -> None:
    assert before_a_vowel in opened(word)


def test_a_strong_verb_takes_its_forms_behind_a_particle() -> None:
    forms = {
        form
        for form, _ in strong_forms("aanvallen", {"vallen": ["viel", "vielen", "gevallen", ""]})
    }
    assert {"aanviel", "aanvielen", "aangevallen"} <= forms


@pytest.mark.parametrize(
    ("forms", "some"),
    [
        (verb_forms("gaan"), {"gaan", "gaand"}),
        (weak_forms("leven"), {"leefde", "leefden", "geleefd", "geleefde"}),
        (weak_forms("beïnvloeden"), {"beïnvloedde", "beïnvloed"}),
        (noun_forms("zee"), {"zeeën", "zeetje", "zeetjes"}),
        (noun_forms("politicus"), {"politici"}),
        (adjective_forms("duur"), {"dure", "duurder", "duurdere", "duurst", "duurste"}),
    ],
    ids=["contracted", "weak", "prefixed", "noun", "latin", "adjective"],
)
def test_a_paradigm_has_its_regular_forms(forms: object, some: set[str]) -> None:
    assert some <= {form for form, _ in forms}  # type: ignore[attr-defined]


def test_a_form_goes_to_the_lemma_that_its_other_forms_make_likelier() -> None:
    """`vormen` goes to the verb where the verb is used, and to the noun where the noun is."""
    dictionary = {
        **dict.fromkeys(("vormen", "vormde", "gevormd"), "vormen"),
        **dict.fromkeys(("vorm", "vormpje"), "vorm"),
    }
    paradigms = build_paradigms(dictionary, dictionary, {})
    readings = gather_readings(paradigms, {**dictionary, "vormen": "vorm"}, {})

    def lemma(frequencies: dict[str, float]) -> str:
        return choose_lemmas(readings, {}, frequencies)["vormen"]

    assert lemma({"vormde": 1e-4, "gevormd": 1e-4, "vormen": 1e-4}) == "vormen"
    assert lemma({"vormpje": 1e-4, "vorm": 1e-3, "vormen": 1e-4}) == "vorm"


@pytest.mark.parametrize("table", ["strong_verbs", "lemma_corrections", "old_spelling"])
def test_every_row_of_a_table_names_its_source(table: str) -> None:
    with (DATA / f"{table}.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    assert len({next(iter(row.values())) for row in rows}) == len(rows), "a form stands twice"
    assert all(row["source"] for row in rows)
