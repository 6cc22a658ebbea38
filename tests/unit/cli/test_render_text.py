"""What people see on a terminal."""

from __future__ import annotations

import shlex
from dataclasses import replace

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.answers.offered import Offer, OfferKind
from indexer.cli.render_text import (
    article_lines,
    hit_lines,
    page_lines,
    quoted,
    report_line,
    stats_lines,
    width_of,
)
from indexer.fields import FieldValues
from indexer.model import (
    Article,
    FacetCount,
    Hit,
    MarkedArticle,
    Rewrite,
    RewriteKind,
    SearchPage,
    Snippet,
    Sort,
)
from indexer.reports import BuildReport, Stats

ARTICLE = Article("a 1", "De dijk zakt", "Er is een crisis.", "2022-03-24", "De Courant")
HIT = Hit(
    1,
    ARTICLE,
    3.5,
    Snippet("title", "De dijk zakt", ((3, 7),)),
    (Snippet("body", "Er is een crisis.", ((10, 16),)),),
)
PAGE = SearchPage("dijk crisis", "dijk crisis", 1, 0, 1, 1, Sort.RELEVANCE, (HIT,))


def seen(lines: object) -> list[str]:
    return [click.unstyle(line) for line in lines]  # type: ignore[attr-defined]


def test_a_hit_shows_rank_title_date_source_and_passage() -> None:
    assert seen(hit_lines(HIT, 80)) == [
        " 1. De dijk zakt  24 maart 2022, De Courant",
        "    Er is een crisis.",
    ]


def test_what_does_not_fit_beside_the_title_stands_below_it() -> None:
    assert seen(hit_lines(HIT, 40))[:2] == [" 1. De dijk zakt", "    24 maart 2022, De Courant"]


def test_hits_are_bold_and_in_a_bold_title_underlined() -> None:
    title, body = hit_lines(HIT, 80)
    assert click.style("dijk", bold=True, underline=True) in title
    assert "\x1b[1mcrisis\x1b[0m" in body


def test_a_hit_says_what_it_misses_and_why_it_is_there() -> None:
    hit = replace(
        HIT,
        missing=("oorlog",),
        in_words=("100% van de woorden: dijk.",),
        explanation=("3.50 exact dijk",),
    )
    assert seen(hit_lines(hit, 80))[-3:] == [
        "    zonder: oorlog",
        "    100% van de woorden: dijk.",
        "    3,50 dijk zoals getypt",
    ]


def test_an_undated_article_says_so() -> None:
    hit = replace(HIT, article=replace(ARTICLE, date=None, source=None))
    assert seen(hit_lines(hit, 80))[0].endswith("zonder datum")


@given(
    text=st.lists(st.sampled_from(["dijk", "x" * 30, "é", "crisis,"]), min_size=1).map(" ".join),
    width=st.integers(40, 100),
    data=st.data(),
)
def test_no_line_is_wider_than_asked_and_no_word_is_lost(
    text: str, width: int, data: st.DataObject
) -> None:
    places = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    marks = tuple(zip(places[::2], places[1::2], strict=False))
    lines = list(hit_lines(replace(HIT, snippets=(Snippet("body", text, marks),)), width))
    shown = seen(lines)
    assert all(len(line) <= width for line in shown)
    assert " ".join(line.strip() for line in shown[1:]).endswith(text)
    assert all(line.count("\x1b[1m") == line.count("\x1b[0m") for line in lines[2:])


def test_private_characters_of_an_article_are_not_taken_for_marks() -> None:
    text = "\ue000dijk\ue001"
    lines = list(hit_lines(replace(HIT, snippets=(Snippet("body", text),)), 80))
    assert lines[-1].strip() == "dijk"


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (PAGE, "1 artikel (0,0 ms)"),
        (replace(PAGE, total=1984, took_ms=1.84), "1.984 artikelen (1,8 ms)"),
        (replace(PAGE, partial=3), "1 artikel, 3 die een woord missen (0,0 ms)"),
        (replace(PAGE, total=0, partial=3, nearest=3), "0 artikelen, 3 verwant (0,0 ms)"),
        (replace(PAGE, total=0, hits=()), "Niets gevonden."),
        (
            replace(PAGE, total=0, partial=10, nearest=12, nearest_missing=1),
            "Geen artikel heeft alle woorden, 12 artikelen missen één woord (0,0 ms)",
        ),
        (
            replace(PAGE, total=0, partial=3, nearest=1, nearest_missing=2),
            "Geen artikel heeft alle woorden, 1 artikel mist 2 woorden (0,0 ms)",
        ),
        (replace(PAGE, query="dijk", total=0, partial=2, nearest=2), "0 artikelen, 2 verwant"),
    ],
)
def test_a_page_says_how_much_was_found(page: SearchPage, told: str) -> None:
    assert any(line.startswith(told) for line in seen(page_lines(page, 80, "knipsel")))


def test_only_where_nothing_else_finds_anything_another_word_is_advised() -> None:
    nothing = replace(PAGE, total=0, hits=())
    offer = Offer(OfferKind.ALONE, "Alleen dijk", "dijk", 1)
    for page, advised in (
        (nothing, True),
        (replace(nothing, offers=(offer,)), False),
        (replace(nothing, suggestion="dijken"), False),
        (replace(nothing, partial=2), False),
        (replace(nothing, query=" "), False),
        (PAGE, False),
    ):
        lines = seen(page_lines(page, 80, "knipsel"))
        assert any("Een ander woord of een kortere vorm" in line for line in lines) is advised


