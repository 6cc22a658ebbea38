"""Records with named fields, of JSON, tables, feeds and the press's XML, to articles.

A record is a mapping of names to values. Its names are those that makers of archives use
(`mapping/field_names.py`), or stand under `[fields]` in knipsel.toml. On the way to an article:
fields that the user mapped come first, names are matched to fields, values become clean text, and
what is missing is made of the rest (a title of the text, an id of the address or of a hash).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from indexer.corpus.dates import partial_date
from indexer.corpus.headings.titles import title_of
from indexer.corpus.ids import given_id, given_value, id_of_address
from indexer.corpus.input_file import MAX_ARTICLE, InputFile
from indexer.corpus.mapping.blocks import body_text
from indexer.corpus.mapping.date_parts import date_of_parts, day_of
from indexer.corpus.mapping.field_names import (
    SUMMARIES,
    FieldColumns,
    find_columns,
    plain_name,
)
from indexer.corpus.mapping.missing_text import is_prose, where_to_say
from indexer.corpus.mapping.text_pieces import joined_text
from indexer.corpus.mapping.values import (
    as_text,
    each_value,
    named,
    sections_in,
    without_markup,
)
from indexer.corpus.normalize import are_clean, clean_text, unescape
from indexer.corpus.releases import release_in
from indexer.model import Article, ArticleError

MAX_ID = 1000
"""Characters in an id; engines keep ids as single terms, whose length they limit."""

_NO_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:(?!//|\d)", re.IGNORECASE)
_NAME = ("name", "naam")
_PLAIN_WORD = re.compile(r"[a-zà-ÿ]{4,}")  # no particle of a name: van der, de
_YEAR = len("2022")
_WORD = re.compile(r"\w+")
_LEADS = frozenset(("lead", "intro", "inleiding"))
_SUMMARY = 0.9  # share of the words of a lead that are of the text too
_DATES_INSIDE = "iso date datetime value raw utc timestamp seconds _seconds"
_WEB = ("http://", "https://")


def read_record(
    record: Mapping[str, Any], input_file: InputFile, *, has_guid: bool = False
) -> Article | ArticleError:
    """Return the article in a record, an error if it has no text; a bad date costs a note.

    One that its maker withdrew needs no text. With `has_guid` its id is that of the article in
    every file, whatever it looks like.
    """
    if input_file.text_columns and (text := _chosen_text(record, input_file.text_columns)):
        record = {**record, "body": text}
    if input_file.fields:
        record = mapped(record, input_file)
    columns = find_columns(tuple(record))
    texts = record if _is_plain(record, columns) else _clean(record)
    title = without_markup(_first_line(texts, columns.title) or _name_of(record, columns), " ")
    body = _body(texts, columns, title, input_file)
    source, url = _source_and_url(record, texts, columns)
    given = given_id(next(_given(texts, columns.id), ""))
    id_ = given or _id_of_address(texts, columns, url)
    try:
        release = release_in(record, input_file.zone, given, has_guid=has_guid)
    except ValueError as error:
        return input_file.error(f"an embargo that is not understood: '{error}'; write a time")
    if not title and not body and not (id_ and release and release.withdrawn):
        return input_file.error(
            f"no text among its fields ({_names_in(record)}); {where_to_say(record)}"
        )
    if len(body) > MAX_ARTICLE:
        return input_file.error(f"longer than {MAX_ARTICLE // 10**6} MB; split it into articles")
    return Article(
        short_id(id_) or _hash(f"{title}\n{body}"),
        title or title_of(body),
        body,
        _day_of(record, texts, columns, input_file),
        source or None,
        _sections(record, texts, columns.section),
        url or None,
        _values(record, texts, columns.author),
        release=release,
    )


def _chosen_text(record: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return record.get(names[0]) if len(names) == 1 else joined_text(record, names)


def _body(
    texts: Mapping[str, Any], columns: FieldColumns, title: str, input_file: InputFile
) -> str:
    """Return the text of a record, with the lead that stands in a field of its own."""
    body = without_markup(_first_text(texts, columns.body), "\n\n")
    if len(columns.body) > 1 and not any(field == "body" for field, _ in input_file.fields):
        return _with_lead(texts, columns.body, title, body)
    return body


def _name_of(record: Mapping[str, Any], columns: FieldColumns) -> str:
    """Return the name of a record without a title, where that is a headline and of no person."""
    if columns.title or not columns.body:
        return ""
    named = next((each for each in record if plain_name(each) in _NAME), "")
    line = record[named] if named else ""
    if not isinstance(line, str) or not any(map(_PLAIN_WORD.fullmatch, line.split())):
        return ""
    return " ".join(clean_text(unescape(line)).split())


def _id_of_address(texts: Mapping[str, Any], columns: FieldColumns, url: str) -> str:
    named_by = (line for line in _given(texts, columns.url) if "/" in line or ":" in line)
    return id_of_address(url or next(named_by, ""))


def _sections(
    record: Mapping[str, Any], texts: Mapping[str, str], names: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the sections: those of a list, or that a text lists."""
    values = _values(record, texts, names)
    if len(values) == 1 and any(isinstance(record[name], str) for name in names):
        return sections_in(values[0])
    return values


