"""JSON: an object a line, or a document with one or more articles."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import orjson

from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.makers.envelopes import id_of_action
from indexer.corpus.makers.shapes import records_in, records_of
from indexer.corpus.mapping.plain_articles import PlainArticles
from indexer.corpus.mapping.plain_lines import open_plain_lines
from indexer.corpus.mapping.rows import Found, Row, read_in_runs
from indexer.later import NamedTuple
from indexer.model import ArticleError

MAX_DOCUMENT = 200_000_000
"""Bytes of a .json file, which is read into memory whole."""

_SHELL = re.compile(
    r"(?<=[:\[,\s])(?:ObjectId|ISODate|NumberLong|NumberInt|NumberDecimal|UUID|new Date)"
    r"\(\s*(\"[^\"]*\"|-?[\d.]+)\s*\)"
)
_MAX_BROKEN = 20
_BLANKS = re.compile(r"\s*")
_OPENED = (b"[", b"{")  # a first line that a document goes on from
_MAX_LINES, _MAX_BYTES = 200, 1 << 20  # that are read at a time


class _Line(NamedTuple):
    """A line, or why there is none, and its number; or articles of lines up to that."""

    data: bytes | ArticleError
    number: int
    articles: PlainArticles | None = None


def read_json_lines(input_file: InputFile) -> Iterator[Found]:
    """Yield the article on each line; a file whose first lines are no JSON is skipped.

    Records without text do not count as such: an export may begin with a thousand pictures.
    """
    lines = input_file.lines()
    first = next(lines, b"")
    if isinstance(first, bytes) and first.strip() in _OPENED:
        return read_json_document(input_file, first)
    return read_in_runs(_rows(chain([first], lines), input_file), input_file)


def _rows(lines: Iterable[bytes | ArticleError], input_file: InputFile) -> Iterator[Row]:
    broken, sound = 0, False
    for line, number, articles in _with_articles(lines, input_file):
        input_file.line = number
        if isinstance(line, ArticleError) or articles:
            sound = sound or articles is not None
            yield Row(articles or line, number)
            continue
        if not line or line.isspace():
            continue
        try:
            value = _parse(line, input_file)
            if (named := id_of_action(value)) is not None:
                input_file.next_id = named
                continue
            records = records_of(_named(value, input_file))
        except ValueError as error:
            yield Row(input_file.error(f"broken JSON: {error}; mend this line"), number)
            broken += 1
            if broken == _MAX_BROKEN and not sound:
                raise UnreadableError(
                    "no JSON on any line so far; the rest was not read"
                ) from error
        except UnreadableError as error:
            yield Row(input_file.error(str(error)), number)
        else:
            sound = True
            for record in records:
                yield Row(record, number)


def _named(value: Any, input_file: InputFile) -> Any:
    """Return a value with the id that the line before it told, if that told one."""
    id_, input_file.next_id = input_file.next_id, ""
    return {"id": id_} | value if id_ and isinstance(value, dict) else value


def _with_articles(lines: Iterable[bytes | ArticleError], input_file: InputFile) -> Iterator[_Line]:
    """Yield the lines; articles in place of those that are plain, once the first ones were read.

    But where the line before told the id.
    """
    source = iter(lines)
    while not input_file.is_chosen:
        line = next(source, None)
        if line is None:
            return
        yield _Line(line, input_file.line)
    reader = open_plain_lines(input_file)
    if reader is None:
        yield from (_Line(line, input_file.line) for line in source)
        return
    for batch in _batches(source, input_file):
        given = [line if isinstance(line, bytes) else b"" for line, _ in batch]
        start = end = 0
        for articles in reader.read(given):
            start, end = end, end + (len(articles) if articles else 1)
            if articles and not input_file.next_id:
                input_file.waiting = ()
                yield _Line(b"", batch[end - 1][1], PlainArticles(articles))
                continue
            for place in range(start, end):
                input_file.waiting = given[place + 1 :]
                yield _Line(*batch[place])


def _batches(
    lines: Iterator[bytes | ArticleError], input_file: InputFile
) -> Iterator[list[tuple[bytes | ArticleError, int]]]:
    """Yield lines with their numbers, some at a time; what ends them is raised after the others."""
    batch, size = list[tuple[bytes | ArticleError, int]](), 0
    try:
        for line in lines:
            batch.append((line, input_file.line))
            size += len(line) if isinstance(line, bytes) else 0
            if len(batch) == _MAX_LINES or size > _MAX_BYTES:
                yield batch
                batch, size = [], 0
    except Exception:
        yield batch
        raise
    yield batch


def read_json_document(input_file: InputFile, head: bytes = b"") -> Iterator[Found]:
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
        records = records_in(document, input_file)
    except ValueError as error:
        document = [] if _is_json_lines(data, 2) else _one_after_another(input_file.decode(data))
        if not document:
            if not _is_json_lines(data, 1):
                raise UnreadableError(f"broken JSON: {error}; mend the file") from error
            input_file.stream = io.BytesIO(data)
            yield from read_json_lines(input_file)
            return
        records = records_in(document, input_file)
    input_file.is_one_article = isinstance(document, dict) and records == records_of(document)
    rows = (Row(each, 0, f"article {number}: ") for number, each in enumerate(records, start=1))
    yield from read_in_runs(rows, input_file)


def _parse(data: bytes, input_file: InputFile) -> Any:
    """Return the JSON value. Raises ValueError if it is broken."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        # What orjson refuses and articles may have: lone surrogates, raw control characters, NaN,
        # other encodings, what the shell of MongoDB prints: ObjectId("62a1"), ISODate("2022").
        try:
            text = _SHELL.sub(r"\1", input_file.decode(data))
            return json.loads(text, strict=False)
        except RecursionError:
            raise ValueError("nested too deeply") from None


def _one_after_another(text: str) -> list[Any]:
    """Return the values of a text that has several and nothing else; [] of another text.

    What lists of objects hold are values too.
    """
    decoder, found, at = json.JSONDecoder(strict=False), [], 0
    try:
        while (at := _blank_until(text, at)) < len(text):
            value, at = decoder.raw_decode(text, at)
            found.append(value)
    except (ValueError, RecursionError):
        return []
    if len(found) == 1:
        return []
    return [one for each in found for one in (each if _is_list_of_objects(each) else [each])]


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _blank_until(text: str, at: int) -> int:
    """Return where the next sign stands that is no blank."""
    match = _BLANKS.match(text, at)
    return match.end() if match else at


def _is_json_lines(data: bytes, count: int) -> bool:
    """Return whether data have several lines, and the first ones, so many, are objects."""
    first = data.split(b"\n", count)[:count]
    try:
        are_objects = all(isinstance(orjson.loads(line), dict) for line in first)
    except orjson.JSONDecodeError:
        return False
    return are_objects and bool(data[len(first[0]) :].strip())
