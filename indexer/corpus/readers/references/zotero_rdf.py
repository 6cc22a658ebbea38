"""References in the RDF of Zotero, its own form of export.

https://www.zotero.org/support/kb/exporting
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.corpus.input_file import InputFile
from indexer.corpus.makers.csl import WITHOUT_TEXT
from indexer.corpus.markup import line_at, local_name, tree_text
from indexer.corpus.readers.xml_files import parsed_xml
from indexer.corpus.records import read_record
from indexer.model import Article, ArticleError
from indexer.text import one_line

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_NO_REFERENCES = {"attachment", "note", "annotation"}


def read_zotero(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of each reference: its text is the abstract; one without is refused."""
    root = parsed_xml(input_file)
    by_name = {each.get(f"{_RDF}about"): each for each in root if each.get(f"{_RDF}about")}
    items = [each for each in root if line_at(each, "{*}itemType") not in {"", *_NO_REFERENCES}]
    for number, item in enumerate(items, start=1):
        input_file.part = f"reference {number}: "
        yield _article(item, by_name, input_file)


def _article(item: Any, by_name: dict[Any, Any], input_file: InputFile) -> Article | ArticleError:
    title, text = line_at(item, "{*}title"), item.find("{*}abstract")
    body = "" if text is None else tree_text(text)
    if not body:
        return input_file.error(f"«{title[:60]}»: {WITHOUT_TEXT}" if title else WITHOUT_TEXT)
    address = line_at(item, "{*}identifier/{*}URI/{*}value")
    record = {
        "id": address or item.get(f"{_RDF}about", ""),
        "title": title,
        "body": body,
        "date": line_at(item, "{*}date"),
        "source": _paper(item, by_name),
        "section": line_at(item, "{*}section"),
        "url": address,
        "author": [
            name for person in item.iterfind("{*}authors//{*}Person") if (name := _said(person))
        ],
    }
    return read_record({name: value for name, value in record.items() if value}, input_file)


def _paper(item: Any, by_name: dict[Any, Any]) -> str:
    """Return the title of what an article is part of, which may stand elsewhere in the file."""
    for part in item.iterfind("{*}isPartOf"):
        whole = by_name.get(part.get(f"{_RDF}resource"), part)
        titles = (each for each in whole.iter() if local_name(each) == "title")
        if found := next((one_line(tree_text(each)) for each in titles), ""):
            return found
    return line_at(item, "{*}publisher//{*}name")


def _said(person: Any) -> str:
    """Return a name as it is said: Jan van der Berg."""
    given = line_at(person, "{*}givenName") or line_at(person, "{*}givenname")
    return f"{given} {line_at(person, '{*}surname')}".strip()