def _source_and_url(
    record: Mapping[str, Any], texts: Mapping[str, str], columns: FieldColumns
) -> tuple[str, str]:
    """Return the name of the source and the address, empty without one.

    What makers call the source may be the address of the article; of an address that stands for a
    source its host is the name, and so it is of a site beside the address. `urn:…` and `tag:…` are
    names of articles and no addresses.
    """
    given = [*_given(texts, columns.url)]
    url = next((line for line in given if _is_address(line)), "")
    site = next((line for line in given if line.startswith(_WEB) and not id_of_address(line)), "")
    source = ", ".join(_values(record, texts, columns.source))
    if source.startswith(_WEB):
        host, _, path = source.partition("//")[2].partition("/")
        if path:
            url = url or source
        others = tuple(name for name in columns.source if not texts[name].startswith(_WEB))
        source = ", ".join(_values(record, texts, others)) or host.removeprefix("www.")
    if site != url and not source:
        source = site.partition("//")[2].rstrip("/").removeprefix("www.")
    return source, url


def _is_address(line: str) -> bool:
    """Return whether this is a whole address, and not the words of a link, or a path in a site."""
    is_path = line.startswith("/") and not line.startswith("//")
    return not (is_path or _NO_ADDRESS.match(line)) and ("/" in line or "." in line)


def mapped(record: Mapping[str, Any], input_file: InputFile) -> Mapping[str, Any]:
    """Return the record with the fields that the user mapped in front of those it has."""
    named = user_fields(record, input_file)
    if len(named) < len(input_file.fields):
        columns = find_columns(tuple(record))
        others = {name for name, _ in input_file.fields if name not in named}
        input_file.usual_fields |= {
            name for name in others if any(record[usual] for usual in getattr(columns, name))
        }
    return named | {name: value for name, value in record.items() if name not in named}


def user_fields(record: Mapping[str, Any], input_file: InputFile) -> dict[str, Any]:
    """Return the fields that the user mapped and that the record has.

    A path is a name, or names with dots between them: from object to object, through lists. A field
    of several paths has the values of all.
    """
    named: dict[str, Any] = {}
    for name, paths in input_file.fields:
        values = [
            value for path in paths if (value := _value_at(path, record, input_file)) is not None
        ]
        if values:
            named[name] = values[0] if len(values) == 1 else _one_list(values)
    return named


def _value_at(path: str, record: Mapping[str, Any], input_file: InputFile) -> Any:
    """Return the value at a path, None without one; remember that the path was there."""
    value: Any = record.get(path)
    if value is None and path not in record:
        value = record
        for name in path.split("."):
            if isinstance(value, list):
                value = [each[name] for each in value if isinstance(each, dict) and name in each]
            else:
                value = value.get(name) if isinstance(value, dict) else None
    if value is not None and value != []:
        input_file.found_paths.add(path)
    return value


def _one_list(values: list[Any]) -> list[Any]:
    return [each for value in values for each in (value if isinstance(value, list) else [value])]


def _day_of(
    record: Mapping[str, Any],
    texts: Mapping[str, str],
    columns: FieldColumns,
    input_file: InputFile,
) -> str | None:
    """Return the partial date of a record; one of a year alone is completed by its parts."""
    date = _date_of(texts, columns.date, input_file)
    if date and len(date) == _YEAR:
        parts = date_of_parts(record)
        date = partial_date(parts, input_file.zone) or date
        if parts and len(date) == _YEAR and not parts.endswith("-00"):
            input_file.note_unread_date(parts)
    return date


