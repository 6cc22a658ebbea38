"""Values of JSON to text: what wraps them is taken off, and objects have names."""

from __future__ import annotations

import ast
import math
import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import orjson

from indexer.corpus.mapping.date_parts import date_of_parts
from indexer.corpus.markup import html_text
from indexer.corpus.normalize import clean_text

# Tags that only HTML has: what content systems export.
_MARKUP = re.compile(
    r"</(?:p|div|h[1-6]|ul|ol|li|blockquote|span|a|b|i|em|strong|html)>|<br ?/?>", re.IGNORECASE
)
_MAX_WRITTEN = 1_000_000  # characters in a list of Python, which is parsed as source
_SECTIONS = re.compile(r",\s+|,(?=[^\W\d])|(?<!\s)\s+[>»›]\s+")
_ENUMERATES = re.compile(r"(?:^|\s)(?:en|and|et|und|of|&|\+)\s", re.IGNORECASE)
_HEAD = re.compile(r"<head[\s>].*?</head>", re.IGNORECASE | re.DOTALL)
_DAY_DIGITS = 8  # 20220324
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# MongoDB's extended JSON (https://www.mongodb.com/docs/manual/reference/mongodb-extended-json/),
# values of JSON-LD, texts of WordPress, elements of XML that a converter made JSON of.
_WRAPPING_NAMES = """$oid $uuid $symbol $numberLong $numberInt $numberDouble $numberDecimal
@value rendered #text $t stringValue timestampValue integerValue
arrayValue mapValue"""
_WRAPPINGS = frozenset(_WRAPPING_NAMES.split())
_NAMES = """name display_name displayName fullName full_name naam title label term value slug
main default original domain"""
_NAMES_OF_PEOPLE = (
    ("given_name", "family_name"),
    ("givenName", "familyName"),
    ("first_name", "last_name"),
    ("firstName", "lastName"),
    ("first", "last"),
    ("voornaam", "achternaam"),
)


_LANGUAGE = re.compile(r"(nl|en|de|fr|fy)(?:[-_][A-Za-z]{2})?")
"""A name of one text in several languages, of which the Dutch one is taken."""
_PREFERRED = ("nl", "en", "de", "fr", "fy")
_OF_DYNAMO = frozenset(("S", "N", "L", "M", "SS"))  # {"S": "text"}, as DynamoDB writes values
_OF_FIRESTORE = ({"values"}, {"fields"})  # in its arrayValue and mapValue
_LISTING = ("edges", "nodes", "data")
_DAY_PARTS = {"year", "month", "day"}


def plain(value: Any) -> Any:
    """Return a value without what wraps it: `{"$oid": …}`, `{"@value": …}`, `{"rendered": …}`."""
    while isinstance(value, dict):
        wrapping = next((name for name in value if name in _WRAPPINGS), None)
        if wrapping is not None:
            value = value[wrapping]
        elif "$date" in value:
            return _moment(plain(value["$date"]))
        elif "year" in value and (date := date_of_parts(value)):
            return date
        elif value.keys() <= _DAY_PARTS and value.get("year"):
            return value["year"]
        elif value and all(map(_LANGUAGE.fullmatch, value)):
            value = _preferred(value)
        elif len(value) == 1 and (value.keys() <= _OF_DYNAMO or value.keys() in _OF_FIRESTORE):
            value = next(iter(value.values()))
        else:
            return value
    return value


def _preferred(texts: dict[str, Any]) -> Any:
    """Return the Dutch one of texts by their languages, or the next that is not empty."""
    ranked = sorted(texts, key=lambda name: _PREFERRED.index(name[:2]))
    return next((texts[name] for name in ranked if texts[name]), "")


def _moment(value: Any) -> Any:
    """Return the milliseconds of a MongoDB date as a stamp in UTC, another value as it is.

    A text of eight digits is a day: as milliseconds it would be of the first of 1970.
    """
    if isinstance(value, str) and len(value) <= _DAY_DIGITS:
        return value
    try:
        return (_EPOCH + timedelta(milliseconds=int(value))).isoformat().replace("+00:00", "Z")
    except (TypeError, ValueError, OverflowError):
        return value


def as_text(value: Any, joiner: str) -> str:
    """Return a value of JSON as text: numbers as written, lists joined, other objects empty."""
    match value:
        case str():
            return value
        case bool():
            return ""
        case int():
            return str(value)
        case float():
            return str(value) if math.isfinite(value) else ""
        case list():
            texts = (each if isinstance(each, str) else _piece(plain(each)) for each in value)
            return joiner.join(text for text in texts if isinstance(text, str) and text.strip())
        case dict():
            inner = plain(value)
            return "" if isinstance(inner, dict) else as_text(inner, joiner)
        case _:
            return ""


def _piece(value: Any) -> Any:
    """Return the text of an object in a list that is one text in pieces, another value as it is."""
    if isinstance(value, dict):
        return next((value[name] for name in ("text", "value") if name in value), None)
    return value


def named(value: Any) -> str:
    """Return a value as text; of an object, as JSON-LD and JSON Feed have, its name."""
    value = plain(value)
    if not isinstance(value, dict):
        return as_text(value, ", ")
    for first, last in _NAMES_OF_PEOPLE:
        if isinstance(value.get(first), str) and isinstance(value.get(last), str):
            return f"{value[first]} {value[last]}"
    found = (plain(value[name]) for name in _NAMES.split() if name in value)
    own = next((name for name in found if isinstance(name, str) and name.strip()), "")
    inner = value.get("data") or value.get("attributes")
    # {"data": {"attributes": {"name": …}}}, of Strapi
    return own or (named(inner) if isinstance(inner, dict) else "")


def each_value(value: Any) -> list[Any]:
    """Return the values of a list, also of one that is written out in a text, else the value."""
    value = plain(value)
    if isinstance(value, dict) and isinstance(value.get("name"), list):
        value = value["name"]
    if isinstance(value, dict) and (inner := next(filter(None, map(value.get, _LISTING)), None)):
        value = inner  # of GraphQL and Strapi
    if isinstance(value, list):
        return [each.get("node", each) if isinstance(each, dict) else each for each in value]
    listed = written_list(value) if isinstance(value, str) else None
    if listed is not None and all(isinstance(each, str) for each in listed):
        return listed
    return [value]


@lru_cache(maxsize=1024)
def sections_in(text: str) -> tuple[str, ...]:
    """Return the sections that one text lists: `sport, voetbal`, `Sport > Voetbal`.

    What ends with an `en` is the name of one (`Kunst, cultuur en media`), and so is what has other
    signs (`Opinie | Column`): decision 16.
    """
    parts = _SECTIONS.split(text)
    if len(parts) == 1 or ("," in text and _ENUMERATES.search(parts[-1])):
        return (text,)
    return tuple(dict.fromkeys(part for each in parts if (part := each.strip())))


def written_list(text: str) -> list[Any] | None:
    """Return the list that a text is: in JSON, or as Python and so pandas write one."""
    text = text.strip()
    if not text.startswith("["):
        return None
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        if len(text) > _MAX_WRITTEN or not (text.startswith(("['", '["')) and text[-1] == "]"):
            return None
        try:
            found = ast.literal_eval(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return None
    return found if isinstance(found, list) else None


def without_markup(text: str, joiner: str) -> str:
    """Return the text of a piece of HTML, its paragraphs joined by this; other text as it is."""
    if "<" not in text or not _MARKUP.search(text):
        return text
    return clean_text(joiner.join(html_text(_HEAD.sub("", text)).split("\n\n")))
