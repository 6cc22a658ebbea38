"""The table of formats: how a file is recognised, what reads it and what that needs.

A row is all that a format needs besides its reader, a golden file and a line in the manual. The
name of a file decides its format unless its content is unmistakably that of another row.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from indexer.corpus.groups import Group, page_images, saved_pages
from indexer.corpus.raw.content import (
    ZIP,
    defines_entities,
    is_har,
    is_hocr,
    is_html,
    is_json_lines,
    is_mailbox,
    is_message,
    is_ris,
    is_saved_page,
    is_tar,
    is_web_archive,
    is_wordpress,
    is_zotero,
    without_mark,
    xml_root,
    zip_with,
)
from indexer.later import NamedTuple, dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A row of the table."""

    name: str
    """What people call it, in notes, golden tests and the manual."""
    reader: str
    """Module and function in `indexer.corpus.readers`, imported when a file is read."""
    suffixes: tuple[str, ...] = ()
    """The usual suffix, then its aliases; none where content alone decides."""
    needs: tuple[str, ...] = ()
    """Distributions that the reader imports, as `pip install` names them."""
    magic: bytes = b""
    """What every file of this format begins with; unmistakable where the row has no `sniff`."""
    sniff: Callable[[bytes], bool] | None = None
    """Tells from the first bytes of a file that it is unmistakably of this format."""
    roots: tuple[str, ...] = ()
    """Outermost elements of XML, by their local names in lower case; unmistakable too."""
    is_xml: bool = False
    """XML that `sniff` knows, so that a name of XML says the same."""
    group: Group | None = None
    """Which names in a folder are parts of a file of this format, as `corpus/groups.py` says."""
    one_article: bool = False
    """A file is one article: it takes a date from its path where it has none."""
    is_text: bool = False
    """Encoded text, which is checked not to be binary and read past its byte order mark."""
    has_lines: bool = False
    """Lines as those of text, among which other data may stand."""
    has_fields: bool = False
    """Records with named fields, which `[fields]` in knipsel.toml can map."""
    is_container: bool = False
    """Holds files of other formats; not read inside another container."""
    is_crawl: bool = False
    """Web pages as they were on several days: of one address the last counts."""
    may_be_gzipped: bool = True


# fmt: off
TEXT = Format("plain text", "plain_text.read_plain_text", (".txt", ".text"),
    one_article=True, is_text=True)
JSON_LINES = Format("JSON Lines", "json_records.read_json_lines", (".jsonl", ".ndjson"),
    is_text=True, has_fields=True)
HOCR = Format("hOCR", "digitised.hocr.read_hocr", (".hocr",), sniff=is_hocr, one_article=True)
HTML = Format("HTML", "web_pages.read_web_page", (".html", ".htm", ".xhtml"), sniff=is_html,
    group=saved_pages, one_article=True, is_text=True, needs=("trafilatura", "lxml-html-clean"))
XML = Format("XML", "xml_files.read_xml", (".xml", ".rss", ".atom", ".rdf"))
CSV = Format("CSV", "tables.read_comma_separated", (".csv",), is_text=True, has_fields=True)
TSV = Format("TSV", "tables.read_tab_separated", (".tsv",), is_text=True, has_fields=True)

