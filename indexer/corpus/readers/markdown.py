"""Markdown, with the fields of the article in front of it or not."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Any

from indexer.corpus.headings.date_lines import split_report, take_date
from indexer.corpus.headings.labelled_head import LabelledHead, labelled_head
from indexer.corpus.headings.signatures import take_signature, without_page
from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.makers.cms import DRAFTS, unpublished
from indexer.corpus.mapping.field_names import find_columns
from indexer.corpus.markup import html_text
from indexer.corpus.normalize import clean_text
from indexer.corpus.pages.tables import read_tables
from indexer.corpus.records import read_record
from indexer.model import Article, ArticleError
from indexer.text import one_line

_MAX_FILE = 10_000_000
_FRONT = re.compile(r"\A(---|\+\+\+)[ \t]*\r?\n(.*?\r?\n|)\1[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")  # of Obsidian, to a note: [[Jan Bakker]]
_UNQUOTED = re.compile(r"^([\w-]+):[ \t]+([^\"'\[{|>&*!#\s][^\n]*:(?:[ \t][^\n]*)?)$", re.MULTILINE)
# What Obsidian, Hugo and Jekyll put in a text: embedded files, comments, links, calls of templates.
_EMBEDDED = re.compile(r"!\[\[[^\[\]\n]{0,500}\]\]|%%[^%]{0,5000}%%")
_CALLED = re.compile(r"\{\{[<%][^{}]{0,2000}[>%]\}\}|\{%[^{}]{0,2000}%\}|<!--more-->")
_LINKED = re.compile(r"\[\[(?:[^\[\]|\n]{0,500}\|)?([^\[\]|\n#]{0,500})(?:#[^\[\]|\n]{0,500})?\]\]")
_CALLOUT = re.compile(r"^(>[ \t]*)\[!\w+\][-+]?[ \t]*", re.MULTILINE)
_TAGS = re.compile(r"^(?:#[^\W\d][\w/-]*[ \t]*)+$", re.MULTILINE)
# `Raad stemt in 0123456789abcdef0123456789abcdef.md`, and in it a heading and `Auteur: An Smit`.
_NOTION_NAME = re.compile(r" [0-9a-f]{32}(?:\.\w{2,8})?$")
_PROPERTIES = re.compile(r"\A\s*# ([^\n]+)\n\s*\n((?:[^\n:#]{1,60}: [^\n]*(?:\n|\Z))+)(?=\s*\n|\Z)")
_OF_NOTE = re.compile(r"created|last edited|aangemaakt|laatst", re.IGNORECASE)
_TAGS_OF_NOTION = ("tags", "tag", "labels")
_MARK = re.compile(r"\A#+[ \t]+")
_HEADING = re.compile(r"\A\s*+(?:#[ \t]+(?P<marked>[^\n]+)|(?P<under>[^\n]+)\n=+[ \t]*(?:\n|\Z))")


def read_markdown(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article: fields in YAML (`---`) or TOML (`+++`), then the text.

    Or the article of each row, where the text is a table of them.
    """
    record, text = _in_front(
        input_file.decode(input_file.read_whole(_MAX_FILE)), input_file.source.id
    )
    if unpublished(record):
        input_file.count_as_none(DRAFTS)
        return
    text = _without_signs(text)
    html = _html(text)
    body, kept = html_text(html), ""
    if (rows := read_tables(html, input_file, body)) is not None:
        yield from rows
        return
    columns = find_columns(tuple(record))
    if not (columns.title or columns.date) and (head := _labelled(text)):
        record, text = {**record, **head.fields}, head.text
        body = _plain(text)
        columns = find_columns(tuple(record))
    signed = take_signature(without_page(body), input_file.zone)
    told = {"source": signed.source, "date": signed.date, "author": list(signed.author)}
    record |= {name: each for name, each in told.items() if each and not getattr(columns, name)}
    body = signed.text
    if not (columns.date or signed.date):
        date, body, kept = take_date(body, input_file)
        record |= {"date": date} if date else {}
    heading = _HEADING.match(text)
    title = _plain(heading["marked"] or heading["under"]) if heading else ""
    if not columns.title and title and body.startswith(title):  # and not with the date
        record["title"], body = title, body.removeprefix(title).lstrip("\n")
    elif not columns.title:
        record["title"], body = split_report(body)
    body = f"{kept}\n\n{body}" if kept else body
    if not columns.id and not columns.url:
        record["id"] = input_file.source.id
    for name in columns.body:  # a summary in front, of which the text is the whole
        del record[name]
    yield read_record(record | {"body": body}, input_file)


