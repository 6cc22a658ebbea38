"""Reading articles from files, folders and standard input."""

from indexer.corpus.reading import Reading, read, read_articles
from indexer.corpus.sources import Source, find_files, sources_below

__all__ = ["Reading", "Source", "find_files", "read", "read_articles", "sources_below"]