FORMATS = (
    TEXT,
    Format("Markdown", "markdown.read_markdown", (".md", ".markdown"),
        one_article=True, is_text=True, needs=("markdown-it-py", "PyYAML")),
    JSON_LINES,
    Format("JSON", "json_records.read_json_document", (".json", ".jsonld"),
        is_text=True, has_fields=True),
    CSV,
    TSV,
    Format("XLSX", "spreadsheets.read_xlsx", (".xlsx", ".xlsm"), magic=ZIP,
        sniff=zip_with(b"xl/wor"), has_fields=True, needs=("openpyxl",)),
    Format("ODS", "spreadsheets.read_ods", (".ods",), magic=ZIP,
        sniff=zip_with(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
        has_fields=True, needs=("defusedxml",)),
    HOCR,  # before HTML, which it is too
    HTML,
    XML,
    Format("WordPress", "wordpress.read_export", sniff=is_wordpress, is_xml=True,
        needs=("defusedxml",)),
    Format("ALTO", "digitised.alto.read_alto", roots=("alto",), group=page_images,
        one_article=True, needs=("defusedxml",)),
    Format("METS with ALTO", "digitised.mets.read_mets", roots=("mets",), needs=("defusedxml",)),
    Format("DIDL with ALTO", "digitised.didl.read_didl", roots=("didl",), needs=("defusedxml",)),
    Format("article text of the KB", "digitised.article_text.read_article_text", roots=("text",),
        one_article=True, needs=("defusedxml",)),
    Format("PAGE XML", "digitised.page_xml.read_page", roots=("pcgts",), one_article=True,
        needs=("defusedxml",)),
    Format("TEI", "digitised.tei.read_tei", roots=("tei", "tei.2", "teicorpus"),
        needs=("defusedxml",)),
    Format("FoLiA", "digitised.folia.read_folia", roots=("folia",), needs=("defusedxml",)),
    Format("RSS or Atom", "feeds.read_feed", roots=("rss", "feed", "rdf"), needs=("feedparser",)),
    Format("NITF", "nitf.read_nitf", roots=("nitf",), one_article=True, needs=("defusedxml",)),
    Format("NewsML 1", "exports.newsml1.read_newsml1", roots=("newsml",), needs=("defusedxml",)),
    Format("NewsML-G2", "newsml.read_newsml", roots=("newsitem", "newsmessage"),
        needs=("defusedxml",)),
    Format("Word", "word.read_word", (".docx",), magic=ZIP, sniff=zip_with(b"word/document.xml"),
        one_article=True, needs=("python-docx",)),
    Format("ODT", "opendocument.read_odt", (".odt",), magic=ZIP,
        sniff=zip_with(b"mimetypeapplication/vnd.oasis.opendocument.text"),
        one_article=True, needs=("defusedxml",)),
    Format("RTF", "rich_text.read_rich_text", (".rtf",), magic=b"{\\rtf", one_article=True,
        needs=("striprtf",)),
    Format("EPUB", "epub.read_epub", (".epub",), magic=ZIP,
        sniff=zip_with(b"mimetypeapplication/epub+zip"), needs=("defusedxml",)),
    Format("PDF", "pdf.reader.read_pdf", (".pdf",), magic=b"%PDF-", one_article=True,
        needs=("pypdf",)),
    Format("mail", "mail.read_message", (".eml",), sniff=is_message, one_article=True,
        has_lines=True),
    Format("mailbox", "mail.read_mailbox", (".mbox", ".mbx"), sniff=is_mailbox, has_lines=True),
    Format("MHTML", "saved_pages.read_saved_page", (".mht", ".mhtml"), sniff=is_saved_page,
        one_article=True, needs=("trafilatura", "lxml-html-clean")),
    Format("RIS", "references.ris.read_ris", (".ris",), sniff=is_ris, is_text=True),
    Format("BibTeX", "references.bibtex.read_bibtex", (".bib",), is_text=True,
        needs=("bibtexparser", "pylatexenc")),
    Format("Zotero RDF", "references.zotero_rdf.read_zotero", sniff=is_zotero, is_xml=True,
        needs=("defusedxml",)),
    Format("WARC", "warc.read_warc", (".warc",), magic=b"WARC/1.", is_crawl=True,
        needs=("warcio", "trafilatura", "lxml-html-clean")),
    Format("HAR", "exports.har.read_har", (".har",), sniff=is_har, is_crawl=True,
        needs=("trafilatura", "lxml-html-clean")),
    Format("web archive", "exports.web_archive.read_web_archive", (".webarchive",),
        sniff=is_web_archive, one_article=True, needs=("trafilatura", "lxml-html-clean")),
    Format("Evernote", "exports.evernote.read_notes", (".enex",), roots=("en-export",),
        needs=("defusedxml",)),
    Format("Factiva XML", "exports.factiva_xml.read_factiva_xml",
        roots=("ppsarticleresponse", "ppsarticle", "getarticleresponse", "articleresponseset"),
        needs=("defusedxml",)),
    Format("trafilatura XML", "exports.trafilatura_xml.read_trafilatura", roots=("doc",),
        one_article=True, needs=("defusedxml",)),
    Format("bibliographic XML", "references.bibliographic.read_list",
        roots=("modscollection", "mods", "oai-pmh", "pubmedarticleset"), needs=("defusedxml",)),
    Format("zip", "archives.zip_members", (".zip",), magic=ZIP,
        is_container=True, may_be_gzipped=False),
    Format("WACZ", "archives.wacz_members", (".wacz",), magic=ZIP, is_container=True,
        may_be_gzipped=False, needs=("warcio", "trafilatura", "lxml-html-clean")),
    Format("tar", "archives.tar_members", (".tar",), sniff=is_tar, is_container=True),
)
# fmt: on

_OF_TEXT = (TEXT, CSV, TSV)  # whose names are given to whatever is text
SCAN = Format(
    "scan",
    "digitised.recognised.read_scan",
    (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".jp2", ".webp"),
    one_article=True,
    needs=("pytesseract",),
    may_be_gzipped=False,
)
"""Read only where scans are to be recognised; else pictures hold no articles."""

_COMPRESSED = {".gz", ".zst"}

GROUPS = tuple(row.group for row in FORMATS if row.group)

_BY_SUFFIX = {suffix: row for row in FORMATS for suffix in row.suffixes}
_BY_ROOT = {root: row for row in FORMATS for root in row.roots}
_SNIFFED = tuple((row, row.sniff) for row in FORMATS if row.sniff)
_MARKED = tuple(row for row in FORMATS if row.magic and not row.sniff)

KNOWN = (
    f"{', '.join(row.suffixes[0] for row in FORMATS if row.suffixes)}, each also .gz or .zst "
    "but for " + ", ".join(row.suffixes[0] for row in FORMATS if not row.may_be_gzipped)
)


class NamedFormat(NamedTuple):
    """What a file's name says; `id` is its path without `.gz`, and without the suffix of text."""

    id: str
    format: Format
    compressed: bool


def scan_of_name(name: str) -> NamedFormat | None:
    """Return what a path says of an image that is to be recognised, None where it is of none."""
    path = PurePosixPath(name)
    return (
        NamedFormat(name, SCAN, compressed=False) if path.suffix.lower() in SCAN.suffixes else None
    )


def format_of_name(name: str) -> NamedFormat | None:
    """Return what a path with forward slashes says, None where its suffix is of no format."""
    if name.lower().endswith(".tgz"):
        name = f"{name[:-4]}.tar.gz"
    path = PurePosixPath(name)
    compressed = path.suffix.lower() in _COMPRESSED
    inner = path.with_suffix("") if compressed else path
    row = _BY_SUFFIX.get(inner.suffix.lower())
    if row is None or (compressed and not row.may_be_gzipped):
        return None
    id_ = inner.with_suffix("") if row is TEXT else inner
    return NamedFormat(id_.as_posix(), row, compressed)


def format_of_content(head: bytes, named: Format) -> Format:
    """Return the format that content with this beginning has, `named` where it could be of that."""
    for row, sniff in _SNIFFED:
        if sniff(head):
            # What a server sends in place of a feed is a page, and no article.
            return named if row is HTML and named is XML else row
    if named.magic and head.startswith(named.magic):
        return named
    for row in _MARKED:
        if head.startswith(row.magic):
            return row
    if named in _OF_TEXT and is_json_lines(head):
        return JSON_LINES
    text = without_mark(head)
    if text.startswith(b"<") and not defines_entities(text):
        return _BY_ROOT.get(xml_root(text), named)
    return named


def format_of_root(name: str) -> Format | None:
    """Return the format of XML with this outermost element, None where it has none."""
    return _BY_ROOT.get(name)


def xml_formats() -> list[str]:
    """Return the names of the formats that an outermost element decides."""
    return [row.name for row in FORMATS if row.roots]