def _in_front(text: str, name: str) -> tuple[dict[str, Any], str]:
    """Return the fields in front of a text, and the text below them."""
    if front := _FRONT.match(text):
        return _fields(front[1], front[2]), text[front.end() :]
    return _json_front(text) or _of_notion(text, name) or ({}, text)


def _json_front(text: str) -> tuple[dict[str, Any], str] | None:
    """Return the fields that an object of JSON names above a text, as Hugo reads them."""
    if not text.startswith("{"):
        return None
    try:
        record, end = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        return None
    rest = text[end:].lstrip()
    known = find_columns(tuple(record))
    return (record, rest) if rest and known.known and not known.body else None


def _of_notion(text: str, name: str) -> tuple[dict[str, Any], str] | None:
    """Return the properties that Notion exports below the heading, one a line, and the text.

    Their names are the user's own. When the note was made or changed is none of the article.
    """
    if not (_NOTION_NAME.search(name) and (found := _PROPERTIES.match(text))):
        return None
    record: dict[str, Any] = {"title": found[1].strip()}
    for line in found[2].splitlines():
        label, _, value = line.partition(": ")
        if not _OF_NOTE.match(label) and value.strip():
            record.setdefault(label, value.strip())
    columns = find_columns(tuple(record))
    tags = next((value for label, value in record.items() if label.lower() in _TAGS_OF_NOTION), "")
    if tags and not columns.section:
        record["section"] = [tag.strip() for tag in tags.split(",")]
    return record, text[found.end() :]


def _without_signs(text: str) -> str:
    """Return a text without what programs for notes and sites put in it; of a link its words."""
    text = _LINKED.sub(r"\1", _CALLED.sub("", _EMBEDDED.sub("", text)))
    return _TAGS.sub("", _CALLOUT.sub(r"\1", text))


def _labelled(text: str) -> LabelledHead | None:
    """Return what lines at the top name, which Markdown would set in one paragraph."""
    return labelled_head(_MARK.sub("", clean_text(text), count=1))


def _fields(fence: str, front: str) -> dict[str, Any]:
    try:
        table = tomllib.loads(front) if fence == "+++" else _yaml(front)
    except ValueError as error:
        raise UnreadableError(f"broken fields in front of it: {error}; mend them") from error
    made: dict[int, list[Any]] = {}
    return {str(name): _value(value, made) for name, value in table.items()}


def _yaml(front: str) -> dict[Any, Any]:
    import yaml  # noqa: PLC0415 - heavy

    # A colon in a title that is not quoted is the usual mistake.
    quoted = _UNQUOTED.sub(lambda found: f"{found[1]}: {json.dumps(found[2])}", front)
    try:
        try:
            table = yaml.load(front, Loader=yaml.BaseLoader) or {}  # noqa: S506 - nothing else
        except yaml.YAMLError:
            table = yaml.load(quoted, Loader=yaml.BaseLoader)  # noqa: S506 - nothing else
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(one_line(str(error))) from error
    if not isinstance(table, dict):
        raise ValueError(f"no names with values but a {type(table).__name__}")
    return table


def _value(value: Any, made: dict[int, list[Any]]) -> Any:
    """Return a value without the marks of links; `made` are lists by the id of what they are of.

    A list that others refer to stays one: copies of it would grow without end.
    """
    if isinstance(value, list):
        if id(value) not in made:
            made[id(value)] = copy = []
            copy += [_value(each, made) for each in value]
        return made[id(value)]
    if isinstance(value, str) and (link := _LINK.fullmatch(value.strip())):
        return link[1]
    return value.isoformat() if isinstance(value, date) else value


def _plain(text: str) -> str:
    return html_text(_html(text))


def _html(text: str) -> str:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - heavy

    html: str = MarkdownIt().enable("table").render(text)
    return html