def test_what_is_next_repeats_the_options_that_were_given() -> None:
    page = replace(PAGE, pages=2, suggestion="dijken")
    lines = seen(page_lines(page, 80, "knipsel", ["-n", "2", "--source", "De Bode"]))
    assert "Meer:  knipsel search 'dijk crisis' -n 2 --source 'De Bode' --page 2" in lines
    assert any(line.endswith("knipsel search dijken -n 2 --source 'De Bode'") for line in lines)


def test_what_else_finds_something_is_ready_to_type() -> None:
    offer = Offer(
        OfferKind.PERIOD,
        "Uit alle jaren",
        "dijk crisis",
        12,
        filters=FieldValues({"source": "De Bode"}),
    )
    page = replace(PAGE, total=0, hits=(), offers=(offer,), suggestion="dijken")
    options = ["-n", "2", "--since", "2020", "--source", "De Bode"]
    lines = seen(page_lines(page, 80, "knipsel", options, ["-n", "2"]))
    expected = "knipsel search 'dijk crisis' --source 'De Bode' -n 2"
    assert lines[-1] == f"Uit alle jaren: 12 artikelen:  {expected}"
    assert not any("Zoek ook" in line for line in lines)


def test_a_page_of_a_correction_says_how_to_search_for_what_was_typed() -> None:
    rewrite = Rewrite(
        RewriteKind.CORRECTION, 5, 11, "crisis", "krijsen", "krijsen in plaats van crisis", "dijk"
    )
    page = replace(PAGE, corrected="dijk krijsen", interpretation=(rewrite,))
    lines = seen(page_lines(page, 80, "knipsel", ["-n", "2"]))
    assert any("krijsen in plaats van crisis" in line for line in lines)
    assert "Zoek toch: knipsel search 'dijk =crisis' -n 2" in lines
    assert "Lees:  knipsel show 'a 1' --query 'dijk krijsen'" in lines


def test_a_page_says_what_to_do_next() -> None:
    page = replace(PAGE, pages=2, suggestion="dijk's", notices=("Let op.",))
    lines = seen(page_lines(page, 80, "knipsel"))
    assert "Let op." in lines
    assert "Lees:  knipsel show 'a 1' --query 'dijk crisis'" in lines
    assert "Meer:  knipsel search 'dijk crisis' --page 2" in lines
    assert any(line.endswith("knipsel search 'dijk'\\''s'") for line in lines)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_a_quoted_text_is_one_word_of_a_shell(text: str) -> None:
    assert shlex.split(quoted(text)) == [text]


def test_an_article_is_shown_by_paragraphs() -> None:
    article = replace(ARTICLE, body="Een.\n\nTwee.", author=("Jan",), url="https://example.org")
    assert seen(article_lines(MarkedArticle(article, ((3, 7),), ()), 72)) == [
        *("De dijk zakt", "24 maart 2022 · De Courant", "Jan", "", "Een.", "", "Twee.", ""),
        "https://example.org",
    ]


@pytest.mark.parametrize(
    ("report", "told"),
    [
        (BuildReport(), "0 read in 0.0 s (0 a second)"),
        (BuildReport(read=2, added=2, seconds=0.5), "2 read: 2 added in 0.5 s (4 a second)"),
        (
            BuildReport(6, 1, 2, 3, 4, 5, 2.0),
            "6 read: 1 added, 2 changed, 3 unchanged, 4 removed, 5 skipped in 2.0 s (3 a second)",
        ),
        (
            BuildReport(2, withdrawn=1, embargoed=1, embargo_ends="2030-01-01T06:00Z"),
            "2 read: 1 withdrawn, 1 under embargo until 2030-01-01T06:00Z in 0.0 s (0 a second)",
        ),
        (
            BuildReport(read=1_234_567, unchanged=1_234_567, seconds=10),
            "1,234,567 read: 1,234,567 unchanged in 10.0 s (123,457 a second)",
        ),
    ],
)
def test_a_report_is_one_line(report: BuildReport, told: str) -> None:
    assert report_line(report) == told


def test_figures_stand_in_columns() -> None:
    counts = (FacetCount("NRC", 1984),)
    stats = Stats(
        1984,
        "tantivy",
        "0123abcd",
        "generation-000001",
        "2022",
        5_000_000,
        2,
        "2019-01-01",
        "2022-03-24",
        {"source": counts, "section": ()},
        (),
    )
    lines = seen(stats_lines(stats))
    assert lines[0] == "1.984 artikelen, 5 MB"
    assert {line.index(line.split("  ")[-1].strip()) for line in lines[1:6]} == {14}
    assert lines[-1] == "     1.984  NRC"


@pytest.mark.parametrize(("columns", "width"), [(0, 40), (40, 40), (72, 72), (300, 100)])
def test_a_width_is_neither_too_narrow_nor_too_wide(columns: int, width: int) -> None:
    assert width_of(columns) == width
