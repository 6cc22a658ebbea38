"""The article of a text without fields, by what its file tells and by what stands at its top."""

from __future__ import annotations

import re
from dataclasses import replace

from indexer.corpus.headings.date_lines import split_report, split_titled
from indexer.corpus.headings.labelled_head import LabelledHead, labelled_head
from indexer.corpus.headings.signatures import MAX_LINES, take_signature, without_page
from indexer.corpus.input_file import InputFile
from indexer.corpus.records import read_record
from indexer.model import Article, ArticleError
from indexer.text import without_title_line

_ADDRESS = re.compile(r"<?https?://[^\s<>]{4,2000}>?")
_MAX_HEAD = 80  # lines, blank ones too


def read_opening(
    title: str,
    body: str,
    whole: str,
    input_file: InputFile,
    author: tuple[str, ...] = (),
) -> Article | ArticleError:
    """Return the article of a document with this title and author, each empty if not known.

    `body` is its text without the title, `whole` with it. Lines at the top that name fields say
    more than the document says of itself. Raises UnreadableError if there is no text.
    """
    address, body = take_address(without_page(body))
    whole = take_address(without_page(whole))[1]
    if head := labelled_head(whole) or labelled_head(body):
        if address:
            head = head._replace(fields={"url": address} | head.fields)
        return read_labelled(head, input_file, title, author)
    signed = take_signature(body, input_file.zone)
    date, title, body = split_titled(title, signed.text, input_file)
    return Article(
        input_file.source.id,
        title,
        body,
        signed.date or date,
        signed.source or None,
        url=address or None,
        author=signed.author or author,
    )


def take_address(text: str) -> tuple[str, str]:
    """Return the address that stands on a line of its own at the top, and the text without it.

    A text that is nothing else keeps it.
    """
    lines = text.split("\n", _MAX_HEAD)
    filled = [number for number, line in enumerate(lines) if line.strip()][:MAX_LINES]
    at = next((number for number in filled if _ADDRESS.fullmatch(lines[number].strip())), None)
    if at is None or len(filled) == 1:
        return "", text
    return lines[at].strip("<> \t"), "\n".join(lines[:at] + lines[at + 1 :]).strip("\n")


def read_labelled(
    head: LabelledHead, input_file: InputFile, title: str = "", author: tuple[str, ...] = ()
) -> Article | ArticleError:
    """Return the article of a text that names its fields above it, else has these."""
    signed = take_signature(head.text, input_file.zone)
    known = {
        "title": title,
        "author": list(signed.author or author),
        "source": signed.source,
        "date": signed.date,
    }
    record = {"id": input_file.source.id} | {k: v for k, v in known.items() if v} | head.fields
    body = signed.text
    if "date" not in record:
        date, found, body = split_titled(str(record.get("title", "")), body, input_file)
        record |= {"title": found, **({"date": date} if date else {})}
    elif "title" not in record:
        record["title"], body = split_report(body)
    body = without_title_line(body, str(record["title"]))
    return read_record({**record, "body": body}, input_file)


def labelled(article: Article, input_file: InputFile) -> Article:
    """Return an article with the fields that lines at the top of its text name."""
    head = labelled_head(article.body)
    found = read_labelled(head, input_file, article.title) if head else None
    if not isinstance(found, Article):
        return article
    return replace(
        found,
        id=article.id,
        date=found.date or article.date,
        source=found.source or article.source,
        section=found.section or article.section,
        url=article.url or found.url,
        author=found.author or article.author,
    )
