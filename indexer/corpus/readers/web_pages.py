"""Web pages: the article of an HTML page, without what stands around it."""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator
from typing import Any

from indexer.corpus.headings.date_lines import is_date_alone, take_date
from indexer.corpus.headings.labelled_head import is_label
from indexer.corpus.headings.openings import labelled
from indexer.corpus.headings.signatures import dated_byline, take_byline
from indexer.corpus.headings.titles import title_of
from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.makers.substack import is_in_table
from indexer.corpus.markup import html_text, tree_text
from indexer.corpus.normalize import clean_text, unescape
from indexer.corpus.pages.bare_text import wrap_bare_text
from indexer.corpus.pages.data import mend_data
from indexer.corpus.pages.headline import find_heading, headline
from indexer.corpus.pages.lists import find_teasers
from indexer.corpus.pages.offers import OFFERS, kind_of_list, kind_of_page, without_offers
from indexer.corpus.pages.published import PageDate, page_date
from indexer.corpus.pages.saved import saved_address
from indexer.corpus.pages.signed import clean_bylines, shown_writers
from indexer.corpus.pages.tables import read_tables
from indexer.corpus.pages.text import (
    FEW,
    article_text,
    find_intro,
    take_away_around,
    with_intro,
)
from indexer.corpus.raw.encodings import guess_encoding, is_utf8
from indexer.corpus.records import one_line_values, short_id
from indexer.corpus.vendors.downloads import articles_of, read_download
from indexer.corpus.vendors.europresse import is_europresse, split_europresse
from indexer.later import NamedTuple
from indexer.model import Article, ArticleError
from indexer.text import one_line, without_title_line

MAX_PAGE = 10_000_000
"""Bytes of a page; what is longer is no article, and takes ten times its size to read."""
MIN_ARTICLE = 40
"""Characters of text that a page has at least to be an article, where no element says it is."""
_MIN_WORDS = 3  # of a text that stands in the element of an article
_MAX_ONE_PARAGRAPH = (
    800  # characters; trafilatura makes one of a page of which it understands nothing
)

_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
_DOWNLOAD = re.compile(
    r"End of Document|Einde van (?:het )?document|\d (?:of|van) \d+ DOCUMENT"
    r"|\bRecord(?: Number)?: ?\w|FIN DU DOCUMENT|\d von \d+ DOKUMENT"
    r"|Document [A-Z]\w{4,20}(?:19|20)\d{6}|GoPress|BelgaPress|ProQuest document ID|Author/Byline:"
    r"|rechten voorbehouden.*(?:rechten voorbehouden|rights reserved)",
    re.IGNORECASE | re.DOTALL,
)
"""What makes it worth looking whether a page is the download of a newspaper database."""
_PAGE_NUMBER = re.compile(r"\b(?:pagina|page|blz\.?|p\.) ?\d", re.IGNORECASE)
# Bijgewerkt op 30 maart 2022, gepubliceerd op 24 maart 2022
_CHANGES = re.compile(
    r"(?:laatste? )?(?:bijgewerkt|gewijzigd|aangepast|updated?|gepubliceerd|geplaatst"
    r"|ingediend|ingezonden)\b[^.!?]*",
    re.IGNORECASE,
)
_MAX_CHANGES = 120  # characters
_MAX_LABEL = 4  # words
_MAX_ABOVE = 3  # lines of a title, of a date and of changes
_CHARSET_WITHIN = 4096
_LATIN = {"iso8859-1", "ascii"}  # which browsers read as Windows-1252
_NO_GUESS = {"original_date": True, "extensive_search": False}  # at dates, which are found here


