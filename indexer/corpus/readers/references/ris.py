"""References in RIS, as Zotero, EndNote and databases export them.

https://en.wikipedia.org/wiki/RIS_(file_format)
"""

from __future__ import annotations

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
_NAMED = re.compile(r"\s*\d{4}/[^\W\d_]{3,12}\.?(?:/\d{1,2})?/?\s*$")
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
    record["date"] = _date_of(item)
    record["body"] = "\n\n".join(str(record["body"]).split("\n"))
    record["author"] = [said_name(name) for tag in _AUTHORS for name in item.get(tag, ())]
    return read_record({name: value for name, value in record.items() if value}, input_file)


def _date_of(item: Mapping[str, Sequence[str]]) -> str:
    """Return the first date that is understood: a day may stand apart from its year."""
    values = [value for tag in _TAGS["date"] for value in item.get(tag, ()) if value.strip()]
    dates = [*map(_date, values)]
    in_parts = [f"{dates[0]}, {year}" for year in dates[1:]]
    return next(filter(partial_date, [*dates[:1], *in_parts, *dates[1:]]), "".join(dates[:1]))


def _date(value: str) -> str:
    """Return 2022-03-24 of 2022/03/24/ and the season that may follow; others as they are.

    A month may be named: 2022/Mar/24.
    """
    words = " ".join(reversed(value.strip("/ ").split("/")))
    if _NAMED.match(value) and partial_date(words):
        return words
    match = _SLASHED.fullmatch(value.strip())
    return "-".join(part.zfill(2) for part in match.groups() if part) if match else value
