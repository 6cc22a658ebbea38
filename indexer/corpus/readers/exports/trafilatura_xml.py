"""Pages that trafilatura wrote as XML (https://trafilatura.readthedocs.io): an article a file."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.makers.crawlers import of_trafilatura
from indexer.corpus.markup import tree_text
from indexer.corpus.readers.xml_files import parsed_xml
from indexer.corpus.records import read_record
from indexer.model import Article, ArticleError


def read_trafilatura(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article, without the comments of readers. Raises UnreadableError if it is none."""
    root = parsed_xml(input_file)
    text = root.find("main")
    if text is None:
        raise UnreadableError("begins with <doc>, and is no page of trafilatura; take it out")
    about = dict(root.attrib)
    record = {
        "title": about.get("title"),
        "date": about.get("date"),
        "source": about.get("sitename") or about.get("hostname"),
        "url": about.get("source"),
        "body": tree_text(text),
        **of_trafilatura(about),
    }
    yield read_record({name: each for name, each in record.items() if each}, input_file)