def _date_of(texts: Mapping[str, str], names: tuple[str, ...], input_file: InputFile) -> str | None:
    """Return the first partial date among the fields of these names; None without one.

    A note has what stands there where none of it is understood.
    """
    unread = ""
    for line in _given(texts, names):
        if date := day_of(line, input_file.zone, months_first=input_file.months_first):
            return date
        unread = unread or line
    if unread:
        input_file.note_unread_date(unread)
    return None


def _is_plain(record: Mapping[str, Any], columns: FieldColumns) -> bool:
    """Return whether known fields have texts as they stand; one may be the list of its parts."""
    is_clean = are_clean([record[name] for name in columns.known])
    return is_clean and not any(record[name].startswith("[") for name in columns.body)


def _clean(record: Mapping[str, Any]) -> dict[str, str]:
    """Return the values of known fields as clean text; a list in a body is paragraphs."""
    columns = find_columns(tuple(record))
    return {
        name: clean_text(unescape(_text_of(value, name, columns)))
        for name in columns.known
        for value in (record[name],)
    }


def _text_of(value: Any, name: str, columns: FieldColumns) -> str:
    """Return the text in a value; a headline may be an object that has several forms of it.

    So may a date: `{"iso": "2022-03-24T08:00:00Z"}`, or the list of its parts.
    """
    if name in columns.date and isinstance(value, dict):
        known = (value[part] for part in _DATES_INSIDE.split() if value.get(part))
        return as_text(value, ", ") or next((as_text(each, ", ") for each in known), "")
    if name in columns.date and isinstance(value, list):
        return as_text([str(each) if isinstance(each, int) else each for each in value], ", ")
    if name in columns.body:
        return body_text(value)
    return named(value) if name in columns.title else as_text(value, ", ")


def _first_text(texts: Mapping[str, str], names: tuple[str, ...]) -> str:
    """Return the first text that is not empty, with its paragraphs."""
    for name in names:
        if text := texts[name].strip():
            return text
    return ""


def _with_lead(texts: Mapping[str, str], names: tuple[str, ...], title: str, body: str) -> str:
    """Return a text below the lead that its record has apart, as it is where it has that too.

    A lead of which nearly all words are of the text is a summary of it.
    """
    own = next((name for name in names if texts[name].strip()), "")
    name = next((each for each in names if plain_name(each) in _LEADS and texts[each].strip()), "")
    if not name or name == own or plain_name(own) in SUMMARIES or not is_prose(texts[name]):
        return body
    lead = without_markup(texts[name].strip(), "\n\n")
    words, told = lead.rstrip(".…").split(), body.split()
    is_told = " ".join(words) in " ".join(told) or " ".join(words) == title.rstrip(".…")
    known, own_words = {*_WORD.findall(body.lower())}, _WORD.findall(lead.lower())
    is_summary = sum(word in known for word in own_words) > _SUMMARY * len(own_words)
    return body if is_told or is_summary else f"{lead}\n\n{body}"


def _first_line(texts: Mapping[str, str], names: tuple[str, ...]) -> str:
    """Return the first text that is not empty, in one line."""
    for name in names:
        if words := texts[name].split():
            return " ".join(words)
    return ""


def _given(texts: Mapping[str, str], names: tuple[str, ...]) -> Iterator[str]:
    """Yield the values that are some, each in one line: no `NaN`, which programs write for none."""
    for name in names:
        if value := given_value(" ".join(texts[name].split())):
            yield value


def _values(
    record: Mapping[str, Any], texts: Mapping[str, str], names: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the values of a field, each on one line: those of a list, else the one that it has.

    A text is one value whatever signs are in it, for names have commas, unless it is a JSON list.
    """
    for name in names:
        value = record[name]
        if isinstance(value, str) and not value.lstrip().startswith("["):
            if line := given_value(" ".join(texts[name].split())):
                return (line,)
        elif found := one_line_values(unescape(named(each)) for each in each_value(value)):
            return found
    return ()


def one_line_values(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values of a field, clean and each on one line; each once, none empty."""
    lines = (" ".join(clean_text(value).split()) for value in values)
    return tuple(dict.fromkeys(line for line in lines if line))


def short_id(given: str) -> str:
    """Return an id, or its hash where it is longer than MAX_ID."""
    return given if len(given) <= MAX_ID else _hash(given)


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=10).hexdigest()


def _names_in(record: Mapping[str, Any]) -> str:
    return ", ".join(list(record)[:10])[:200] or "none"
