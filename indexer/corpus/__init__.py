"""Reading articles from files, folders and standard input."""

from indexer.corpus.reading import read, read_articles
from indexer.corpus.sources import Source, find_files

__all__ = ["Source", "find_files", "read", "read_articles"]
