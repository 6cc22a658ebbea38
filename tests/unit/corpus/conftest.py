"""Files of articles to read."""

import gzip
from pathlib import Path

import pytest

from indexer.corpus import read_articles
from indexer.model import Article, ArticleError
from tests.fixture_types import ReadFile


@pytest.fixture
def read_file(tmp_path: Path) -> ReadFile:
    """Write a file, compressed by its name, and read it: (articles, errors)."""

    def read_file(name: str, content: str | bytes) -> tuple[list[Article], list[ArticleError]]:
        data = content.encode() if isinstance(content, str) else content
        path = tmp_path / name
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        found = list(read_articles(path))
        return (
            [article for article in found if isinstance(article, Article)],
            [error for error in found if isinstance(error, ArticleError)],
        )

    return read_file
