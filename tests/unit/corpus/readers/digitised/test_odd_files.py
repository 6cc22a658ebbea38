"""Files that makers write otherwise than most: what is right stands in `odd_files.jsonl`.

A row has the files, the title (null: made of the text) and body of each article, and what else is
asked: the box of a word of the first one, its pages, the days and papers of all.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from indexer.corpus import read_articles
from indexer.model import Article

ROWS = [
    json.loads(line)
    for line in Path(__file__).with_name("odd_files.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_an_odd_file_is_read_right(tmp_path: Path, row: dict[str, Any]) -> None:
    for name, content in row["files"].items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    found = [each for each in read_articles(tmp_path) if isinstance(each, Article)]
    titles = [title for title, _ in row["articles"]]
    assert [
        [each.title if title is not None else None, each.body]
        for each, title in zip(found, titles, strict=True)
    ] == row["articles"]
    if "box" in row:
        assert row["box"] in _boxes(found[0])
    if "pages" in row:
        assert found[0].scan
        assert [page.page for page in found[0].scan.pages] == row["pages"]
    assert row.get("dates") is None or [each.date for each in found] == row["dates"]
    assert row.get("sources") is None or [each.source for each in found] == row["sources"]


def _boxes(article: Article) -> list[list[Any]]:
    assert article.scan
    words = [box for page in article.scan.words() for box in page]
    return [[article.body[word.start : word.end], list(word[2:])] for word in words]
