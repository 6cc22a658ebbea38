"""Candidates: runs of capitals, as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.names.candidates import candidates


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Gisteren zag Jan de Vries het.", ["Gisteren", "Jan de Vries"]),
        ("hij woont in Breda, Oss en Urk", ["Breda", "Oss", "Urk"]),
        ("volgens J. van der Meer", ["J. van der Meer"]),
        ("verdachte Charly T. zweeg", ["Charly T."]),
        ("de PVV-leider en het EU-land", ["PVV", "EU"]),
        ("een PVV'er en de Zeelanders", []),
        ("in Noord-Holland en Saoedi-Arabië", ["Noord-Holland", "Saoedi-Arabië"]),
        ("de Partij voor de Dieren won", ["Partij voor de Dieren"]),
        ("Tegen Ajax voor Feyenoord", ["Tegen Ajax", "Feyenoord"]),
        ("het ministerie van Financiën zweeg", ["ministerie van Financiën"]),
        ("in Alphen aan den Rijn", ["Alphen aan den Rijn"]),
        ("bij Johnson & Johnson werken", ["Johnson & Johnson"]),
        (
            "de Fiscale Inlichtingen- en Opsporingsdienst zweeg",
            ["Fiscale Inlichtingen- en Opsporingsdienst"],
        ),
        (
            "de Inspectie Gezondheidszorg en Jeugd, Centrum Informatie en Documentatie Israël",
            ["Inspectie Gezondheidszorg en Jeugd", "Centrum Informatie en Documentatie Israël"],
        ),
        ("de Universiteit Leiden en Saxion", ["Universiteit Leiden", "Saxion"]),
        ("bij Bureau Berend en Jeugd", ["Bureau Berend", "Jeugd"]),
        ("bij Stichting Jeugd en Greenpeace", ["Stichting Jeugd", "Greenpeace"]),
        ("hij zag The Gun en Stormzy", ["The Gun", "Stormzy"]),
        ("de Inspectie Jeugd en andere", ["Inspectie Jeugd"]),
        ("Kijk, Jeugd en Gezin", ["Kijk", "Jeugd", "Gezin"]),
        ("in Noord- en Zuid-Holland", ["Zuid-Holland"]),
        ("de Rabobank- en Belkin-ploeg", ["Belkin"]),
        ("in Oss - en Opsporingsdienst", ["Oss", "Opsporingsdienst"]),
        ("de Inlichtingen- en opsporingsdienst", []),
        ("minister Bakker (Justitie en Veiligheid) zei", ["Bakker", "Veiligheid"]),
        ("minister Bakker (Buitenlandse Handel) zei", ["Bakker"]),
        ("dat wil Justitie (VVD) niet", ["Justitie", "VVD"]),
        ("het is Amerika's fout", ["Amerika"]),
        ("geen enkele naam", []),
        ("", []),
    ],
)
def test_a_candidate_is_a_run_of_capitals_within_a_line(text: str, names: list[str]) -> None:
    assert [" ".join(each.run.words) for each in candidates(text)] == names


def test_a_candidate_knows_the_words_around_it_but_none_beyond_a_comma() -> None:
    (first, second) = candidates("toen zei minister Rutte iets, Kaag zweeg")
    assert (first.before, first.after, first.run.first) == ("minister", "iets", False)
    assert (second.before, second.after) == ("", "zweeg")


def test_a_capital_after_the_end_of_a_sentence_or_in_a_shouting_line_is_marked() -> None:
    assert [each.run.first for each in candidates("Kijk. Gouda wint van Delft")] == [
        True,
        True,
        False,
    ]
    assert all(each.run.shouted for each in candidates("RUTTE BEZOEKT GOUDA MORGEN"))


@given(st.text())
def test_words_of_candidates_stand_in_the_text(text: str) -> None:
    for each in candidates(text):
        assert all(word in text for word in each.run.words)
