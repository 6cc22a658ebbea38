"""References to articles: as text, in RIS and in BibTeX, whatever an article has in its title."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote
from zlib import crc32

from indexer.formatting import DUTCH
from indexer.model import Article
from indexer.output.people import Person, people

MAX_ABSTRACT = 500
"""Characters of the beginning of an article that go along with a reference."""

_NO_TITLE = "Zonder titel"
_NO_DATE = "z.d."  # zonder datum
_WHOLE = re.compile(r"(?:https?|ftps?)://[^/\s]", re.IGNORECASE)
_WHITE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_MAX_NAME = 60

# BibTeX counts braces before TeX reads backslashes: an escaped brace still has to be closed, so
# they get names. The rest are TeX's own special characters.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        **{sign: f"\\{sign}" for sign in "#$%&_"},
    }
)
_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip


def reference(
    article: Article,
    link: str | None = None,
    *,
    written: Callable[[str], str] = DUTCH.day,
    no_title: str = _NO_TITLE,
    no_date: str = _NO_DATE,
) -> str:
    """Return a reference to read: authors, ‘title’, source (sections), date, address.

    `link` is where the article can be read when it has no address of its own; `written` writes
    dates in the language of the reference.
    """
    source = _line(article.source)
    section = ", ".join(_lines(article.section))
    place = f"{source} ({section})" if source and section else source or section
    date = written(article.date) if article.date else no_date
    title = f"‘{_line(article.title) or no_title}’"
    address = _address_of(article) or link
    authors = (person.natural for person in people(_lines(article.author)))
    return ", ".join(filter(None, (*authors, title, place, date, address)))


def ris_lines(article: Article, link: str | None = None) -> Iterator[str]:
    """Yield the lines of a RIS record, without their ends; ER closes it. Each author has a line.

    RIS Format Specifications (Research Information Systems, 2001): two letters, two spaces, a
    hyphen, a space; a value has no line end. Dates are YYYY/MM/DD/, with what is unknown empty.
    """
    year, month, date = (*(article.date or "").split("-"), "", "")[:3]
    fields = (
        ("TY", "NEWS"),
        ("TI", article.title or _NO_TITLE),
        *(("AU", person.inverted) for person in people(_lines(article.author))),
        ("T2", article.source),
        ("SE", ", ".join(_lines(article.section))),
        ("PY", year),
        ("DA", f"{year}/{month}/{date}/" if year else None),
        ("UR", _address_of(article) or link),
        ("ID", article.id),
        ("AB", lead(article)),
        ("LA", "nl"),
    )
    for tag, value in fields:
        if text := _line(value):
            yield f"{tag}  - {text}"
    yield "ER  - "


def bibtex_lines(article: Article, link: str | None = None) -> Iterator[str]:
    """Yield the lines of a BibTeX entry: an @article of its source, else @misc.

    Title and organisations stand in double braces: capitals stay, and a name is not taken apart.
    """
    year, month, date = (*(article.date or "").split("-"), "", "")[:3]
    fields = (
        ("author", " and ".join(map(_author, people(_lines(article.author))))),
        ("title", _braced(article.title or _NO_TITLE)),
        ("journal", tex(article.source)),
        ("year", year),
        ("month", _MONTHS[int(month) - 1] if month else ""),
        ("day", date.lstrip("0")),
        ("url", _address(_address_of(article) or link or "")),
        ("note", tex(", ".join(article.section))),
        ("language", "dutch"),
    )
    kind = "article" if _line(article.source) else "misc"
    yield f"@{kind}{{{citation_key(article)},"
    for name, value in fields:
        if value:  # a month is a name that the style knows
            yield f"  {name} = {value}," if name == "month" else f"  {name} = {{{value}}},"
    yield "}"


def citation_key(article: Article) -> str:
    """Return a key that is the article's own: words of its title, its year, a hash of its id."""
    words = plain_name(article.title, 24)
    year = (article.date or "")[:4]
    digest = f"{crc32(article.id.encode(errors='replace')):08x}"
    return "-".join(filter(None, (words, year, digest)))


def plain_name(text: str, longest: int = _MAX_NAME) -> str:
    """Return a text as a-z, 0-9 and hyphens, cut at a word: what any system takes in a name."""
    ascii_ = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    name = _NOT_PLAIN.sub("-", ascii_).strip("-")
    if len(name) <= longest:
        return name
    return name[: longest + 1].rpartition("-")[0] or name[:longest]


def lead(article: Article) -> str:
    """Return the beginning of an article on one line, cut at a word."""
    text = _line(article.body[: 2 * MAX_ABSTRACT])
    if len(text) <= MAX_ABSTRACT:
        return text
    return (text[:MAX_ABSTRACT].rpartition(" ")[0] or text[:MAX_ABSTRACT]) + "…"


def _line(text: str | None) -> str:
    """Return a text on one line: nothing in it can begin a field of its own."""
    line = " ".join((text or "").split())
    # Twice as quick as the expression, and of nearly every text enough.
    return line if line.isprintable() else _WHITE.sub(" ", line).strip()


def _lines(values: Iterable[str]) -> list[str]:
    return [line for line in map(_line, values) if line]


def tex(text: str | None) -> str:
    """Return a text on one line, with TeX's own characters escaped."""
    return _line(text).translate(_TEX)


def _braced(text: str | None) -> str:
    escaped = tex(text)
    return f"{{{escaped}}}" if escaped else ""


def _author(person: Person) -> str:
    """Return a name as BibTeX takes it apart: `Last, Jr, First`; of an organisation whole."""
    if person.is_group:
        return _braced(person.surname)
    return ", ".join(map(tex, filter(None, (person.surname, person.suffix, person.given))))


def _address_of(article: Article) -> str:
    """Return the address of an article, "" where it has none that leads there from anywhere."""
    address = _line(article.url)
    if address.lower().startswith("www."):
        return f"https://{address}"
    return address if _WHOLE.match(address) else ""


def _address(url: str) -> str:
    r"""Return an address as `\url` takes it: no braces or blanks, percent signs as they are."""
    return quote(_line(url), safe="%/:?#[]@!$&'()*+,;=-._~", errors="replace")
