"""Files inside files: members of archives and attachments of messages, named as in a folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from indexer.corpus.discover import Source, as_id
from indexer.corpus.formats import TEXT, NamedFormat, format_of_name, scan_of_name
from indexer.corpus.input_file import InputFile
from indexer.corpus.other_files import is_ignored, is_unmistakable, remark
from indexer.model import ArticleError, Note


def member_source(
    inside: str, input_file: InputFile, head: Callable[[], bytes]
) -> Source | ArticleError | None:
    """Return a file inside another as a source, or the error of one that may hold articles.

    None for what is passed over in a folder too; it is counted. `head` reads how the file begins.
    """
    if is_ignored(inside):
        return None
    origin = member_origin(inside, input_file)
    named = format_of_name(inside) or (scan_of_name(inside) if input_file.source.ocr else None)
    if named is None:
        said = remark(origin, inside)
        if isinstance(said, Note):
            input_file.pass_over(said)
            return None
        if not is_unmistakable(inside, head()):
            return said
        named = NamedFormat(inside, TEXT, compressed=False)
    return replace(
        input_file.source,
        origin=origin,
        id=as_id(f"{input_file.source.id}!{named.id}"),
        format=named.format,
        compressed=named.compressed,
    )


def member_origin(inside: str, input_file: InputFile) -> str:
    """Return how messages call a file inside another."""
    return as_id(f"{input_file.source.origin}!{inside}")
