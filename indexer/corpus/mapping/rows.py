"""Records one after another, of a table or of JSON, to articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, TypeAlias

from indexer.corpus.input_file import InputFile
from indexer.corpus.makers.recognise import NoArticle, known_record
from indexer.corpus.mapping.date_parts import month_first
from indexer.corpus.mapping.field_names import MAX_NAMES, find_columns
from indexer.corpus.mapping.missing_text import as_line, hidden_text, longer_text
from indexer.corpus.mapping.plain_articles import PlainArticles, one_by_one
from indexer.corpus.mapping.text_columns import check_titles, choose_text_columns, note_titles
from indexer.corpus.records import mapped, read_record, user_fields
from indexer.later import NamedTuple
from indexer.model import Article, ArticleError

LOOK_AHEAD = 50
"""Records that decide which name has the texts."""
LOOK_AHEAD_SIZE = 5_000_000
"""Characters of them at most."""
_KINDS = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}


Found: TypeAlias = Article | ArticleError | PlainArticles
"""What comes of a row."""


class Row(NamedTuple):
    """A record, its article, or why there is none; and where it stands in its file.

    Or the articles of several plain lines, and where the last of these stands.
    """

    record: Any
    line: int
    part: str = ""


def read_rows(
    rows: Iterable[Row], input_file: InputFile, header: Sequence[str] | None = None
) -> Iterator[Article | ArticleError]:
    """Yield what `read_in_runs` does, each article by itself."""
    return one_by_one(read_in_runs(rows, input_file, header))


def read_in_runs(
    rows: Iterable[Row], input_file: InputFile, header: Sequence[str] | None = None
) -> Iterator[Found]:
    """Yield the article of each record; records that are no articles are counted.

    `header` has the names of a table. Raises UnreadableError if no name has the texts, and whatever
    `rows` raises, after what was before it.
    """
    source, ahead = iter(rows), list[Row]()
    place = input_file.line, input_file.part
    problem = _take(source, ahead)
    stopped, input_file.line, input_file.part = input_file.line, *place
    records = [row.record for row in ahead if isinstance(row.record, dict)]
    records = [record for record in records if len(record) <= MAX_NAMES]
    known = [each for each in map(known_record, records) if not isinstance(each, NoArticle)]
    input_file.text_columns = choose_text_columns(known, input_file)
    _find_order_of_dates(known, input_file)
    input_file.is_chosen = True
    if header is not None and not input_file.text_columns:
        check_titles(header, known, input_file)
    elif header is None and not input_file.text_columns:
        note_titles(known, input_file)
    for row in chain(ahead, source):
        input_file.line, input_file.part = row.line, row.part
        if found := _article(row.record, input_file):
            yield found
    if problem:
        input_file.line, input_file.part = stopped, place[1]
        raise problem


def _find_order_of_dates(records: Sequence[Mapping[str, Any]], input_file: InputFile) -> None:
    """Find out whether dates in numbers have their months first, as in the United States."""
    values = (
        value
        for record in (mapped(each, input_file) for each in records)
        for name in find_columns(tuple(record)).date
        if isinstance(value := record[name], str)
    )
    if found := month_first(values):
        input_file.months_first = True
        input_file.note(f"dates have their month before their day: {found[:40]!r}; read so")


def _take(source: Iterator[Row], ahead: list[Row]) -> Exception | None:
    """Take the first rows; return what the next one raised instead of coming."""
    size = 0
    try:
        for row in source:
            ahead.append(row)
            size += _size(row.record)
            if len(ahead) == LOOK_AHEAD or size > LOOK_AHEAD_SIZE:
                break
    except Exception as problem:  # noqa: BLE001 - it is raised after the rows before it
        return problem
    return None


def _size(record: Any) -> int:
    if not isinstance(record, dict):
        return 0
    return sum(len(value) for value in record.values() if isinstance(value, str))


def _article(record: Any, input_file: InputFile) -> Found | None:
    """Return the article of a record, or what is wrong; None for what is none, which is counted."""
    if isinstance(record, Found):
        return record
    if not isinstance(record, dict):
        kind = _KINDS.get(type(record), "a number")
        return input_file.error(f'no JSON object but {kind}; write {{"title": …, "body": …}}')
    if len(record) > MAX_NAMES:
        return input_file.error(
            f"{len(record):,} fields, of which no article has over {MAX_NAMES:,}; leave some out"
        )
    known = known_record(record)
    if isinstance(known, NoArticle):
        if known.is_lost:
            title = str(record.get("title", ""))[:60]
            return input_file.error(f"«{title}»: {known.kind}")
        input_file.count_as_none(known.kind)
        return None
    if input_file.fields and known is not record:
        known = {**known, **user_fields(record, input_file)}
    found = read_record(known, input_file)
    return found if isinstance(found, ArticleError) else _checked(found, known, input_file)


def _checked(
    article: Article, record: Mapping[str, Any], input_file: InputFile
) -> Article | ArticleError:
    """Return the article, or an error where its record has the text that it lacks."""
    body = article.body
    path = longer_text(record, body) if body else hidden_text(record)
    if path is None:
        return article
    lack = "with a summary and without the text" if body else "without a text that is found"
    return input_file.error(
        f"a headline («{article.title[:60]}») {lack}; say in knipsel.toml where it is, "
        f"under [fields]: {as_line(path)}"
    )
