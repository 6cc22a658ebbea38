"""References in BibTeX and BibLaTeX.

https://www.bibtex.com/format/
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping

from indexer.corpus.dates import partial_date
from indexer.corpus.headings.bylines import said_name
from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.makers.csl import WITHOUT_TEXT
from indexer.corpus.records import read_record
from indexer.model import Article, ArticleError
from indexer.text import one_line

_NAMES = {
    "title": ("title", "booktitle"),
    "date": ("date",),
    "source": ("journaltitle", "journal", "newspaper", "publisher", "howpublished"),
    "section": ("section",),
    "url": ("url",),
    "body": ("abstract",),
}
"""Where a field stands, in order of preference."""
_MAX_BIBTEX = 50_000_000  # bytes of a file
_MAX_LATEX = 100_000  # characters
_LATEX = re.compile(r"[\\{}$~%]|--")


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
        for field, names in _NAMES.items()
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
