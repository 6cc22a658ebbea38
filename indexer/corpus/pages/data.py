"""JSON-LD of a page: read where it is broken too, as templates that do not quote write it."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from typing import Any

MAX_DATA = 2_000_000
"""Characters of JSON-LD on a page that are read."""

_ARTICLES_IN = ("@graph", "mainEntity", "mainEntityOfPage")
_OF_OTHERS = ("@graph", "liveBlogUpdate")
_SCHEMA = "https://schema.org"
_BEFORE = ("<!--", "//", "/*", "<![CDATA[", "*/")  # in this order, each perhaps
_AFTER = ("*/", "]]>", "/*", "//", "-->")
_TRAILING_COMMA = re.compile(r",\s*(?=[\]}])")
_COMMENT = re.compile(r"/\*[^*]{0,300}\*/|<!--[^<]{0,300}-->")
_ARTICLE = re.compile(r'"@type"\s*:\s*\[?\s*"(\w*Article|BlogPosting|LiveBlogPosting|Report\w*)"')
# A value ends where the next name begins, whatever quotes are in it.
_VALUE = r'"{}"\s*:\s*"(.{{1,300}}?)"\s*(?=,\s*"[\w@-]{{1,50}}"\s*:|[}}\]])'
_NAMES = ("headline", "datePublished")
_FIELDS = {name: re.compile(_VALUE.format(name), re.DOTALL) for name in _NAMES}
_MAX_OPEN = 10  # brackets that are missing at the end


def read_data(text: str) -> Any:
    """Return what a script of JSON-LD says, None where nothing of it can be read.

    Comments, commas and ends that are missing or too many are mended. Of what is broken otherwise
    the headline and the day of its one article are read.
    """
    text = _TRAILING_COMMA.sub("", _without_marks(text))
    for attempt in (text, _COMMENT.sub("", text)):
        value = _parsed(attempt)
        if value is not None:
            return value
    return _parsed(_closed(_COMMENT.sub("", text))) or _salvaged(text)


def mend_data(tree: Any) -> None:
    """Write the JSON-LD in a tree of lxml anew, so that an extractor reads what it says.

    What is said of the posts of a live blog goes: their headlines are not that of the page. Each
    object says whose names it has, and the article that is the subject of a page stands beside it.
    """
    size = 0
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        size += len(text)
        if size > MAX_DATA:
            return
        value = read_data(text)
        if value is None:
            script.text = ""
        else:
            script.set("type", "application/ld+json")
            script.text = json.dumps([_plain(each) for each in objects_in(value)])


def objects_in(data: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects at the top; what is in a list of items, or a part of one, is another's."""
    pending = deque([data])
    while pending:
        each = pending.popleft()
        if isinstance(each, list):
            pending += each
        elif isinstance(each, dict):
            yield each
            pending += [
                each[name] for name in _ARTICLES_IN if isinstance(each.get(name), dict | list)
            ]


def _plain(each: dict[str, Any]) -> dict[str, Any]:
    """Return an object without those that stand beside it or are other posts, with its context."""
    context = each.get("@context", _SCHEMA)
    if not isinstance(context, str) and _SCHEMA.partition("://")[2] in json.dumps(context):
        context = _SCHEMA
    own = {name: value for name, value in each.items() if name not in _OF_OTHERS}
    return {**own, "@context": context}


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _without_marks(text: str) -> str:
    """Return a script without the comment or CDATA around it."""
    text = text.strip()
    for mark in _BEFORE:
        text = text.removeprefix(mark).lstrip()
    for mark in _AFTER:
        text = text.removesuffix(mark).rstrip("; \n\t")
    return text


def _closed(text: str) -> str:
    """Return a text with the brackets that are missing at its end."""
    missing: list[str] = []
    is_quoted = is_escaped = False
    for sign in text:
        if is_quoted:
            is_quoted = is_escaped or sign != '"'
            is_escaped = sign == "\\" and not is_escaped
        elif sign == '"':
            is_quoted = True
        elif sign in "{[":
            missing.append("}" if sign == "{" else "]")
        elif sign in "}]" and missing:
            missing.pop()
    few = not is_quoted and len(missing) <= _MAX_OPEN
    return text + "".join(reversed(missing)) if few else text


def _salvaged(text: str) -> dict[str, str] | None:
    """Return type, headline and day of the one article in broken data, None of several."""
    types = _ARTICLE.findall(text)
    found = {name: {*pattern.findall(text)} for name, pattern in _FIELDS.items()}
    if not types or any(len(values) > 1 for values in found.values()):
        return None
    told = {name: values.pop() for name, values in found.items() if values}
    return {"@type": types[0], **told} if told else None
