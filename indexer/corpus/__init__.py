"""Reading articles from files, folders and standard input."""

from indexer.corpus.discover import Source, find_files, sources_below
from indexer.corpus.mapping.user_fields import UserFields
from indexer.corpus.read import Articles, read, read_articles

__all__ = [
    "Articles",
    "Source",
    "UserFields",
    "find_files",
    "read",
    "read_articles",
    "sources_below",
]
