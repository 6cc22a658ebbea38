"""References to articles, whatever they have in their titles."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import Article
from indexer.output.citations import (
    MAX_ABSTRACT,
    bibtex_lines,
    citation_key,
    lead,
    plain_name,
    reference,
    ris_lines,
)

TOP = Article(
    "2022/navo-top",
    "NAVO-top in Brussel",
    "De leiders komen bijeen.",
    date="2022-03-24",
    source="De Landscourant",
    section=("buitenland",),
    url="https://example.org/navo?a=1&b=50%25",
    author=("Hidde Ruiter",),
)
BARE = Article("x", "", "Tekst.")

TITLES = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
HOSTILE = [
    "Kop\r\nER  - \r\nTY  - JOUR",
    "Kop\u2028AU  - Iemand anders",
    "Kop\x85ID  - 1",
    "50% & meer: $_{x}^2 ~ #1 \\input{/etc/passwd}",
    "}, note = {van een ander",
    "{{{",
    "}}}",
    "\\",
    '"aanhaling" @article{x,',
]


def test_a_reference_names_author_title_place_date_and_address() -> None:
    assert reference(TOP) == (
        "Hidde Ruiter, ‘NAVO-top in Brussel’, De Landscourant (buitenland), 24 maart 2022, "
        "https://example.org/navo?a=1&b=50%25"
    )


def test_a_reference_says_what_an_article_lacks() -> None:
    assert reference(BARE, "http://host/article/x") == "‘Zonder titel’, z.d., http://host/article/x"


def test_a_ris_record_is_of_a_newspaper() -> None:
    assert list(ris_lines(TOP)) == [
        "TY  - NEWS",
        "TI  - NAVO-top in Brussel",
        "AU  - Ruiter, Hidde",
        "T2  - De Landscourant",
        "SE  - buitenland",
        "PY  - 2022",
        "DA  - 2022/03/24/",
        "UR  - https://example.org/navo?a=1&b=50%25",
        "ID  - 2022/navo-top",
        "AB  - De leiders komen bijeen.",
        "LA  - nl",
        "ER  - ",
    ]


@pytest.mark.parametrize(
    ("date", "written"),
    [("2022", "2022///"), ("2022-03", "2022/03//"), ("2022-03-04", "2022/03/04/")],
)
def test_a_partial_date_leaves_its_places_empty_in_ris(date: str, written: str) -> None:
    assert f"DA  - {written}" in list(ris_lines(Article("x", "t", "", date=date)))


@given(TITLES)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_title_begins_a_field_of_its_own_in_ris(hostile: str, title: str) -> None:
    for text in (hostile, title, hostile + title):
        lines = list(ris_lines(Article(text or "x", text, text, source=text, url=text)))
        assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines)
        assert all(len(line.splitlines()) == 1 for line in lines)
        tags = [line[:6] for line in lines]
        assert len(set(tags)) == len(tags)
        assert (tags[0], tags[-1]) == ("TY  - ", "ER  - ")


def test_a_bibtex_entry_keeps_capitals_and_names() -> None:
    assert list(bibtex_lines(TOP)) == [
        f"@article{{{citation_key(TOP)},",
        "  author = {Ruiter, Hidde},",
        "  title = {{NAVO-top in Brussel}},",
        "  journal = {De Landscourant},",
        "  year = {2022},",
        "  month = mar,",
        "  day = {24},",
        "  url = {https://example.org/navo?a=1&b=50%25},",
        "  note = {buitenland},",
        "  language = {dutch},",
        "}",
    ]


def test_an_article_without_a_source_is_misc_in_bibtex() -> None:
    assert next(bibtex_lines(BARE)).startswith("@misc{")


@given(TITLES)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_title_closes_a_field_or_speaks_tex_in_bibtex(hostile: str, title: str) -> None:
    for text in (hostile, title, hostile + title):
        article = Article(
            text or "x", text, "", source=text, author=(text, text), url=text, section=(text,)
        )
        lines = list(bibtex_lines(article))
        assert all(len(line.splitlines()) == 1 for line in lines)
        for line in lines[1:-1]:
            (field,) = re.findall(r"^  ([a-z]+) = \{(.*)\},$", line)
            name, value = field
            assert _balanced(value)
            if name != "url":
                assert not re.search(r"(?<!\\)[#$%&_^~]", value)
                assert not re.search(r"\\(?!textbackslash|textbrace|textascii|[#$%&_])", value)


def _balanced(value: str) -> bool:
    """Say whether BibTeX, which knows no escaped braces, finds the end where it is."""
    depth = 0
    for sign in value:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return False
    return depth == 0


def test_keys_differ_by_id_and_hold_what_bibtex_allows() -> None:
    one, other = (
        Article("a", "Crisis in Oekraïne!", "", "2022"),
        Article("b", "Crisis in Oekraïne!", "", "2022"),
    )
    assert citation_key(one) != citation_key(other)
    assert re.fullmatch(r"crisis-in-oekraine-2022-[0-9a-f]{8}", citation_key(one))


@given(TITLES)
def test_a_plain_name_is_one_on_any_system(title: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", plain_name(title))
    assert len(plain_name(title)) <= 60


def test_a_lead_ends_at_a_word() -> None:
    text = lead(Article("x", "t", "woorden " * 200))
    assert text.endswith("woorden…")
    assert len(text) <= MAX_ABSTRACT + 1
