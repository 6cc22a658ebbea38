"""What fixtures that are functions take and give."""

from collections.abc import Callable
from typing import TypeAlias

from indexer.model import Article, ArticleError

ReadFile: TypeAlias = Callable[[str, str | bytes], tuple[list[Article], list[ArticleError]]]
