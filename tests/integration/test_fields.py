"""Fields of several values over the real engines: queries, forms, facets, exports, citations."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest

from indexer.archive import Archive
from indexer.model import Article, FacetCount, SearchRequest
from indexer.output.citations import bibtex_lines, reference, ris_lines
from indexer.output.json_output import page_to_json
from indexer.output.tables import article_lines, csv_lines

ArchiveOf = Callable[..., Archive]

TEXT = "De dijk bij het dorp is verhoogd."
NEWS = (
    Article(
        "twee", "Dijk", TEXT, "2022", "NRC", ("Binnenland", "Water"),
        author=("Jan Jansen", "Smit, Piet"),
    ),
    Article("een", "Dijk", f"{TEXT} Klaar.", "2022", "NRC", ("Water",), author=("Jan Jansen",)),
    Article("door", "Dijk", f"{TEXT} Nu.", "2022", "Trouw", author=("André <De Bode> & co.",)),
    Article("niemand", "Dijk", f"{TEXT} Morgen.", "2022", "Trouw"),
)  # fmt: skip


@pytest.fixture
def news(archive_of: ArchiveOf, engine: str) -> Archive:
    return archive_of(*NEWS, engine=engine)


def found(archive: Archive, request: SearchRequest) -> set[str]:
    return {hit.article.id for hit in archive.search(request).hits}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ('dijk auteur:"jan  JANSEN"', {"een", "twee"}),
        ('dijk author:"Jan Jansen"', {"een", "twee"}),
        ('dijk auteur:"Smit, Piet"', {"twee"}),
        ('dijk auteur:("Jan Jansen" OF "André <De Bode> & co.")', {"een", "twee", "door"}),
        ('dijk -auteur:"Jan Jansen"', {"door", "niemand"}),
        ("dijk auteur:jan", {"een", "twee"}),
        ("auteur:jansen NIET auteur:smit", {"een"}),
        ('dijk auteur:"piet jansen"', set()),
        ("dijk auteur:(smit OF andre)", {"twee", "door"}),
        ("dijk bron:nr", set()),
        ('auteur:"Jan Jansen" rubriek:binnenland', {"twee"}),
        ("rubriek:water", {"een", "twee"}),
        ('dijk auteur:""', {"een", "twee", "door", "niemand"}),
    ],
)
def test_a_query_asks_for_one_of_several_values(news: Archive, query: str, ids: set[str]) -> None:
    assert found(news, SearchRequest(query, collapse=False, related=False)) == ids


@pytest.mark.parametrize(
    ("filters", "excluded", "ids"),
    [
        ({"author": ("jan jansen",)}, {}, {"een", "twee"}),
        ({"author": ("Jan Jansen",), "section": ("Binnenland",)}, {}, {"twee"}),
        ({}, {"author": ("Smit, Piet", "nobody")}, {"een", "door", "niemand"}),
        ({"section": ("Water",)}, {"section": ("binnenland",)}, {"een"}),
        ({"author": ("",)}, {}, {"een", "twee", "door", "niemand"}),
    ],
)
def test_a_form_asks_for_one_of_several_values(
    news: Archive,
    filters: dict[str, tuple[str, ...]],
    excluded: dict[str, tuple[str, ...]],
    ids: set[str],
) -> None:
    request = SearchRequest("dijk", filters=filters, excluded=excluded, collapse=False)
    assert found(news, request) == ids


@pytest.mark.parametrize("query", ["auteur:jan", 'auteur:"smit, piet"', "auteur:(andre OF smit)"])
def test_figures_count_the_authors_that_a_search_finds(news: Archive, query: str) -> None:
    cells = news.figures().count([query], ("source",)).rows
    found = news.search(SearchRequest(query, collapse=False))
    assert sum(cell.articles for cell in cells) == found.total > 0


def test_each_value_is_counted(news: Archive) -> None:
    facets = news.search(SearchRequest("dijk")).facets
    assert facets["author"] == (
        FacetCount("Jan Jansen", 2),
        FacetCount("André <De Bode> & co.", 1),
        FacetCount("Smit, Piet", 1),
    )
    assert facets["section"] == (FacetCount("Water", 2), FacetCount("Binnenland", 1))
    assert news.stats().values["author"] == facets["author"]


def test_json_has_a_text_for_one_value_and_a_list_for_several(news: Archive) -> None:
    page = page_to_json(news.search(SearchRequest("dijk", collapse=False)))
    shown = {hit["id"]: (hit["section"], hit["author"]) for hit in page["hits"]}
    assert shown["twee"] == (["Binnenland", "Water"], ["Jan Jansen", "Smit, Piet"])
    assert shown["een"] == ("Water", "Jan Jansen")
    assert shown["niemand"] == (None, None)


def test_a_table_has_several_values_in_a_cell_and_lines_have_a_list(news: Archive) -> None:
    hits = list(news.listing(SearchRequest('auteur:"Smit, Piet"')).hits)
    (row,) = csv.DictReader(io.StringIO("\n".join(csv_lines(hits))))
    assert (row["section"], row["author"]) == ("Binnenland; Water", "Jan Jansen; Smit, Piet")
    (line,) = map(json.loads, article_lines(hits))
    assert (line["section"], line["author"]) == (list(NEWS[0].section), list(NEWS[0].author))


def test_each_author_is_cited_by_name(news: Archive) -> None:
    article = news.article("twee").article
    lines = list(ris_lines(article))
    assert [line for line in lines if line.startswith("AU")] == [
        "AU  - Jansen, Jan",
        "AU  - Smit, Piet",
    ]
    assert "SE  - Binnenland, Water" in lines
    assert "  author = {Jansen, Jan and Smit, Piet}," in list(bibtex_lines(article))
    assert reference(article).startswith("Jan Jansen, Piet Smit, ‘Dijk’, NRC (Binnenland, Water)")
