"""Fields of several values over the real engines: queries, forms, facets, exports, citations."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.model import Article, FacetCount, SearchRequest
from indexer.output.citations import bibtex_lines, reference, ris_lines
from indexer.output.json_output import page_to_json
from indexer.output.tables import article_lines, csv_lines, joined

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
    lines = joined(article_lines((hit, hit.article) for hit in hits))
    (line,) = map(json.loads, lines)
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


SCANNED = {"zeker": "0.95", "half": "0.7", "raden": "0.3"}
_ALTO = (
    '<alto><Layout><Page WIDTH="900" HEIGHT="900"><PrintSpace><TextBlock><TextLine>'
    "{}</TextLine></TextBlock></PrintSpace></Page></Layout></alto>"
)
_WORD = '<String CONTENT="{}" WC="{}" HPOS="1" VPOS="1" WIDTH="9" HEIGHT="9"/>'


@pytest.fixture
def scanned(tmp_path: Path, engine: str) -> Iterator[Archive]:
    """Three pages that were recognised so well, and an article of today."""
    papers = tmp_path / "kranten"
    papers.mkdir()
    for name, confidence in SCANNED.items():
        words = "".join(_WORD.format(word, confidence) for word in f"{TEXT} {name}".split())
        (papers / f"{name}.xml").write_text(_ALTO.format(words), "utf-8")
    (papers / "vandaag.txt").write_text(TEXT, "utf-8")
    settings = Settings(index=tmp_path / "index", engine=engine)
    build(settings, [papers])
    with Archive.open(settings) as archive:
        yield archive


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("dijk kwaliteit:goed", {"zeker.xml"}),
        ("dijk quality:good", {"zeker.xml"}),
        ("dijk kwaliteit:(matig OF poor)", {"half.xml", "raden.xml"}),
        ("dijk -kwaliteit:slecht", {"zeker.xml", "half.xml", "vandaag"}),
    ],
)
def test_scans_are_asked_for_by_their_quality(scanned: Archive, query: str, ids: set[str]) -> None:
    assert found(scanned, SearchRequest(query, collapse=False, related=False)) == ids


def test_scans_are_limited_to_and_counted_by_their_quality(scanned: Archive) -> None:
    asked = SearchRequest("dijk", filters={"quality": ("good", "fair")}, collapse=False)
    page = scanned.search(asked)
    assert {hit.article.id: hit.article.quality for hit in page.hits} == {
        "zeker.xml": "goed",
        "half.xml": "matig",
    }
    counted = scanned.search(SearchRequest("dijk", collapse=False)).facets["quality"]
    assert {(e.value, e.count) for e in counted} == {("goed", 1), ("matig", 1), ("slecht", 1)}
