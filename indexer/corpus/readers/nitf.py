"""NITF, as agencies deliver it (https://iptc.org/standards/nitf)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.corpus.input_file import InputFile
from indexer.corpus.markup import attribute, line_at, lines_at, tree_text
from indexer.corpus.readers.xml_files import parsed_xml
from indexer.corpus.records import read_record
from indexer.corpus.releases import is_moment
from indexer.model import Article, ArticleError

_RELEASE = "{*}date.release"


def read_nitf(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of an NITF document, and what it says of another."""
    root = parsed_xml(input_file)
    article = read_record(nitf_record(root), input_file, has_guid=True)
    about = root.find("{*}head/{*}docdata")
    if about is not None and (other := about.get("management-doc-idref", "")):
        status = about.get("management-idref-status") or about.get("management-status", "")
        told = read_record({"id": other, "pubstatus": status}, input_file, has_guid=True)
        if isinstance(told, Article):  # which it is without a text where it is withdrawn
            yield told
            if isinstance(article, ArticleError):
                return
    yield article


def nitf_record(root: Any) -> dict[str, Any]:
    """Return the fields of an NITF document."""
    heading, content = root.find("{*}body/{*}body.head"), root.find("{*}body/{*}body.content")
    heading = root if heading is None else heading
    known, paper = root.find("{*}head/{*}docdata"), root.find("{*}head/{*}pubdata")
    known = root if known is None else known
    above = [line_at(heading, name) for name in ("{*}hedline/{*}hl2", "{*}abstract")]
    text = "" if content is None else tree_text(content)
    return _release(known) | {
        "id": attribute(known, "{*}doc-id", "id-string"),
        "title": line_at(heading, "{*}hedline/{*}hl1") or line_at(root, "{*}head/{*}title"),
        "date": ("" if paper is None else paper.get("date.publication", ""))
        or attribute(known, "{*}date.issue", "norm")
        or attribute(known, _RELEASE, "norm")
        or attribute(heading, "{*}dateline/{*}story.date", "norm"),
        "source": ("" if paper is None else paper.get("name", ""))
        or line_at(heading, "{*}distributor")
        or attribute(known, "{*}doc-id", "regsrc"),
        "section": "" if paper is None else paper.get("position.section", ""),
        "url": "" if paper is None else paper.get("ex-ref", ""),
        "author": lines_at(heading, "{*}byline/{*}person") or lines_at(heading, "{*}byline"),
        "body": "\n\n".join(part for part in (*above, text) if part),
    }


def _release(about: Any) -> dict[str, str]:
    """Return the version, the status and the moment of release, which may be to come."""
    status, release = about.get("management-status", ""), attribute(about, _RELEASE, "norm")
    return {
        "version": attribute(about, "{*}du-key", "version"),
        "versioncreated": attribute(about, "{*}date.issue", "norm"),
        "pubstatus": status,
        "embargoed": release if status == "embargoed" or is_moment(release) else "",
    }
