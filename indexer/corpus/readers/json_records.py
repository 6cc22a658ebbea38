"""JSON: an object a line, or a document with one or more articles."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, TypeGuard

import orjson

from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.records import find_columns, mapped, read_record
from indexer.model import Article, ArticleError

LARGEST_DOCUMENT = 200_000_000
"""Bytes of a .json file, which is held whole while it is read."""

_HOPELESS = 20
_OPENED = (b"[", b"{")  # a first line that a document goes on from


def read_json_lines(opened: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article on each line; a file whose first lines are no JSON is given up.

    Records without text are no reason to: an export may begin with a thousand pictures.
    """
    broken, sound = 0, False
    for line in opened.lines():
        if isinstance(line, ArticleError):
            yield line
            continue
        if opened.line == 1 and line.strip() in _OPENED:
            yield from read_json_document(opened, line)
            return
        if line.isspace():
            continue
        try:
            record = _parse(line, opened)
        except ValueError as error:
            yield opened.error(f"broken JSON: {error}; mend this line")
            broken += 1
            if broken == _HOPELESS and not sound:
                raise UnreadableError(
                    "no JSON on any line so far; the rest was not read"
                ) from error
        else:
            sound = True
            yield _article(record, opened)


def read_json_document(opened: InputFile, head: bytes = b"") -> Iterator[Article | ArticleError]:
    """Yield the articles of a list, of an object's list, or the one that the object is.

    `head` was read before.
    """
    opened.line = 0
    data = head + opened.stream.read(LARGEST_DOCUMENT + 1 - len(head))
    if len(data) > LARGEST_DOCUMENT:
        limit = LARGEST_DOCUMENT // 10**6
        raise UnreadableError(f"over {limit} MB of JSON; write one article a line, as .jsonl")
    try:
        records = _records_in(_parse(data, opened), opened)
    except ValueError as error:
        if not _is_json_lines(data):
            raise UnreadableError(f"broken JSON: {error}; mend the file") from error
        opened.stream = io.BytesIO(data)
        yield from read_json_lines(opened)
        return
    for number, record in enumerate(records, start=1):
        opened.part = f"article {number}: "
        yield _article(record, opened)


def _parse(data: bytes, opened: InputFile) -> Any:
    """Return the JSON value; ValueError when it is broken."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        # What orjson refuses and articles may have: lone surrogates, raw control characters, NaN,
        # other encodings.
        try:
            return json.loads(opened.decode(data), strict=False)
        except RecursionError:
            raise ValueError("nested too deeply") from None


def _article(record: object, opened: InputFile) -> Article | ArticleError:
    if isinstance(record, dict):
        return read_record(record, opened)
    kind = type(record).__name__
    return opened.error(f'no JSON object but a {kind}; write {{"title": …, "body": …}}')


def _records_in(document: object, opened: InputFile) -> list[object]:
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        return [document]
    articles = document.get("articles")
    if isinstance(articles, list):
        return articles
    if find_columns(tuple(mapped(document, opened))).body:
        return [document]
    return _only_list(document) or [document]


def _only_list(document: dict[str, Any]) -> list[object] | None:
    """Return the list of objects that lies least deep, None when there is no one such list."""
    level = [document]
    while level:
        values = [value for each in level for value in each.values()]
        if lists := [value for value in values if _is_list_of_objects(value)]:
            return lists[0] if len(lists) == 1 else None
        level = [value for value in values if isinstance(value, dict)]
    return None


def _is_list_of_objects(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def _is_json_lines(data: bytes) -> bool:
    first, _, rest = data.partition(b"\n")
    try:
        return bool(rest.strip()) and isinstance(orjson.loads(first), dict)
    except orjson.JSONDecodeError:
        return False
