"""Posts of Substack: a row each in one table, and their texts in pages in the folder beside it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from html import escape
from typing import Any

from indexer.corpus.input_file import InputFile
from indexer.corpus.mapping.rows import Row

_TABLE = "posts.csv"
_COLUMNS = frozenset(("post_id", "post_date", "is_published", "title"))
_COLUMNS_OF_READERS = frozenset(("email", "active_subscription"))
_PAGE = re.compile(r"(?:^|[/\\!])posts[/\\](\d{1,20}\.[^/\\!]{1,300})\.html$")


def is_table(names: Collection[str]) -> bool:
    """Return whether the names of a table are those of the posts of Substack."""
    return {*names} >= _COLUMNS


def is_about_readers(names: Collection[str]) -> bool:
    """Return whether the names of a table are those of who reads Substack, and what they opened."""
    return {*names} >= _COLUMNS_OF_READERS


def with_texts(rows: Iterator[Row], input_file: InputFile) -> Iterator[Row]:
    """Yield the rows of the posts with the texts of their pages; an error for one without a page.

    A row of a draft is yielded as it is.
    """
    for row in rows:
        record = row.record
        if isinstance(record, dict) and record.get("is_published", "").lower() != "false":
            input_file.line = row.line
            text = _text_of(record, input_file)
            if text is None:
                reason = (
                    f"«{record.get('title', '')[:60]}»: a post of Substack whose page "
                    "is not in the folder posts beside it; index the whole export"
                )
                yield Row(input_file.error(reason), row.line)
                continue
            yield row._replace(record={**record, "body": text})
        else:
            yield row


def _text_of(record: Mapping[str, Any], input_file: InputFile) -> str | None:
    """Return the text of a post as HTML, empty where it has none; None where its page is not there.

    What stands below its headline is the first paragraph.
    """
    reference = f"posts/{record.get('post_id')}.html"
    beside = input_file.beside() if input_file.beside and _PAGE.search(reference) else None
    path = beside.find(reference) if beside else None
    if not (beside and path == reference):
        return None
    text = input_file.decode(beside.read(path) or b"")
    above = record.get("subtitle")
    return f"<p>{escape(above)}</p>{text}" if text and above else text


def is_in_table(input_file: InputFile) -> bool:
    """Say whether a page is the text of a post in the table above it, with which it is read."""
    page = _PAGE.search(input_file.source.origin)
    above = input_file.beside().above() if page and input_file.beside else None
    if not (page and above and above.find(_TABLE)):
        return False
    table = above.read(_TABLE) or b""
    names = table.partition(b"\n")[0].decode("utf-8", "replace")
    row = rb'^"?' + re.escape(page[1].encode()) + rb'"?,'
    if not (is_table(re.findall(r"\w+", names)) and re.search(row, table, re.MULTILINE)):
        return False
    input_file.is_part = True
    return True
