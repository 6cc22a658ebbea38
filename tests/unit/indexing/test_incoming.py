"""Articles that come in columns are to the index what they are one by one."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import pytest

from indexer.analysis.analyzer import Analyzer
from indexer.corpus.discover import Source, find_files
from indexer.corpus.mapping.plain_articles import PlainArticles
from indexer.corpus.mapping.rows import LOOK_AHEAD
from indexer.corpus.normalize import PLAIN_SIGNS
from indexer.corpus.read import Articles
from indexer.indexing.ahead import AnalysisAhead
from indexer.indexing.document import LIMITS, Analysed, all_hashed
from indexer.indexing.incoming import (
    article_at,
    article_batches,
    columns_of,
    ids_of,
    letters_of,
    tell_versions,
)
from indexer.indexing.origins import Origin
from indexer.model import Article
from indexer.near_duplicates.rule import RULE

SIGNS = [chr(sign) for first, last in PLAIN_SIGNS for sign in range(ord(first), ord(last) + 1)]
RECORDS = [
    {"id": "1", "title": "Dijk zakt", "body": "Dijk zakt weg. De dijk zakt."},
    {"id": "2", "title": "Dijk zakt…", "body": "Dijk zakte weg.", "date": "2022-03-24"},
    {
        "id": "3",
        "title": "Kop",
        "body": "Tekst",
        "section": "sport, voetbal",
        "author": "Jan Jansen",
    },
    {"id": "4", "title": "Kop", "body": "Tekst", "author": "Door Jan en Piet", "source": "De Bode"},
    {"title": 'Een "kop"', "body": "Twee\n\nalinea's \\ é €", "url": "https://bode.example/5"},
    *({"id": f"s{n}", "title": "Kop", "body": f"Kop{sign}x"} for n, sign in enumerate(SIGNS)),
]


@pytest.fixture
def plain(tmp_path: Path, native: ModuleType) -> PlainArticles:
    """Return articles in columns, behind as many as decide which names have the texts."""
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps(each) for each in [RECORDS[0]] * LOOK_AHEAD + RECORDS))
    source = next(iter(find_files([path])))
    assert isinstance(source, Source)
    runs = [each for each in Articles(source).in_runs() if isinstance(each, PlainArticles)]
    return max(runs, key=len)


def test_columns_and_hashes_are_those_of_the_articles(plain: PlainArticles) -> None:
    singly = [*plain]
    assert len(plain) == len(singly) > 100
    assert (plain[0], plain[-1], plain[1:3]) == (singly[0], singly[-1], singly[1:3])
    assert columns_of(plain) == columns_of(singly)
    assert ids_of(plain) == ids_of(singly)
    origins = ["/a"] * len(singly)
    assert all_hashed(plain, origins) == all_hashed(singly, origins)
    assert letters_of(plain) >= letters_of(singly)
    assert not tell_versions(plain)
    with pytest.raises(IndexError):
        plain.kept.article(len(plain))


def test_they_are_analysed_as_they_are_one_by_one(
    plain: PlainArticles, native: ModuleType, analyzer: Analyzer
) -> None:
    """Whether a body begins with its title is said alike of each sign that may stand behind it."""

    def found(*parts: list[Article] | PlainArticles) -> Analysed:
        given = native.Fingerprinter(RULE)
        kernel = native.ReadAhead(analyzer.mapper, None, LIMITS, given, False)
        analysis = AnalysisAhead(kernel)
        analysis.begin(parts)
        read, _ = analysis.finished()
        analysis.close()
        return read

    singly = [*plain]
    assert found(plain) == found(singly)
    odd = Article("odd", "Dijk\ud800", "Dijk\ud800 zakt.")
    assert found(singly, [odd], plain) == found([*singly, odd, *singly])


def test_runs_are_batches_of_their_own_in_their_place(plain: PlainArticles) -> None:
    one, other = Article("a", "", "x"), Origin("/b")
    given: list[tuple[Origin, Article | PlainArticles]]
    given = [(Origin("/a"), one), (other, plain), (other, one), (other, one)]
    batches = [*article_batches(given)]
    assert [len(each.articles) for each in batches] == [1, len(plain), 2]
    assert batches[1].articles is plain
    assert {each.name for each in batches[1].origins} == {"/b"}
    parts = [each.articles for each in batches]
    every = [article for articles in parts for article in articles]
    assert [article_at(parts, place) for place in range(len(every))] == every
    with pytest.raises(IndexError):
        article_at(parts, len(every))
