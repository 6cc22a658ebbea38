"""Lists of articles in the XML of libraries: MODS, Dublin Core by OAI-PMH, and PubMed.

https://www.loc.gov/standards/mods, https://www.openarchives.org/pmh, https://www.nlm.nih.gov/bsd
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from indexer.corpus.headings.bylines import said_name
from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.makers.csl import WITHOUT_TEXT
from indexer.corpus.markup import line_at, lines_at, local_name, tree_text
from indexer.corpus.readers.xml_files import parsed_xml
from indexer.corpus.records import read_record
from indexer.model import Article, ArticleError

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def read_list(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of each reference: its text is the abstract; one without is refused.

    Raises UnreadableError if there is no reference.
    """
    number = 0
    for number, (element, fields_of) in enumerate(_references(parsed_xml(input_file)), start=1):
        input_file.part = f"reference {number}: "
        record = fields_of(element)
        title = str(record["title"])
        if record["body"]:
            yield read_record({name: each for name, each in record.items() if each}, input_file)
        else:
            reason = f"«{title[:60]}»: {WITHOUT_TEXT}" if title else WITHOUT_TEXT
            yield input_file.error(reason)
    input_file.part = ""
    if not number:
        raise UnreadableError("no references in MODS, Dublin Core or of PubMed; take it out")


def _references(root: Any) -> Iterator[tuple[Any, Callable[[Any], dict[str, Any]]]]:
    """Yield the elements that are references, with what reads them."""
    readers = {"pubmedarticle": _of_pubmed, "mods": _of_mods, "dc": _of_dublin_core}
    pending = [root]
    while pending:
        element = pending.pop()
        if read := readers.get(local_name(element)):
            yield element, read
        else:
            pending.extend(reversed(element))


def _of_pubmed(element: Any) -> dict[str, Any]:
    article = element.find(".//{*}Article")
    article = element if article is None else article
    id_ = line_at(element, ".//{*}PMID")
    date = article.find(".//{*}JournalIssue/{*}PubDate")
    return {
        "id": f"https://pubmed.ncbi.nlm.nih.gov/{id_}/" if id_.isdecimal() else "",
        "title": line_at(article, "{*}ArticleTitle"),
        "body": _texts(article, "{*}Abstract/{*}AbstractText"),
        "date": "" if date is None else _day(date),
        "source": line_at(article, "{*}Journal/{*}Title"),
        "author": [
            f"{line_at(each, '{*}ForeName')} {line_at(each, '{*}LastName')}".strip()
            for each in article.findall("{*}AuthorList/{*}Author")
        ],
    }


def _day(date: Any) -> str:
    """Return 2022-03-24 of a year, month and day of PubMed, whose months may be words."""
    year, month, day = (line_at(date, f"{{*}}{name}") for name in ("Year", "Month", "Day"))
    if month[:3].lower() in _MONTHS:
        month = str(_MONTHS.index(month[:3].lower()) + 1)
    parts = (year, month.zfill(2) if month else "", day.zfill(2) if month and day else "")
    return "-".join(filter(None, parts)) or line_at(date, "{*}MedlineDate")[:4]


def _of_mods(element: Any) -> dict[str, Any]:
    days = [
        line_at(element, f"{path}{{*}}originInfo/{{*}}{name}")
        for path in ("", "{*}relatedItem/")
        for name in ("dateIssued", "dateCreated")
    ]
    addresses = (line_at(element, f"{{*}}{path}") for path in ("location/{*}url", "identifier"))
    address = next((each for each in addresses if each.startswith("http")), "")
    return {
        "id": address or line_at(element, "{*}recordInfo/{*}recordIdentifier"),
        "title": line_at(element, "{*}titleInfo/{*}title"),
        "body": _texts(element, "{*}abstract"),
        "date": next(filter(None, (*days, line_at(element, "{*}relatedItem/{*}part/{*}date"))), ""),
        "source": line_at(element, "{*}relatedItem/{*}titleInfo/{*}title")
        or line_at(element, "{*}originInfo/{*}publisher"),
        "url": address,
        "author": [_person(each) for each in element.findall("{*}name")],
    }


def _person(name: Any) -> str:
    """Return a name as it is said; its parts may stand apart."""
    parts = {each.get("type", ""): " ".join(tree_text(each).split()) for each in name}
    if parts.get("given") and parts.get("family"):
        return f"{parts['given']} {parts['family']}"
    return said_name(line_at(name, "{*}namePart"))


def _of_dublin_core(element: Any) -> dict[str, Any]:
    names = lines_at(element, "{*}identifier")
    address = next((each for each in names if each.startswith("http")), "")
    return {
        "id": address or next(iter(names), ""),
        "title": line_at(element, "{*}title"),
        "body": _texts(element, "{*}description"),
        "date": line_at(element, "{*}date"),
        "source": line_at(element, "{*}isPartOf") or line_at(element, "{*}publisher"),
        "url": address,
        "author": [*map(said_name, lines_at(element, "{*}creator"))],
    }


def _texts(element: Any, path: str) -> str:
    """Return the texts at a path, a paragraph or more each."""
    found = ("\n\n".join(tree_text(each).split("\n")) for each in element.findall(path))
    return "\n\n".join(text for text in found if text.strip())
