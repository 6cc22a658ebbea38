"""Evernote's export (.enex): an article a note, such as a clipping of a page.

https://evernote.com/blog/how-evernotes-xml-export-format-works
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.corpus.headings.date_lines import split_titled
from indexer.corpus.headings.openings import labelled
from indexer.corpus.headings.signatures import take_signature, without_page
from indexer.corpus.input_file import InputFile
from indexer.corpus.markup import html_text, line_at
from indexer.corpus.pages.tables import read_tables
from indexer.corpus.readers.xml_files import parsed_xml
from indexer.corpus.records import read_record
from indexer.model import Article, ArticleError


def read_notes(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of each note: dated by a line at its top, not by when it was made."""
    notes = parsed_xml(input_file).findall("{*}note")
    input_file.is_one_article = len(notes) == 1
    for number, note in enumerate(notes, start=1):
        input_file.part = f"note {number}: "
        markup = note.findtext("{*}content") or ""
        tables = read_tables(markup, input_file, html_text(markup))
        yield from [_article(note, input_file)] if tables is None else tables
    input_file.part = ""


def _article(note: Any, input_file: InputFile) -> Article | ArticleError:
    content = note.find("{*}content")
    text = html_text("" if content is None else content.text or "")
    title = line_at(note, "{*}title")
    if not text:
        return input_file.error(f"«{title[:60]}»: a note without text; take it out")
    signed = take_signature(without_page(text), input_file.zone)
    date, title, body = split_titled(title, signed.text, input_file)
    address = line_at(note, "{*}note-attributes/{*}source-url")
    record = {
        "title": title,
        "date": signed.date or date or "",
        "source": signed.source,
        "author": list(signed.author),
        "url": address,
        "body": body,
    }
    found = read_record({name: each for name, each in record.items() if each}, input_file)
    return labelled(found, input_file) if isinstance(found, Article) else found