def read_web_page(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of the page. Raises UnreadableError if it has none.

    A post of Substack is read with its row in the table of them.
    """
    if is_in_table(input_file):
        return
    page = decoded_page(input_file.read_whole(MAX_PAGE), input_file)
    yield from read_page(page, input_file, saved_address(page))


def read_page(
    page: str, input_file: InputFile, address: str | None = None
) -> Iterator[Article | ArticleError]:
    """Yield the article of a page that was found at this address, if that is known.

    Or the articles of a download, or of a table that has one a row. Raises UnreadableError if it
    has none.
    """
    found = several_articles(page, input_file)
    if found is not None:
        yield from found
        return
    article = page_article(page, input_file.source.id, input_file, address)
    if article is None:
        raise UnreadableError("no article on this page that can be told from what is around it")
    if isinstance(article, str):
        input_file.count_as_none(article)
    else:
        yield article


def several_articles(page: str, input_file: InputFile) -> Iterator[Article | ArticleError] | None:
    """Return the articles of a page that has several, None where it is no such page.

    It is the download of a newspaper database, or has tables with an article a row.
    """
    found = _page_download(page, input_file)
    return read_tables(page, input_file) if found is None else found


def _page_download(page: str, input_file: InputFile) -> Iterator[Article | ArticleError] | None:
    if is_europresse(page):
        import trafilatura  # noqa: PLC0415 - heavy

        tree = trafilatura.load_html(page)
        download = split_europresse(tree) if tree is not None else None
        return articles_of(download, input_file) if download else None
    closings = page.count("©")
    if _DOWNLOAD.search(page) or 1 < closings <= len(_PAGE_NUMBER.findall(page)):
        return read_download(html_text(page), input_file)
    return None


def decoded_page(data: bytes, input_file: InputFile, declared: str | None = None) -> str:
    """Return a page as text: by byte order mark, `declared` encoding, meta tag, else as UTF-8.

    Bytes that are UTF-8 are read so whatever is declared: pages are moved and servers changed.
    """
    found = _CHARSET.search(data[:_CHARSET_WITHIN])
    name = declared or (found[1].decode("ascii", "replace") if found else "")
    try:
        codec = "utf-8" if input_file.is_marked else codecs.lookup(name).name
    except (LookupError, ValueError):
        codec = "utf-8"
    if codec.startswith("utf") or is_utf8(data):
        return input_file.decode(data)
    if codec in _LATIN:
        codec = "iso8859-15" if b"\xa4" in data and _has_euro(data) else "cp1252"
    return data.decode(codec, "replace")


def _has_euro(data: bytes) -> bool:
    """Return whether what is declared as ISO 8859-1 is its successor, which has the euro sign."""
    return guess_encoding(data, data.index(b"\xa4")) == "iso8859_15"


def page_article(
    html: str, id_: str, input_file: InputFile, address: str | None = None
) -> Article | str | None:
    """Return the article of a page, known by its canonical address, else `id_`; None without one.

    Of a page that is known to be something else it returns what such pages are called. `address` is
    where the page was found, if that is known. A date that is not understood costs a note.
    """
    try:
        found = _extracted(html, address, input_file.zone)
    except ImportError:
        raise
    except Exception as error:
        raise UnreadableError(f"no page that can be read: {error}; take it out") from error
    if found is None or isinstance(found, str):
        return found
    page, title, body, published, writers = found
    title, body = unescape(title), unescape(body)  # of what the page escaped twice
    if published.unread:
        input_file.note_unread_date(published.unread)
    url = page.url or address
    signed = take_byline(body, input_file.zone)
    date, body = published.date or signed.date, signed.text
    if signed.author and not date:
        date, below, kept = take_date(body, input_file)  # that stood in one element with the byline
        body = body if kept else below
    elif signed.author:
        body = _without_lines_above(body, title)
    article = Article(
        short_id(url or id_),
        title or title_of(body),
        body,
        date,
        one_line(clean_text(page.sitename or "")) or page.hostname,
        one_line_values(page.categories or ()),
        url,
        one_line_values((page.author or "").split(";"))  # trafilatura's own list
        or signed.author
        or writers,
    )
    return labelled(article, input_file) if is_label(body) else article


class _Found(NamedTuple):
    """What was found: trafilatura's document, the headline, the text, its date, who signed it."""

    page: Any
    title: str
    body: str
    published: PageDate
    writers: tuple[str, ...]


def _extracted(html: str, address: str | None, zone: str) -> _Found | str | None:
    """Return what is found on a page, what it is that is no article, or None for nothing."""
    import trafilatura  # noqa: PLC0415 - heavy

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its errors are reported here
    tree = trafilatura.load_html(html)
    if tree is None:
        return None
    mend_data(tree)
    heading = find_heading(tree)
    titles = (one_line(tree.findtext(".//title") or ""), heading.text)
    published = page_date(tree, address, zone)  # extraction takes the tree to pieces
    if "@" in html:
        clean_bylines(tree)
    writers = shown_writers(heading.element)
    teasers = find_teasers(tree, heading.element, is_dated=published.date is not None)
    if teasers.is_list:
        return kind_of_list(titles)
    page = trafilatura.extract_metadata(tree, address, _NO_GUESS)
    has_offers = take_away_around(tree, teasers.elements)
    wrap_bare_text(tree)
    intro = find_intro(tree, heading.element)
    found: Any = trafilatura.bare_extraction(
        tree, url=address, include_comments=False, include_tables=False
    )
    if found is None or found.body is None:
        return OFFERS if has_offers else None
    told = one_line(clean_text(page.title or ""))
    title = headline(heading, "" if told == page.sitename else told)
    whole, is_marked = _text(clean_text(tree_text(found.body)), title, html)
    whole = with_intro(intro, whole)
    body = without_offers(whole)
    if kind := kind_of_page((title, *titles), whole, body):
        return kind
    if is_marked or len(body) >= MIN_ARTICLE:
        return _Found(page, title, body, published, writers)
    return OFFERS if has_offers else None


def _text(body: str, title: str, html: str) -> tuple[str, bool]:
    """Return the text of a page, and whether an element says that it is of an article.

    Of few words it is what stands in that element.
    """
    import trafilatura  # noqa: PLC0415 - heavy

    if len(body) < FEW or ("\n" not in body and len(body) < _MAX_ONE_PARAGRAPH):
        tree = trafilatura.load_html(html)
        heading = find_heading(tree).element
        take_away_around(tree, find_teasers(tree, heading, is_dated=True).elements)
        if own := article_text(tree, heading, body):
            return _without_lines_above(own, title), len(own.split()) >= _MIN_WORDS
    return _without_lines_above(body, title), False


def _without_lines_above(body: str, title: str) -> str:
    """Return a text without its title and dates, where these are its first lines."""
    for _ in range(_MAX_ABOVE):
        body = without_title_line(_below_title(body, title), title)
        first, _, rest = body.partition("\n\n")
        if is_label(first) and is_label(rest):
            break  # its day is one of several fields, which are read together
        if not rest or not (is_date_alone(first) or _is_of_changes(first)):
            break
        body = rest
    return body


def _below_title(body: str, title: str) -> str:
    """Return a text without a label that stands above its title or its day, as of its section."""
    first, _, rest = body.partition("\n\n")
    second = rest.partition("\n\n")[0]
    is_above = second == title or is_date_alone(second)
    is_short = len(first.split()) <= _MAX_LABEL and not is_label(first) and first[-1:] != "."
    return rest if is_above and is_short else body


def _is_of_changes(line: str) -> bool:
    """Return whether a line tells when a page was published and changed, and nothing else."""
    if dated_byline(line)[0]:
        return False  # its writer is read of it
    has_day = any(map(str.isdecimal, line))
    return len(line) <= _MAX_CHANGES and has_day and _CHANGES.fullmatch(line) is not None
