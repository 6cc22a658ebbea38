"""A reader for each format: from an opened file to its articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TypeAlias, cast

from indexer.corpus.formats import Format
from indexer.corpus.input_file import InputFile, Member
from indexer.model import Article, ArticleError

Reader: TypeAlias = Callable[[InputFile], Iterator[Article | ArticleError | Member]]


def reader_of(format_: Format) -> Reader:
    """Import and return the reader of a format."""
    module, _, function = format_.reader.rpartition(".")
    return cast("Reader", getattr(import_module(f"{__name__}.{module}"), function))
