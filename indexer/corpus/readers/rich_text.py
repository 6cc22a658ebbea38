"""Rich Text Format (.rtf)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from indexer.corpus.date_lines import split_titled
from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.normalize import clean_text
from indexer.corpus.records import one_line_values
from indexer.corpus.vendors.downloads import read_download
from indexer.model import Article, ArticleError
from indexer.text import one_line

# What is no text, and makes striprtf slow or is taken for text by it: pictures in hexadecimal, and
# the addresses of links.
_PICTURE = re.compile(r"[0-9a-fA-F\s]{200,}+")
_GROUP = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
_ADDRESS = re.compile(r"\{\\\*\\fldinst\b(?:[^{}]|" + _GROUP + r")*\}")
_PROPERTY = r"\{{\\{}\s((?:[^{{}}]|\\[{{}}])*)\}}"
_TITLE, _AUTHOR = (re.compile(_PROPERTY.format(name)) for name in ("title", "author"))
_CODE_PAGE = re.compile(r"\\ansicpg\d+")
_PROPERTIES_WITHIN = 100_000


def read_rich_text(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article: its text, with the title and author of its properties."""
    markup = input_file.read_whole().decode("cp1252", "replace")
    lines = rich_text_lines(_PICTURE.sub(" ", markup))
    body = clean_text("\n\n".join(lines))
    if not body:
        raise UnreadableError("no text in this document; is it one of pictures?")
    if (download := read_download(body, input_file)) is not None:
        yield from download
        return
    title = _property(_TITLE, markup)
    date, title, body = split_titled(title, body, input_file)
    yield Article(
        input_file.source.id,
        title,
        body,
        date,
        author=one_line_values(_property(_AUTHOR, markup).split(";")),
    )


def rich_text_lines(markup: str) -> list[str]:
    """Return the paragraphs of RTF. Raises UnreadableError if it is broken."""
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415 - seldom needed

    convert: Callable[..., str] = rtf_to_text
    try:
        text = convert(_ADDRESS.sub("", markup), errors="replace")
    except Exception as error:
        raise UnreadableError(f"no RTF that can be read: {error}; save it again") from error
    # Characters beyond the first plane are written as two halves.
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return [line for line in map(str.strip, whole.split("\n")) if line]


def _property(pattern: re.Pattern[str], markup: str) -> str:
    """Return a property of the document in one line, empty without one."""
    head = markup[:_PROPERTIES_WITHIN]
    if not (match := pattern.search(head)):
        return ""
    code_page = _CODE_PAGE.search(head)
    value = rich_text_lines(rf"{{\rtf1\ansi{code_page[0] if code_page else ''} {match[1]}}}")
    return one_line(clean_text(" ".join(value)))
