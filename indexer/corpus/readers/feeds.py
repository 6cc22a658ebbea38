"""RSS and Atom: an article an entry, as far as the feed gives it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from indexer.corpus.addresses import absolute_address
from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.makers.cms import DRAFTS
from indexer.corpus.markup import html_text
from indexer.corpus.readers.xml_files import parse_xml, xml_data
from indexer.corpus.records import read_record
from indexer.model import Article, ArticleError

_CLOSED = re.compile(rb"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_END = 1_000  # bytes in which the outermost element closes
_DELETED = b"deleted-entry"
_DUBLIN_CORE = re.compile(rb"<(?:dc:date|dcterms:(?:date|issued|created))\b")
_WEB = ("http://", "https://")
# Of an address with a long domain feedparser leaves the rest in the name: it is given none.
_AUTHOR = re.compile(
    rb"<((?:[\w-]+:)?(?:author|creator|managingeditor))(?:\s[^<>]*)?>.{0,2000}?</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
_BLOGGER = re.compile(r"http://schemas\.google\.com/blogger/2008/kind#(\w+)")
_LIVE = "LIVE"  # of Blogger; others are DRAFT and SOFT_TRASHED
# What WordPress puts below each entry.
_CREDIT = re.compile(
    r"(?:The post|Het bericht|Dit bericht|De post|Het artikel)(?: .{1,500})?"
    r" (?:appeared first on|first appeared on|verscheen eerst op|is eerst verschenen op"
    r"|is oorspronkelijk verschenen op|verscheen als eerste op) .{1,200}"
)
_AT = b"(at)"


def read_feed(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article of each entry; what its source tells of itself stands for each."""
    import feedparser  # noqa: PLC0415 - heavy

    data = xml_data(input_file)
    try:
        feed = feedparser.parse(io.BytesIO(_AUTHOR.sub(_marked, data)), sanitize_html=True)
    except Exception as error:
        raise UnreadableError(f"no feed that can be read: {error}; get it again") from error
    if feed.bozo and _CLOSED.search(data[-_END:]):
        input_file.note(f"broken XML: {feed.bozo_exception}; read as far as it can be")
    elif feed.bozo:
        yield input_file.error(f"broken XML, cut off: {feed.bozo_exception}; get it again")
    base = _base(feed.feed, input_file.source.origin)
    is_atom = str(feed.get("version") or "").startswith("atom")
    has_dublin_core = _DUBLIN_CORE.search(data) is not None
    for number, entry in enumerate(feed.entries, start=1):
        input_file.part = f"entry {number}: "
        if kind := _no_article(entry):
            input_file.count_as_none(kind)
            continue
        date = entry.get("published") or ""
        # feedparser has one name for the date of Dublin Core, which is of publication, and changes.
        if not date and "updated" in entry and (is_atom or has_dublin_core):
            date = entry["updated"] or ""
            if date and not has_dublin_core:
                input_file.note("no date of publication: dated by its last change (updated)")
        yield read_record(_record(entry, feed.feed, base) | {"date": date}, input_file)
    input_file.part = ""
    if _DELETED in data:
        yield from _withdrawals(data, input_file)


def _withdrawals(data: bytes, input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield what says that an entry is withdrawn (RFC 6721), which feedparser passes over."""
    for element in parse_xml(data).iterfind(".//{*}deleted-entry"):
        record = {"id": element.get("ref", ""), "pubstatus": "withdrawn"}
        record["versioncreated"] = element.get("when", "")
        yield read_record(record, input_file)


def _marked(element: re.Match[bytes]) -> bytes:
    return element[0].replace(b"@", _AT)


def _base(feed: Any, origin: str) -> str:
    """Return what a relative address goes on from: the feed's own address, else its site's."""
    links = feed.get("links") or ()
    own = next((link.get("href") for link in links if link.get("rel") == "self"), "")
    places = (own, origin, feed.get("link"))
    return next((place for place in places if place and place.startswith(_WEB)), "")


def _no_article(entry: Any) -> str:
    """Return what an entry of an export of Blogger is that is no post; empty of any other entry.

    Google's Takeout names kinds and drafts by elements of its own.
    """
    kinds = (_BLOGGER.match(tag.get("term") or "") for tag in entry.get("tags") or ())
    told = str(entry.get("blogger_type") or "post").lower()
    kind = next((match[1] for match in kinds if match), told)
    is_draft = str(entry.get("app_draft") or entry.get("draft") or "").lower() == "yes"
    if kind not in {"post", "page"}:
        return f"{kind}s of Blogger" if not kind.endswith("s") else f"{kind} of Blogger"
    return DRAFTS if is_draft or (entry.get("blogger_status") or _LIVE) != _LIVE else ""


def _record(entry: Any, feed: Any, base: str) -> dict[str, Any]:
    """Return the fields of an entry; whatever is missing or empty in it is empty here."""
    whole = [part.get("value") or "" for part in entry.get("content") or () if _is_text(part)]
    authors = [
        (author.get("name") or "").replace(_AT.decode(), "@")
        for author in entry.get("authors") or ()
    ]
    paper = (entry.get("source") or {}).get("title") or feed.get("title") or ""
    return {
        "id": entry.get("id") or "",
        "title": html_text(entry.get("title") or ""),
        "source": html_text(paper),
        "section": [
            tag.get("label") or term
            for tag in entry.get("tags") or ()
            if not _BLOGGER.match(term := tag.get("term") or "")
        ],
        "url": absolute_address(_link(entry), base),
        "author": authors,
        "datemodified": ("updated" in entry and entry["updated"]) or entry.get("published") or "",
        "embargoed": entry.get("prism_embargodate") or "",
        "body": _without_credit(html_text(max([*whole, entry.get("summary") or ""], key=len))),
    }


def _without_credit(text: str) -> str:
    above, _, last = text.rpartition("\n\n")
    return above if _CREDIT.fullmatch(last) else text


def _link(entry: Any) -> str:
    """Return the address of an entry; feedparser takes its guid for one, whatever it is."""
    link = entry.get("link") or ""
    return "" if link == entry.get("id") and not link.startswith((*_WEB, "/")) else link


def _is_text(part: Any) -> bool:
    return str(part.get("type", "text/html")).startswith(("text/", "application/xhtml"))
