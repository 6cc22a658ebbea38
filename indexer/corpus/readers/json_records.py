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

MAX_DOCUMENT = 200_000_000
"""Bytes of a .json file, which is read into memory whole."""

_MAX_BROKEN = 20
_OPENED = (b"[", b"{")  # a first line that a document goes on from


def read_json_lines(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article on each line; a file whose first lines are no JSON is skipped.

    Records without text do not count as such: an export may begin with a thousand pictures.
    """
    broken, sound = 0, False
    for line in input_file.lines():
        if isinstance(line, ArticleError):
            yield line
            continue
        if input_file.line == 1 and line.strip() in _OPENED:
            yield from read_json_document(input_file, line)
            return
        if line.isspace():
            continue
        try:
            record = _parse(line, input_file)
        except ValueError as error:
            yield input_file.error(f"broken JSON: {error}; mend this line")
            broken += 1
            if broken == _MAX_BROKEN and not sound:
                raise UnreadableError(
                    "no JSON on any line so far; the rest was not read"
                ) from error
        else:
            sound = True
            yield _article(record, input_file)


def read_json_document(
    input_file: InputFile, head: bytes = b""
) -> Iterator[Article | ArticleError]:
    """Yield the articles of a list, of an object's list, or the one that the object is.

    `head` was read before.
    """
    input_file.line = 0
    data = head + input_file.stream.read(MAX_DOCUMENT + 1 - len(head))
    if len(data) > MAX_DOCUMENT:
        limit = MAX_DOCUMENT // 10**6
        raise UnreadableError(f"over {limit} MB of JSON; write one article a line, as .jsonl")
    try:
        document = _parse(data, input_file)
        records = _records_in(document, input_file)
    except ValueError as error:
        if not _is_json_lines(data):
            raise UnreadableError(f"broken JSON: {error}; mend the file") from error
        input_file.stream = io.BytesIO(data)
        yield from read_json_lines(input_file)
        return
    input_file.is_one_article = records[:1] == [document]
    for number, record in enumerate(records, start=1):
        input_file.part = f"article {number}: "
        yield _article(record, input_file)


def _parse(data: bytes, input_file: InputFile) -> Any:
    """Return the JSON value. Raises ValueError if it is broken."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        # What orjson refuses and articles may have: lone surrogates, raw control characters, NaN,
        # other encodings.
        try:
            return json.loads(input_file.decode(data), strict=False)
        except RecursionError:
            raise ValueError("nested too deeply") from None


def _article(record: object, input_file: InputFile) -> Article | ArticleError:
    if isinstance(record, dict):
        return read_record(record, input_file)
    kind = type(record).__name__
    return input_file.error(f'no JSON object but a {kind}; write {{"title": …, "body": …}}')


def _records_in(document: object, input_file: InputFile) -> list[object]:
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        return [document]
    articles = document.get("articles")
    if isinstance(articles, list):
        return articles
    if find_columns(tuple(mapped(document, input_file))).body:
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
