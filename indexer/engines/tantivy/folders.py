"""The folder of an index: its name, the names in it, and how Tantivy opens it."""

from __future__ import annotations

from pathlib import Path

import orjson
import tantivy

from indexer.engines.tantivy.os_errors import os_errors_raised
from indexer.engines.tantivy.schema import NOTHING, schema
from indexer.errors import IndexDamagedError, KnipselError
from indexer.files import is_plain_name, read_plain_file
from indexer.text import said

META = "meta.json"  # the segments and the schema
MANAGED = ".managed.json"  # the names of all files, of which Tantivy removes what no segment needs
_MAX_MANAGED = 1 << 24  # bytes


def refuse_paths(folder: Path) -> None:
    """Raise IndexDamagedError if Tantivy would look for its files, and remove them, elsewhere."""
    path = folder / MANAGED
    try:
        names = orjson.loads(read_plain_file(path, _MAX_MANAGED))
    except FileNotFoundError:
        return
    except ValueError as error:
        raise IndexDamagedError(f"{path} cannot be read: {said(error)}") from error
    if not isinstance(names, list) or not all(map(_is_plain, names)):
        raise IndexDamagedError(f"{path} names what is no file of the index")


def _is_plain(name: object) -> bool:
    return isinstance(name, str) and is_plain_name(name)


def utf8_name(folder: Path) -> str:
    """Return a folder as Tantivy takes it: UTF-8, whatever the locale. Raises KnipselError."""
    try:
        return str(folder).encode("utf-8", "surrogateescape").decode()
    except UnicodeDecodeError as error:
        raise KnipselError(
            f"Tantivy has no index in a folder whose name is not UTF-8: {folder}. Rename the "
            "folder, or index with --engine whoosh."
        ) from error


def open_index(folder: Path) -> tantivy.Index:
    """Open the index in a folder, or make one. Raises IndexDamagedError if it cannot be read."""
    try:
        with os_errors_raised():
            index = tantivy.Index(schema(), path=utf8_name(folder), reuse=True)
            # Its thread that looks for a commit would write a lock here, even once all is synced.
            index.config_reader("manual")
    except ValueError as error:
        raise IndexDamagedError(f"{folder} cannot be opened: {said(error)}") from error
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("spaces", spaces)
    paragraphs = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
        .filter(tantivy.Filter.custom_stopword([NOTHING]))
        .build()
    )
    index.register_tokenizer("paragraphs", paragraphs)
    return index
