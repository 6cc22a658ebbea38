"""Where the text of a record may be when none of its names is one that texts have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from indexer.corpus.mapping.blocks import body_text
from indexer.corpus.mapping.field_names import SUMMARIES, find_columns, plain_name

MIN_WORDS = 8
"""Words in a value that makes it a text, not a name, a headline or a keyword."""

_MIN_LONG = 20
"""Words in what is taken for the text although the field of the text is there, and empty."""
_TIMES_LONGER = 2
_WITHOUT_SENTENCES = 40  # words of what is a text although no sentence ends in it
_MAX_DEPTH = 8  # names in a path that is advised
_MAX_PATHS = 1000
_MAX_SHOWN = 10
_NO_TEXT_NAME = re.compile(
    r"caption|bijschrift|onderschrift|copyright|rights|rechten|licen[cs]e|keyword|trefwoord"
    r"|\btags?\b|comment|reactie|opmerking|notitie|subtitle|ondertitel|subkop|header|error|query"
    r"|\balt\b|foto|photo|picture|image|video|media|meta|seo|disclaimer|related|verwant",
    re.IGNORECASE,
)
_TEXT_NAME = re.compile(
    r"te[kx]st|body|inhoud|content|artikel|article|bericht|story|alinea|paragra|html|blo[ck]k?s?\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?…][\"'”’»)]*(?:\s|<|$)")
_PAGE = re.compile(r"\s*(?:<!doctype|<html)", re.IGNORECASE)


def value_text(name: str, value: Any) -> str:
    """Return the text that an unknown name has: not of captions, comments or whole web pages.

    Of objects and lists only where the name says that they are a text.
    """
    if is_no_text(name):
        return ""
    if isinstance(value, str) or (isinstance(value, list | dict) and _TEXT_NAME.search(name)):
        text = body_text(value).strip()
        return "" if _PAGE.match(text) else text
    return ""


def is_text_name(name: str) -> bool:
    """Return whether a name says that what it has is a text, in whatever words."""
    return _TEXT_NAME.search(name) is not None


def is_no_text(name: str) -> bool:
    """Return whether what has this name is never the text of an article: captions, comments."""
    return _NO_TEXT_NAME.search(name) is not None


def is_prose(text: str) -> bool:
    """Return whether this is sentences, and no name, headline, place or list of keywords."""
    words = len(text.split())
    return words >= _WITHOUT_SENTENCES or (words >= MIN_WORDS and bool(_SENTENCE.search(text)))


def likely_texts(records: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the unknown names of what may be texts, by their names or for their words."""
    names = tuple(dict.fromkeys(name for record in records for name in record))
    known, scores = find_columns(names).known, {}
    for name in names:
        if name not in known:
            words = max(
                len(value_text(name, record.get(name)).split()) for record in records[:_MAX_SHOWN]
            )
            scores[name] = words and words + MIN_WORDS * bool(_TEXT_NAME.search(name))
    likely = [name for name, score in scores.items() if score >= MIN_WORDS // 2]
    return sorted(likely, key=lambda name: -scores[name])


def hidden_text(record: Mapping[str, Any]) -> str | None:
    """Return where the text of a record with a title alone may be, None where nothing can be it.

    A field of the text that is there and empty says that there is none.
    """
    names = find_columns(tuple(record)).body
    for name in names:
        if record[name] and isinstance(record[name], list | dict):
            inside = max(_texts_in(record[name]), key=lambda each: len(each[1]), default=("", ""))
            return f"{name}.{inside[0]}" if inside[0] else name
    min_words = _MIN_LONG if names else 0
    for name in likely_texts([record]):
        if len(value_text(name, record[name]).split()) >= min_words:
            return name
    known = find_columns(tuple(record)).known
    for path, text in _texts_in(record):
        above = path.partition(".")[0]
        least = MIN_WORDS // 2 if not names and _has_text_name(path) else max(min_words, MIN_WORDS)
        if "." not in path or above in known or is_no_text(path):
            continue
        if len(text.split()) >= least:
            return path
    return None


def longer_text(record: Mapping[str, Any], body: str) -> str | None:
    """Return where a text lies that is longer than the summary that was taken for it, or None.

    None too where a field has it that is more than a summary.
    """
    columns = find_columns(tuple(record))
    if any(record[name] for name in whole_texts(columns.body)):
        return None
    least = max(_MIN_LONG, _TIMES_LONGER * len(body.split()))
    for path, text in _texts_in(record):
        is_other = "." in path and path.partition(".")[0] not in columns.known
        if is_other and not is_no_text(path) and len(text.split()) >= least:
            return path
    return None


@lru_cache(maxsize=256)
def whole_texts(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of the names of texts that are of more than summaries."""
    return tuple(name for name in names if plain_name(name) not in SUMMARIES)


def where_to_say(record: Mapping[str, Any]) -> str:
    """Return what to do about a record without text, which may lie deeper or have another name."""
    paths = (path for path, _ in _texts_in(record) if "." in path and _has_text_name(path))
    if path := next(paths, None) or next(iter(likely_texts([record])), None):
        return f"say in knipsel.toml where it is, under [fields]: {as_line(path)}"
    return "add a title or a body"


def advice(likely: Sequence[str]) -> str:
    """Return what to do about a column that was not found, as `body = "Volledige tekst"`."""
    if likely:
        return f"say in knipsel.toml where it is, under [fields]: {as_line(likely[0])}"
    return (
        "name the column of the text body, text or tekst, or say in knipsel.toml which it is, "
        'under [fields]: body = "its name"'
    )


def as_line(path: str) -> str:
    """Return the line of knipsel.toml that takes the text from a path."""
    return f"body = {quoted(path)}"


def quoted(name: str) -> str:
    """Return a name as TOML has it."""
    return json.dumps(name, ensure_ascii=False)


def _has_text_name(path: str) -> bool:
    return bool(find_columns((path.rpartition(".")[2],)).body)


def _texts_in(value: Any) -> Iterator[tuple[str, str]]:
    """Yield the texts in an object, each with its path; of a list those of its first object."""
    pending: list[tuple[str, Any]] = [("", value)]
    for _ in range(_MAX_PATHS):
        if not pending:
            return
        path, found = pending.pop()
        if isinstance(found, list):
            found = next((each for each in found if isinstance(each, dict | str)), None)
        if isinstance(found, str):
            if found.strip() and path:
                yield path, found
        elif isinstance(found, dict) and path.count(".") < _MAX_DEPTH:
            below = [
                (f"{path}.{name}" if path else str(name), each) for name, each in found.items()
            ]
            pending += reversed(below)
