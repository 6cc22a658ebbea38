"""Which column of a table, or name in records, has the texts, when none is called as texts are.

Decided once a file, over the first rows, so that every article has its text from one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.mapping.field_names import SUMMARIES, find_columns, plain_name
from indexer.corpus.mapping.missing_text import (
    advice,
    as_line,
    is_prose,
    is_text_name,
    likely_texts,
    quoted,
    value_text,
)
from indexer.corpus.mapping.text_pieces import joined_text, text_pieces
from indexer.corpus.records import mapped
from indexer.later import NamedTuple

_LONGER = 2.0
"""How many times as long as a summary a column has to be to be taken for the text instead."""
_RIVAL = 0.25
"""Share of the length of the longest column that makes another one a rival of it."""
_MIN_FILLED, _MIN_TEXTS = 0.3, 0.5  # shares of the rows, and of what is filled of them
_MAX_NAMED = 10
_SAME_WORDS = 0.5  # share of the words of the shorter text that makes it a part of the other


class AmbiguousError(UnreadableError):
    """Texts are there, and the user has to say which of them."""


class _Column(NamedTuple):
    name: str
    length: float
    """Characters of a value, on the average of all rows."""
    has_words: bool
    is_text: bool
    """Most of its values are prose, and enough rows have one."""


def choose_text_columns(
    records: Sequence[Mapping[str, Any]], input_file: InputFile
) -> tuple[str, ...]:
    """Return the name that has the texts of these records, none where a usual name has them.

    Or the names of several that have one in pieces. A choice is noted. Raises AmbiguousError if two
    names have texts that differ.
    """
    if not records:
        return ()
    with_fields = [mapped(record, input_file) for record in records]
    if _is_mapped("body", input_file):
        return ()
    names = [*dict.fromkeys(name for record in with_fields for name in record)]
    if (pieces := text_pieces(names)) and _have_texts(pieces, with_fields):
        listed = ", ".join(map(quoted, pieces[:_MAX_NAMED]))
        input_file.note(f"the texts are in pieces, which are read as one: {listed}")
        return pieces
    columns = find_columns(tuple(names))
    unknown = [name for name in names if name and name not in columns.known]
    others = [each for each in _measured(unknown, with_fields) if each.is_text]
    known = [*_measured(columns.body, with_fields)]
    chosen = _chosen(known, others, with_fields)
    if chosen is None:
        return ()
    input_file.note(_why(chosen, columns.body))
    return (chosen,)


def _have_texts(names: Sequence[str], records: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether most records have a text in these columns together."""
    texts = [text for record in records if (text := joined_text(record, names))]
    return sum(map(is_prose, texts)) >= _MIN_TEXTS * len(records)


def _is_mapped(field: str, input_file: InputFile) -> bool:
    """Return whether the user says where a field is, and something is there."""
    return any(
        path in input_file.found_paths
        for name, paths in input_file.fields
        if name == field
        for path in paths
    )


def _chosen(
    known: Sequence[_Column], others: Sequence[_Column], records: Sequence[Mapping[str, Any]]
) -> str | None:
    """Return the column to take in place of the first that has a usual name, None for that one."""
    usual = [each for each in known if each.length and not _is_weak(each.name)]
    first = next(iter(usual), None)
    if first and (first.has_words or not others):
        return _longest_of(usual, records)
    weak = max((each.length for each in known), default=0.0)
    ranked = sorted(others, key=lambda each: -each.length)
    if not ranked or not (ranked[0].length >= _LONGER * weak or is_text_name(ranked[0].name)):
        return None
    rivals = [each.name for each in ranked if each.length >= _RIVAL * ranked[0].length]
    if _differ(rivals, records):
        raise AmbiguousError(_which(rivals))
    return ranked[0].name


def _is_weak(name: str) -> bool:
    return plain_name(name) in SUMMARIES


def _longest_of(usual: Sequence[_Column], records: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the longest of columns with usual names, None where that is the first of them."""
    texts = [each for each in usual if each.is_text]
    names = [each.name for each in texts]
    if _differ(names, records):
        raise AmbiguousError(_which(names))
    longest = max(texts, key=lambda each: each.length, default=usual[0])
    return longest.name if longest.length > _LONGER * usual[0].length else None


def _measured(names: Iterable[str], records: Sequence[Mapping[str, Any]]) -> Iterator[_Column]:
    """Yield how long the values of each name are, and whether they are texts."""
    for name in names:
        values = [text for record in records if (text := value_text(name, record.get(name)))]
        words = [len(value.split()) for value in values]
        most = _MIN_TEXTS * len(values)
        enough = bool(values) and len(values) >= _MIN_FILLED * len(records)
        yield _Column(
            name,
            sum(map(len, values)) / len(records),
            has_words=sum(count > 1 for count in words) >= max(most, 1),
            is_text=enough and sum(map(is_prose, values)) >= most,
        )


def _differ(names: Sequence[str], records: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether rows have texts of their own under two of these names."""
    apart, both = 0, 0
    for record in records:
        texts = sorted(
            filter(None, (value_text(name, record.get(name)) for name in names)), key=len
        )
        for shorter in texts[:-1]:
            both += 1
            words = {*shorter.split()}
            apart += len(words & {*texts[-1].split()}) < _SAME_WORDS * len(words)
    return apart * 2 > both


def check_titles(
    header: Sequence[str], records: Sequence[Mapping[str, Any]], input_file: InputFile
) -> None:
    """Raise UnreadableError if a table has neither texts nor titles; note titles without texts.

    Raises AmbiguousError if it has titles, and something else that may be the texts.
    """
    names = tuple(dict.fromkeys(name for record in records for name in mapped(record, input_file)))
    columns = find_columns(names or tuple(mapped(dict.fromkeys(header, ""), input_file)))
    if columns.body:
        return
    found = ", ".join(header)[:200]
    likely = likely_texts(records) if records else []
    if not columns.title:
        raise UnreadableError(f"no text in its columns ({found}); {advice(likely)}")
    reason = f"titles only, no text in its columns ({found}); {advice(likely)}"
    if likely:
        raise AmbiguousError(reason)
    input_file.note(reason)


def note_titles(records: Sequence[Mapping[str, Any]], input_file: InputFile) -> None:
    """Note it where none of some records has a name of the text, and each has a title."""
    named = [find_columns(tuple(mapped(record, input_file))) for record in records]
    if len(named) > 1 and all(columns.title and not columns.body for columns in named):
        found = ", ".join(records[0])[:200]
        input_file.note(f"titles only, no text in its fields ({found}); {advice(())}")


def _which(names: Sequence[str]) -> str:
    found = ", ".join(map(quoted, names[:_MAX_NAMED]))
    return (
        f"{len(names)} columns of texts ({found}); "
        f"say in knipsel.toml which it is, under [fields]: {as_line(names[0])}"
    )


def _why(chosen: str, known: Sequence[str]) -> str:
    other = f", not {quoted(known[0])}" if known else ""
    return (
        f"the texts are taken from {quoted(chosen)}{other}, as it has the longest; "
        f"to be sure, say so in knipsel.toml, under [fields]: {as_line(chosen)}"
    )
