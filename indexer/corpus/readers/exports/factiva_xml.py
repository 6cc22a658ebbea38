"""Articles of Factiva's interface, in its XML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.markup import attribute, line_at, local_name, tree_text
from indexer.corpus.readers.xml_files import parsed_xml
from indexer.corpus.records import read_record
from indexer.model import Article, ArticleError

_TEXTS = ("leadParagraph", "tailParagraphs")
_PARAGRAPHS = {"paragraph", "para"}


def read_factiva_xml(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield each article. Raises UnreadableError if there is none."""
    found = parsed_xml(input_file).findall(".//{*}article")
    if not found:
        raise UnreadableError("an answer of Factiva without articles; take it out")
    input_file.is_one_article = len(found) == 1
    for number, article in enumerate(found, start=1):
        input_file.part = f"article {number}: "
        yield _article(article, input_file)
    input_file.part = ""


def _article(article: Any, input_file: InputFile) -> Article | ArticleError:
    texts = [text for name in _TEXTS for text in _paragraphs(article.find(f"{{*}}{name}"))]
    title = line_at(article, "{*}headline")
    if not texts:
        return input_file.error(
            f"«{title[:60]}»: a headline without its text; get the whole article"
        )
    record = {
        "id": attribute(article, "{*}accessionNo", "value") or line_at(article, "{*}accessionNo"),
        "title": title,
        "date": attribute(article, "{*}publicationDate/{*}date", "value")
        or line_at(article, "{*}publicationDate"),
        "source": line_at(article, "{*}sourceName"),
        "section": line_at(article, "{*}sectionName"),
        "author": line_at(article, "{*}byline"),
        "body": "\n\n".join(texts),
    }
    return read_record({name: each for name, each in record.items() if each}, input_file)


def _paragraphs(element: Any) -> list[str]:
    if element is None:
        return []
    found = [each for each in element.iter() if local_name(each) in _PARAGRAPHS]
    texts = [" ".join(tree_text(each).split()) for each in found or [element]]
    return [text for text in texts if text]
