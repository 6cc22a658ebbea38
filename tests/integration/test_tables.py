"""Results as files that other programs read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.model import Article, Hit, SearchRequest, Snippet
from indexer.output.tables import article_lines, csv_lines, joined, reference_lines


def hits(*articles: Article) -> list[Hit]:
    return [Hit(n, a, 1.5, Snippet("title", a.title), ()) for n, a in enumerate(articles, 1)]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_cell_that_would_run_as_a_formula_is_text(sign: str) -> None:
    article = Article(
        f"{sign}1", f"{sign}HYPERLINK()", "", source=f"{sign}A1", section=(f"{sign}2",)
    )
    rows = list(csv.DictReader(csv_lines(hits(article))))
    assert [rows[0][name][:2] for name in ("id", "title", "source", "section")] == ["'" + sign] * 4


def test_a_line_end_in_a_cell_ends_no_row() -> None:
    article = Article("x", "Een\ntwee\rdrie", "")
    (row,) = csv.DictReader(io.StringIO("\r\n".join(csv_lines(hits(article))), newline=""))
    assert row["title"] == article.title


def test_a_csv_cell_keeps_commas_quotes_and_accents() -> None:
    article = Article("x", 'Hij zei: "Oekraïne, nu"', "")
    (row,) = csv.DictReader(csv_lines(hits(article)))
    assert row["title"] == article.title


def test_a_json_line_holds_the_whole_article() -> None:
    article = Article("x/1", "Kop", "Een.\n\nTwee.", "2022-03", "De Bode", author=("A. Bakker",))
    (line,) = joined(article_lines((hit, hit.article) for hit in hits(article)))
    assert json.loads(line) == {
        "rank": 1,
        "score": 1.5,
        "id": "x/1",
        "title": "Kop",
        "body": "Een.\n\nTwee.",
        "date": "2022-03",
        "source": "De Bode",
        "section": None,
        "url": None,
        "author": "A. Bakker",
        "quality": None,
    }


def test_an_export_can_be_indexed_again(archive_of: Callable[..., Archive], tmp_path: Path) -> None:
    articles = (
        Article(
            "x/1",
            "De dijk",
            "Een.\n\nTwee.",
            "2022-03",
            "De Bode",
            ("weer", "wind"),
            "http://e/1",
            ("A", "B, C"),
        ),
        Article("x/2", "Nog een dijk", "Drie."),
    )
    listing = archive_of(*articles).listing(SearchRequest("dijk", limit=100))
    export = tmp_path / "export.jsonl"
    lines = joined(article_lines((hit, hit.article) for hit in listing.hits))
    export.write_text("".join(line + "\n" for line in lines), "utf-8")
    settings = Settings(index=tmp_path / "again")
    build(settings, [export])
    again = Archive.open(settings)
    assert [again.article(article.id).article for article in articles] == list(articles)
    again.close()


def test_ris_records_follow_each_other_after_an_empty_line() -> None:
    lines = list(
        reference_lines(hits(Article("x", "Een", ""), Article("y", "Twee", "")), lambda a: a.id)
    )
    assert lines.count("TY  - NEWS") == lines.count("ER  - ") == lines.count("") == 2
    assert "UR  - x" in lines
