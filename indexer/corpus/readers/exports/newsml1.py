"""NewsML 1, as agencies delivered it before NewsML-G2 (https://iptc.org/standards/newsml-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from indexer.corpus.input_file import InputFile
from indexer.corpus.markup import attribute, line_at, lines_at, tree_text
from indexer.corpus.readers.nitf import nitf_record
from indexer.corpus.readers.xml_files import parsed_xml
from indexer.corpus.records import read_record
from indexer.model import Article, ArticleError
from indexer.release import ENDLESS

_NAMED = "{*}Identification/{*}NewsIdentifier/{*}"
_MANAGED = "{*}NewsManagement/{*}"
_LINES = ".//{*}NewsLines/{*}"
_ABOUT = ".//{*}AdministrativeMetadata/{*}"
_REVISION = re.compile(r":\d+[A-Z]?$")


def read_newsml1(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of each item with text, and of each that is withdrawn."""
    items = parsed_xml(input_file).findall(".//{*}NewsItem")
    input_file.is_one_article = len(items) == 1
    for number, item in enumerate(items, start=1):
        input_file.part = f"item {number}: "
        record = _record(item)
        article = read_record(record, input_file, has_guid=True)
        release = article.release if isinstance(article, Article) else None
        if record["body"] or (release and release.withdrawn):
            yield article
        else:
            input_file.count_as_none("items without text, as of photos and video")
    input_file.part = ""


def _record(item: Any) -> dict[str, Any]:
    """Return the fields of an item; its id is that of all its revisions."""
    public = line_at(item, f"{_NAMED}PublicIdentifier")
    told: dict[str, Any] = {
        "id": _REVISION.sub("", public) or line_at(item, f"{_NAMED}NewsItemId"),
        "version": line_at(item, f"{_NAMED}RevisionId"),
        "versioncreated": line_at(item, f"{_MANAGED}ThisRevisionCreated"),
        "pubstatus": attribute(item, f"{_MANAGED}Status", "FormalName"),
        "title": line_at(item, f"{_LINES}HeadLine"),
        "date": line_at(item, f"{_MANAGED}FirstCreated") or line_at(item, f"{_NAMED}DateId"),
        "source": attribute(item, f"{_ABOUT}Source/{{*}}Party", "FormalName")
        or attribute(item, f"{_ABOUT}Provider/{{*}}Party", "FormalName")
        or line_at(item, f"{_LINES}CreditLine"),
        "author": lines_at(item, f"{_LINES}ByLine"),
    }
    if told["pubstatus"].lower() == "embargoed":
        told["embargoed"] = line_at(item, f"{_MANAGED}StatusWillChange/{{*}}DateAndTime") or ENDLESS
    return {"body": ""} | _text(item) | {name: value for name, value in told.items() if value}


def _text(item: Any) -> dict[str, Any]:
    """Return what the content of an item tells: of several parts the longest, NITF its fields."""
    best: dict[str, Any] = {}
    for content in item.findall(".//{*}DataContent"):
        nitf = content.find("{*}nitf")
        body = content.find(".//{*}body")
        found = (
            nitf_record(nitf)
            if nitf is not None
            else {"body": tree_text(content if body is None else body)}
        )
        if len(found["body"]) > len(best.get("body", "")):
            best = found
    return best
