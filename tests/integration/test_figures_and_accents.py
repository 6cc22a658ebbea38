"""A word is counted with its accents or without them, as it is found; but één is no een."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.answers.figures import Unit
from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.model import Article, SearchRequest

ARTICLES = (
    Article("a", "Oorlog", "De minister spreekt over Oekraïne.", "2022-03-01"),
    Article("b", "Oorlog", "De minister zwijgt over Oekraine.", "2022-03-02"),
    Article("c", "Koffie", "Eén café en een cafe, maar twee cafés.", "2022-03-03"),
    Article("d", "Handel", "Roemenië en Roemenie, Kroatie en Kroatië.", "2022-03-04"),
    Article("e", "Oogst", "De coöperatie van cooperaties.", "2022-03-05"),
    Article("f", "Nadruk", "Het was een idee, en maar één.", "2022-03-06"),
)


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def archive(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    write_articles: Callable[..., Path],
) -> Archive:
    folder = tmp_path_factory.mktemp("accents")
    settings = Settings(index=folder / "index", engine=request.param)
    build(settings, [write_articles(folder / "all.jsonl", *ARTICLES)])
    return Archive.open(settings)


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("oekraine", 2),
        ("Oekraïne", 2),
        ("cafe", 3),
        ("café", 3),
        ("roemenie", 2),
        ("Roemenië", 2),
        ("kroatie", 2),
        ("cooperatie", 2),
        ("coöperaties", 2),
        ("één", 2),
        ("een", 2),
    ],
)
def test_accents_that_make_no_other_word_are_not_counted_apart(
    archive: Archive, query: str, hits: int
) -> None:
    found = archive.figures().count([query], ("year",))
    assert sum(row.hits for row in found.rows) == hits


def test_a_word_beside_another_is_one_line_with_its_accents(archive: Archive) -> None:
    found = archive.figures().collocates(SearchRequest("minister"), unit=Unit.LEMMA)
    assert [(line.word, line.together) for line in found.rows if "kra" in line.word] == [
        ("oekraïne", 2)
    ]
