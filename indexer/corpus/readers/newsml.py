"""NewsML-G2, as agencies deliver it (https://iptc.org/standards/newsml-g2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.corpus.input_file import InputFile
from indexer.corpus.markup import attribute, line_at, lines_at, local_name, tree_text
from indexer.corpus.readers.nitf import nitf_record
from indexer.corpus.readers.xml_files import parsed_xml
from indexer.corpus.records import read_record
from indexer.model import Article, ArticleError

_WITHDRAWN = {"canceled", "withheld"}
_TOPIC = "cpnat:abstract"  # a subject that is no person, organisation, place or event


def read_newsml(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of each news item with text; other and withdrawn items are noted."""
    root = parsed_xml(input_file)
    items = [root] if local_name(root) == "newsitem" else root.findall(".//{*}newsItem")
    input_file.is_one_article = len(items) == 1
    passed_over = 0
    for number, item in enumerate(items, start=1):
        input_file.part = f"item {number}: "
        record = _newsml(item)
        status = attribute(item, "{*}itemMeta/{*}pubStatus", "qcode").rpartition(":")[2]
        if status in _WITHDRAWN:
            input_file.note(f"{record['id'] or 'an article'} is {status}; passed over")
        elif record["body"]:
            yield read_record(record, input_file)
        else:
            passed_over += 1
    input_file.part = ""
    if passed_over:
        input_file.note(f"{passed_over} items without text, as of photos and video; passed over")


def _newsml(item: Any) -> dict[str, Any]:
    about, content = item.find("{*}contentMeta"), item.find("{*}contentSet")
    about = item if about is None else about
    record = _inline(content) if content is not None else {}
    described = {
        "id": item.get("guid", ""),
        "title": line_at(about, "{*}headline"),
        "date": line_at(about, "{*}contentCreated")
        or line_at(item, "{*}itemMeta/{*}versionCreated"),
        "source": line_at(item, "{*}itemMeta/{*}provider")
        or attribute(item, "{*}itemMeta/{*}provider", "literal"),
        "section": _subjects(about),
        "author": lines_at(about, "{*}by") or lines_at(about, "{*}creator/{*}name"),
    }
    return {"body": ""} | record | {name: value for name, value in described.items() if value}


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
