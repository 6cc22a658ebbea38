"""The press's own XML: NITF and NewsML-G2, as agencies deliver them (https://iptc.org/standards)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.corpus.markup import local_name, tree_text
from indexer.corpus.records import read_record
from indexer.corpus.streams import Input
from indexer.model import Article, ArticleError

_WITHDRAWN = {"canceled", "withheld"}


def read_nitf(root: Any, opened: Input) -> Iterator[Article | ArticleError]:
    """Yield the article of an NITF document."""
    yield read_record(_nitf(root), opened)


def _nitf(root: Any) -> dict[str, str]:
    heading, content = root.find("{*}body/{*}body.head"), root.find("{*}body/{*}body.content")
    heading = root if heading is None else heading
    known, paper = root.find("{*}head/{*}docdata"), root.find("{*}head/{*}pubdata")
    known = root if known is None else known
    above = [_text(heading, name) for name in ("{*}hedline/{*}hl2", "{*}abstract")]
    text = "" if content is None else tree_text(content)
    return {
        "id": _attribute(known, "{*}doc-id", "id-string"),
        "title": _text(heading, "{*}hedline/{*}hl1") or _text(root, "{*}head/{*}title"),
        "date": _attribute(known, "{*}date.issue", "norm")
        or _attribute(known, "{*}date.release", "norm")
        or _attribute(heading, "{*}dateline/{*}story.date", "norm"),
        "source": ("" if paper is None else paper.get("name", ""))
        or _text(heading, "{*}distributor")
        or _attribute(known, "{*}doc-id", "regsrc"),
        "section": "" if paper is None else paper.get("position.section", ""),
        "url": "" if paper is None else paper.get("ex-ref", ""),
        "author": _text(heading, "{*}byline/{*}person") or _text(heading, "{*}byline"),
        "body": "\n\n".join(part for part in (*above, text) if part),
    }


def read_newsml(root: Any, opened: Input) -> Iterator[Article | ArticleError]:
    """Yield the article of each news item that has text; others, and withdrawn ones, are noted."""
    items = [root] if local_name(root) == "newsitem" else root.findall(".//{*}newsItem")
    passed_over = 0
    for number, item in enumerate(items, start=1):
        opened.part = f"item {number}: "
        record = _newsml(item)
        status = _attribute(item, "{*}itemMeta/{*}pubStatus", "qcode").rpartition(":")[2]
        if status in _WITHDRAWN:
            opened.note(f"{record['id'] or 'an article'} is {status}; passed over")
        elif record["body"]:
            yield read_record(record, opened)
        else:
            passed_over += 1
    opened.part = ""
    if passed_over:
        opened.note(f"{passed_over} items without text, as of photos and video; passed over")


def _newsml(item: Any) -> dict[str, str]:
    about, content = item.find("{*}contentMeta"), item.find("{*}contentSet")
    about = item if about is None else about
    record = _inline(content) if content is not None else {}
    told = {
        "id": item.get("guid", ""),
        "title": _text(about, "{*}headline"),
        "date": _text(about, "{*}contentCreated") or _text(item, "{*}itemMeta/{*}versionCreated"),
        "source": _text(item, "{*}itemMeta/{*}provider")
        or _attribute(item, "{*}itemMeta/{*}provider", "literal"),
        "section": _text(about, "{*}subject/{*}name"),
        "author": _text(about, "{*}by") or _text(about, "{*}creator/{*}name"),
    }
    return {"body": ""} | record | {name: text for name, text in told.items() if text}


def _inline(content: Any) -> dict[str, str]:
    """Return what the text itself tells: NITF has fields, HTML and plain text a body alone."""
    for part in content:
        nitf = part.find("{*}nitf")
        if nitf is not None:
            return _nitf(nitf)
        if local_name(part) == "inlinexml":
            body = part.find(".//{*}body")
            return {"body": tree_text(part if body is None else body)}
        if local_name(part) == "inlinedata":
            return {"body": part.text or ""}
    return {}


def _text(element: Any, path: str) -> str:
    """Return the text at a path in one line."""
    found = element.find(path)
    return "" if found is None else " ".join(tree_text(found).split())


def _attribute(element: Any, path: str, name: str) -> str:
    found = element.find(path)
    return "" if found is None else str(found.get(name, ""))
