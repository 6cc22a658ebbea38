"""NewsML-G2, as agencies deliver it (https://iptc.org/standards/newsml-g2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from indexer.corpus.input_file import InputFile
from indexer.corpus.markup import attribute, line_at, lines_at, local_name, tree_text
from indexer.corpus.readers.nitf import nitf_record
from indexer.corpus.readers.xml_files import parsed_xml
from indexer.corpus.records import read_record
from indexer.model import Article, ArticleError
from indexer.release import ENDLESS
from indexer.text import one_line

_TOPIC = "cpnat:abstract"  # a subject that is no person, organisation, place or event
_META = "{*}itemMeta/{*}"
_CODES = ("qcode", "uri", "literal")  # how a status or a signal is named
_TEXTS = ("", "text", "composite")
_MEDIA = ("picture", "graphic", "animation", "video", "audio")
_KILLS = re.compile(r"kill|cancel|withdraw|withh|retract", re.IGNORECASE)


def read_newsml(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of each news item with text, and of each that is withdrawn."""
    root = parsed_xml(input_file)
    killed = _has_kill(root.findall("{*}header/{*}signal"))
    items = [root] if local_name(root) == "newsitem" else root.findall(".//{*}newsItem")
    input_file.is_one_article = len(items) == 1
    for number, item in enumerate(items, start=1):
        input_file.part = f"item {number}: "
        record = _newsml(item, is_killed=killed)
        article = read_record(record, input_file, has_guid=True)
        has_text = record["body"] and _class(item) not in _MEDIA
        if has_text or _withdraws(article, item):
            yield article
        else:
            input_file.count_as_none("items without text, as of photos and video")
    input_file.part = ""


def _release(item: Any, *, is_killed: bool) -> dict[str, str]:
    """Return the version, the status and the embargo; one that is empty ends when it is known."""
    status, embargo = item.find(f"{_META}pubStatus"), item.find(f"{_META}embargoed")
    is_killed = is_killed or _has_kill(item.findall(f"{_META}signal"))
    until = "" if embargo is None else one_line(tree_text(embargo)) or ENDLESS
    return {
        "version": item.get("version", ""),
        "versioncreated": line_at(item, f"{_META}versionCreated"),
        "pubstatus": "canceled" if is_killed else "" if status is None else _code(status),
        "embargoed": until,
    }


def _withdraws(article: Article | ArticleError, item: Any) -> bool:
    """Say whether an item withdraws a text; pictures are withdrawn too."""
    if isinstance(article, ArticleError) or not article.release:
        return False
    return article.release.withdrawn and _class(item) in _TEXTS


def _class(item: Any) -> str:
    return attribute(item, f"{_META}itemClass", "qcode").rpartition(":")[2]


def _code(element: Any) -> str:
    return next((str(element.get(name)) for name in _CODES if element.get(name)), "")


def _has_kill(signals: list[Any]) -> bool:
    return any(_KILLS.search(_code(signal)) for signal in signals)


def _newsml(item: Any, *, is_killed: bool) -> dict[str, Any]:
    about, content = item.find("{*}contentMeta"), item.find("{*}contentSet")
    about = item if about is None else about
    record = _inline(content) if content is not None else {}
    described = _release(item, is_killed=is_killed) | {
        "id": item.get("guid", ""),
        "title": _headline(about),
        "date": line_at(about, "{*}contentCreated")
        or line_at(item, f"{_META}firstCreated")
        or line_at(item, f"{_META}versionCreated"),
        "source": line_at(item, f"{_META}provider")
        or attribute(item, f"{_META}provider", "literal"),
        "section": _subjects(about),
        "author": lines_at(about, "{*}by") or lines_at(about, "{*}creator/{*}name"),
    }
    return {"body": ""} | record | {name: value for name, value in described.items() if value}


def _headline(about: Any) -> str:
    """Return the headline that is the main one, else the first that is no line below it."""
    lines = [(each.get("role", "").lower(), each) for each in about.findall("{*}headline")]
    ranked = sorted(lines, key=lambda each: (not each[0].endswith("main"), bool(each[0])))
    return one_line(tree_text(ranked[0][1])) if ranked else ""


def _subjects(about: Any) -> list[str]:
    """Return the name of each subject, in its first language; not persons and places, if others."""
    named = [
        (each.get("type", ""), line_at(each, "{*}name")) for each in about.findall("{*}subject")
    ]
    topics = [name for kind, name in named if name and kind in ("", _TOPIC)]
    return topics or [name for _, name in named if name][:1]


def _inline(content: Any) -> dict[str, Any]:
    """Return the fields in the text itself: NITF has them, HTML and plain text are a body."""
    for part in content:
        nitf = part.find("{*}nitf")
        if nitf is not None:
            return nitf_record(nitf)
        if local_name(part) == "inlinexml":
            body = part.find(".//{*}body")
            return {"body": tree_text(part if body is None else body)}
        if local_name(part) == "inlinedata":
            return {"body": part.text or ""}
    return {}
