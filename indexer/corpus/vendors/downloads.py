"""Recognises a download of a newspaper database by its text, whatever file carries it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.corpus.headings.signatures import Signature, take_byline
from indexer.corpus.input_file import InputFile
from indexer.corpus.normalize import clean_text
from indexer.corpus.records import read_record
from indexer.corpus.vendors.europresse import split_europresse_text
from indexer.corpus.vendors.factiva import split_factiva
from indexer.corpus.vendors.gopress import split_gopress
from indexer.corpus.vendors.newsbank import split_newsbank
from indexer.corpus.vendors.nexis import SURE_LABEL, split_nexis
from indexer.corpus.vendors.parts import Download, Part, Unwrap
from indexer.corpus.vendors.proquest import split_proquest
from indexer.model import Article, ArticleError

_MARKS = ("ocument", "OCUMENT", "okument", "OKUMENT", "©", "·", "Record", "/Byline", "OpenURL")
_LABELLED = re.compile(rf"\n{SURE_LABEL.pattern}", re.MULTILINE)
_HEAD = 2_000  # characters in which the labels of a single article stand
_SPLITTERS = (
    split_europresse_text,
    split_factiva,
    split_proquest,
    split_newsbank,
    split_nexis,
    split_gopress,
)


def as_it_stands(text: str) -> str:
    """Return a text whose lines are not broken off, as it is."""
    return clean_text(text)


def read_download(
    text: str, input_file: InputFile, unwrap: Unwrap = as_it_stands
) -> Iterator[Article | ArticleError] | None:
    """Return the articles of a download, None where a text is none.

    `unwrap` makes paragraphs of lines that a page has broken off.
    """
    if not any(mark in text for mark in _MARKS) and not _LABELLED.search(text[:_HEAD]):
        return None
    found = (split(text, unwrap) for split in _SPLITTERS)
    download = next((download for download in found if download), None)
    return articles_of(download, input_file) if download else None


def articles_of(download: Download, input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the articles of a download, and an error for each that it promised and has not."""
    count = len(download.parts)
    if download.promised is not None and download.promised != count:
        reason = (
            f"this download of {download.vendor} says that it has {download.promised} articles, and"
            f" {count} were found; compare them, and download it again where one is missing"
        )
        if count < download.promised:
            yield input_file.error(reason)
        else:
            input_file.note(reason)
    input_file.is_one_article = input_file.is_one_article and count == 1
    for number, part in enumerate(download.parts, start=1):
        input_file.part = f"article {number}: "
        if part.body:
            yield read_record(_record(part, number, input_file), input_file)
        else:
            yield input_file.error("a headline without text; download it with its full text")


def _record(part: Part, number: int, input_file: InputFile) -> dict[str, str | list[str]]:
    signed = Signature(part.body) if part.author else take_byline(part.body)
    return {
        "id": part.id or f"{input_file.source.id}!{number}",
        "title": part.title,
        "date": part.date,
        "source": part.source,
        "section": part.section.split(";"),
        "author": part.author.split(";") if part.author else [*signed.author],
        "body": signed.text,
    }
