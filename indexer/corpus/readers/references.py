"""References in RIS and BibTeX, as Zotero, EndNote and databases export them.

https://en.wikipedia.org/wiki/RIS_(file_format), https://www.bibtex.com/format/
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence

from indexer.corpus.dates import partial_date
from indexer.corpus.headings.bylines import said_name
from indexer.corpus.input_file import MAX_ARTICLE, InputFile, UnreadableError
from indexer.corpus.makers.csl import WITHOUT_TEXT
from indexer.corpus.records import read_record
from indexer.model import Article, ArticleError
from indexer.text import one_line

_TAG = re.compile(r"([A-Z][A-Z0-9])  ?-(?:\s(.*))?$", re.DOTALL)
_SLASHED = re.compile(r"(\d{4})(?:/(\d{1,2}))?(?:/(\d{1,2}))?(?:/.*)?")
_TAGS = {
    "id": ("AN", "ID"),
    "title": ("TI", "T1", "CT", "ST"),
    "date": ("DA", "Y1", "PY"),
    "source": ("T2", "JF", "JO", "JA", "J2", "PB"),
    "section": ("SE",),
    "url": ("UR", "LK"),
    "body": ("AB", "N2"),
}
"""Where a field stands, in order of preference."""
_AUTHORS = ("AU", "A1")
_BIBTEX = {
    "title": ("title", "booktitle"),
    "date": ("date",),
    "source": ("journaltitle", "journal", "newspaper", "publisher", "howpublished"),
    "section": ("section",),
    "url": ("url",),
    "body": ("abstract",),
}
"""The same in BibTeX and BibLaTeX."""
_MAX_BIBTEX = 50_000_000  # bytes of a file
_MAX_LATEX = 100_000  # characters
_LATEX = re.compile(r"[\\{}$~%]|--")


def read_ris(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of each reference: its text is the abstract, without which it is refused.

    Raises UnreadableError if there is no reference.
    """
    number = 0
    for number, item in enumerate(_items(input_file), start=1):
        if isinstance(item, ArticleError):
            yield item
            continue
        input_file.part = f"reference {number}: "
        yield _article(item, input_file)
    if not number:
        raise UnreadableError("no references: no line begins with «TY  - »; take it out")


class _Item:
    """The values of each tag of a reference, in the order in which they came."""

    def __init__(self) -> None:
        self.values: dict[str, list[str]] = {}
        self._tag = ""
        self._size = 0

    def add(self, tag: str, text: str) -> bool:
        """Take a line, without a tag one that goes on; return whether it is not too long yet."""
        self._size += len(text)
        if tag:
            self.values.setdefault(tag, []).append(text)
            self._tag = tag
        elif self._tag:
            self.values[self._tag][-1] += f"\n{text}"
        return self._size <= MAX_ARTICLE


def _items(input_file: InputFile) -> Iterator[Mapping[str, Sequence[str]] | ArticleError]:
    """Yield each reference, from TY to ER."""
    item: _Item | None = None
    for data in input_file.lines():
        if isinstance(data, ArticleError):
            yield data
            item = None
            continue
        tag, text = _tagged(input_file.decode(data).strip("\r\n"))
        if tag == "TY":
            if item:
                yield item.values
            item = _Item()
        elif item and tag == "ER":
            yield item.values
            item = None
        elif item and not item.add(tag, text):
            yield input_file.error(f"longer than {MAX_ARTICLE // 10**6} MB; split it into articles")
            item = None
    if item:
        yield input_file.error("cut off in this reference, which has no ER; get the file again")


def _tagged(line: str) -> tuple[str, str]:
    """Return the tag of a line and what follows; no tag where it goes on with the one before."""
    match = _TAG.match(line)
    return (match[1], match[2] or "") if match else ("", line)


def _article(item: Mapping[str, Sequence[str]], input_file: InputFile) -> Article | ArticleError:
    record: dict[str, str | list[str]] = {
        field: next((value for tag in tags for value in item.get(tag, ()) if value.strip()), "")
        for field, tags in _TAGS.items()
    }
    if not record["body"]:
        title = one_line(str(record["title"]))[:60]
        return input_file.error(f"«{title}»: {WITHOUT_TEXT}" if title else WITHOUT_TEXT)
    record["date"] = _date(str(record["date"]))
    record["body"] = "\n\n".join(str(record["body"]).split("\n"))
    record["author"] = [said_name(name) for tag in _AUTHORS for name in item.get(tag, ())]
    return read_record({name: value for name, value in record.items() if value}, input_file)


def _date(value: str) -> str:
    """Return 2022-03-24 of 2022/03/24/ and the season that may follow; others as they are."""
    match = _SLASHED.fullmatch(value.strip())
    return "-".join(part.zfill(2) for part in match.groups() if part) if match else value


def read_bibtex(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of each entry: its text is the abstract, without which it is refused.

    An entry that is broken is an error, and the others are read. Raises UnreadableError if there is
    none.
    """
    from bibtexparser.entrypoint import parse_string  # noqa: PLC0415 - heavy
    from bibtexparser.model import Entry, ParsingFailedBlock  # noqa: PLC0415

    text = input_file.decode(input_file.read_whole(_MAX_BIBTEX))
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what fails is an error here
    library = parse_string(text)
    for block in library.blocks:
        input_file.line = (block.start_line or 0) + 1
        # An entry whose key or field stands there twice is one nevertheless.
        entry = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
        if isinstance(entry, Entry):
            fields = {field.key.lower(): str(field.value) for field in entry.fields}
            yield _entry(entry.key, fields, input_file)
        elif isinstance(block, ParsingFailedBlock):
            reason = getattr(block.error, "abort_reason", "") or str(block.error)
            yield input_file.error(f"a broken entry: {one_line(reason)}; mend it")
    if not (library.entries or library.failed_blocks):
        raise UnreadableError("no references: no entry begins with «@»; take it out")


def _entry(key: str, fields: Mapping[str, str], input_file: InputFile) -> Article | ArticleError:
    record: dict[str, str | list[str]] = {
        field: next((_of_latex(fields[name]) for name in names if fields.get(name)), "")
        for field, names in _BIBTEX.items()
    }
    if not record["body"]:
        title = one_line(str(record["title"]))[:60]
        return input_file.error(f"«{title}»: {WITHOUT_TEXT}" if title else WITHOUT_TEXT)
    if not record["date"] and (year := fields.get("year", "")):
        dated = " ".join(filter(None, (fields.get("day"), fields.get("month"), year)))
        record["date"] = dated if partial_date(dated, input_file.zone) else year
    names = " ".join(_of_latex(fields.get("author", "")).split()).split(" and ")
    record["author"] = [said_name(name) for name in names if name]
    record["id"] = key
    return read_record({name: value for name, value in record.items() if value}, input_file)


def _of_latex(value: str) -> str:
    """Return the characters that commands of LaTeX stand for; a very long value as it is."""
    if len(value) > _MAX_LATEX or not _LATEX.search(value):
        return value
    from pylatexenc.latex2text import LatexNodes2Text  # noqa: PLC0415 - heavy

    return str(LatexNodes2Text(keep_comments=True).latex_to_text(value.replace("%", r"\%")))
