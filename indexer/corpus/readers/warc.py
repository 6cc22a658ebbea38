"""WARC, as crawlers write it: an article a web page, and of the same content only the first."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.raw.compression import unpacked_body
from indexer.corpus.raw.content import is_html
from indexer.corpus.readers.web_pages import MAX_PAGE, decoded_page, page_article, several_articles
from indexer.corpus.records import short_id
from indexer.model import Article, ArticleError
from indexer.text import one_line

_PAGES = {"text/html", "application/xhtml+xml"}
_GIVEN = "200"
_CONVERTED = "texts of pages without their pages"
_WET = "a WET, which has texts of pages without their pages; get the WARC of the crawl"
_COPY = "copies of pages"
_UNKNOWN = "unknown"
_HEAD = 1 << 16  # bytes of a page by which it is known as one
_CUT_OFF = "the WARC is cut off in this page; get it again"


def read_warc(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of each page; what else there is, is counted in a note."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - heavy

    left, seen = Counter[str](), set[bytes]()
    records = ArchiveIterator(_AsAvailable(input_file.stream))
    records.INC_RECORD = ""  # it would print what stands where a record should
    try:
        while record := _next(records):
            kind = _kind(record)
            if kind != "page":
                left.update([kind] if kind else [])
                continue
            found = _article(record, seen, input_file)
            if found is None or found in (_COPY, _UNKNOWN):
                left[found or "pages without an article"] += 1
            elif isinstance(found, list):
                yield from found
            elif isinstance(found, str):
                input_file.count_as_none(found)
            else:
                yield found
        if left[_CONVERTED] and left.total() == left[_CONVERTED] and not seen:
            del left[_CONVERTED]
            raise UnreadableError(_WET)
    finally:
        input_file.part = ""
        left["stretches of something else"] += records.err_count
        for kind, count in (+left).most_common(8):
            input_file.note(f"passed over {count:,} {kind}", count, f"passed over: {kind}")


class _AsAvailable:
    """A stream that gives what it has: waiting for more would lose what stands before damage."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self.read = stream.read1
        self.tell = stream.tell


def _next(records: Any) -> Any:
    """Return the next record, None at the end. Raises UnreadableError if it is no record."""
    try:
        return next(records, None)
    except (UnreadableError, OSError, EOFError, zlib.error):
        raise
    except Exception as error:  # whatever a broken crawl makes the library stumble over
        reason = f"no WARC, or damaged here: {one_line(str(error))}"
        raise UnreadableError(f"{reason}; pages before are read; get it again") from error


def _kind(record: Any) -> str:
    """Return "page", or what a record is else; nothing for a record that belongs to another."""
    if record.rec_type == "conversion":
        return _CONVERTED
    if record.rec_type == "revisit":
        return "pages as before"
    if record.rec_type not in {"response", "resource"} or not record.rec_headers:
        return ""
    headers = record.http_headers
    if headers and headers.get_statuscode() != _GIVEN:
        return "redirects and errors"
    kind = _type(record)
    return "page" if not kind or kind in _PAGES else kind.partition("/")[0][:20]


def _type(record: Any) -> str:
    """Return of what type a record is, empty where its server did not say."""
    headers = record.http_headers or record.rec_headers
    return str(headers.get_header("Content-Type", "")).partition(";")[0].strip().lower()


def _content(record: Any) -> bytes:
    """Return the content of a page, unpacked; more than MAX_PAGE is cut off there."""
    headers = record.http_headers
    encodings = str(headers.get_header("Content-Encoding", "") if headers else "").split(",")
    if headers:
        # What warcio unpacks by itself has no bound.
        headers.remove_header("Content-Encoding")
    return unpacked_body(record.content_stream().read(MAX_PAGE + 1), encodings, MAX_PAGE)


def _article(
    record: Any, seen: set[bytes], input_file: InputFile
) -> Article | ArticleError | list[Article | ArticleError] | str | None:
    """Return the article of a page, an error, what the page is instead, or None for nothing.

    A download of a newspaper database has several.
    """
    address = str(record.rec_headers.get_header("WARC-Target-URI", "")).strip("<>")
    input_file.part = f"{address}: "
    try:
        data = _content(record)
    except ImportError as error:
        name = (error.name or "").partition(".")[0]
        return input_file.error(f"packed with {name}, not installed. Run: pip install {name}")
    except EOFError as error:
        raise UnreadableError(f"{input_file.part}{_CUT_OFF}") from error
    except (UnreadableError, OSError, zlib.error):
        raise
    except Exception as error:  # noqa: BLE001 - as above, of one page
        return input_file.error(f"a page that cannot be unpacked: {error}")
    if len(data) > MAX_PAGE:
        return input_file.error(f"a page of over {MAX_PAGE // 10**6} MB; take it out")
    if getattr(record.raw_stream, "limit", 0) and not record.raw_stream.read(1):
        return input_file.error(_CUT_OFF)
    digest = hashlib.blake2b(data, digest_size=16).digest()
    if digest in seen:
        return _COPY
    seen.add(digest)
    return _read_page(data, address, record.http_headers, input_file)


def _read_page(
    data: bytes, address: str, headers: Any, input_file: InputFile
) -> Article | ArticleError | list[Article | ArticleError] | str | None:
    """Return the same of what the content of a page says."""
    content = str(headers.get_header("Content-Type", "")) if headers else ""
    _, _, charset = content.lower().partition("charset=")
    if not (content or is_html(data[:_HEAD])):
        return _UNKNOWN
    html = decoded_page(data, input_file, charset.split(";")[0].strip(" \"'") or None)
    try:
        if (download := several_articles(html, input_file)) is not None:
            return [*download]
        return page_article(
            html, short_id(address or input_file.source.id), input_file, address or None
        )
    except UnreadableError as error:
        return input_file.error(str(error))
