"""Files of formats that are not read: which hold no articles, and what to do about the others.

A file of an unknown format may hold articles, so it is skipped by name. Pictures, programs and the
like hold none: they are passed over, and counted by the ends of their names. What a system or an
office program leaves in any folder is passed over without a word.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from indexer.corpus.formats import HTML, TEXT, format_of_content
from indexer.model import ArticleError, Note

_REMNANTS = re.compile(
    r"~\$.*|thumbs\.db(:.*)?|ehthumbs(_vista)?\.db|desktop\.ini|icon\r|\$recycle\.bin|__macosx.*"
    r"|system volume information|lost\+found|@eadir|_gsdata_|\.ds_store|\._.*|\.~lock\..*",
    re.IGNORECASE | re.DOTALL,
)

# What sites have for programs: they are texts, and of no article.
_OF_SITES = {
    f"{name}.txt" for name in ("robots", "ads", "app-ads", "sellers", "humans", "security", "llms")
}
_WITHOUT_ARTICLES = {
    "pictures": "jpg jpeg jpe jp2 jfif png gif bmp tif tiff webp heic heif avif svg svgz ico cur"
    " psd xcf ai eps ps raw cr2 cr3 nef arw dng dwg dxf sketch fig icc xmp",
    "sound and film": "mp3 mp4 m4a m4v m4b mov avi wmv mkv webm flv mpg mpeg mts ogg oga ogv opus"
    " wav aac flac wma aiff mid midi swf m3u m3u8 pls srt vtt sub",
    "what pages and programs are made of": "css scss sass less js mjs cjs ts jsx tsx map wasm ttf"
    " otf woff woff2 eot php asp aspx jsp py pyc ipynb r rb pl sh bash bat cmd ps1 vbs java class"
    " jar c h cpp rs go so dll dylib exe msi com bin app apk deb rpm dmg iso img vhd sys o a lib",
    "settings, links, signatures": "ini cfg conf toml yaml yml properties env lock log pid bak old"
    " tmp swp cache xsd dtd rng xsl xslt md5 sha1 sha256 sha512 sig asc gpg pem crt cer key torrent"
    " url webloc lnk desktop opml vcf ics seen",
}
_NO_ARTICLES = {f".{suffix}" for names in _WITHOUT_ARTICLES.values() for suffix in names.split()}
_NAMES = re.compile(
    r"(make|docker|gem|jenkins|proc|rake|vagrant)file|licen[cs]e|copying|authors|notice|version"
    r"|changelog|manifest|cname|(md5|sha\d+)sums?",
    re.IGNORECASE,
)

_ADVICE = {
    ".doc .dot .wps .wpd .pages .fodt .sxw .docm .dotx .abw": "save it as .docx",
    ".ppt .pptx .pps .odp .indd .idml .qxd .qxp .pub .xps .djvu .djv .tex":
        "save it as .pdf or .txt",
    ".xls .xlsb .xlt .numbers .fods .sxc .wk1": "save it as .xlsx",
    ".msg .oft .pst .ost .olm .dbx": "save its messages as .eml or .mbox",
    ".mobi .azw .azw3 .kfx .lit .fb2": "save it as .epub, or its text as .txt",
    ".7z .rar .ace .arj .lzh .cab .sit .sitx .z .lz .lz4 .lzma .cpio .arc .tbz .tbz2 .txz .tzst"
    " .bz2 .xz .zst .br .001 .part1": "unpack it",
    ".wet .wat": "get the WARC of the crawl, which has its pages",
    ".gz": "name what is in it, as lijst.jsonl.gz does",
    ".sql .sqlite .sqlite3 .db .mdb .accdb .dbf .parquet .feather .arrow .avro .orc .pickle .pkl"
    " .rds .rdata .sav .dta .sas7bdat .h5 .hdf5 .bson": "write its articles as .csv or .jsonl",
}  # fmt: skip
_WORKBOOKS = {".xls", ".xlsb", ".xlt"}
# What an archive of Twitter (X) has of posts, in JavaScript.
_POSTS = re.compile(r"(?:note-)?tweets?(?:-part\d{1,4})?\.js", re.IGNORECASE)
_UNFINISHED = {".crdownload", ".part", ".partial", ".download", ".opdownload"}
_ADVICE_OF = {suffix: advice for names, advice in _ADVICE.items() for suffix in names.split()}


def is_ignored(name: str) -> bool:
    """Return whether a path in a folder or archive is hidden, a remnant, or describes the folder.

    So do the texts that a site has for programs.

    Remnants are what systems and office programs leave behind, as Thumbs.db and ~$kop.docx.
    """
    path = PurePosixPath(name)
    is_about = path.stem.upper() == "README" or path.name.lower() in _OF_SITES
    return is_about or any(part.startswith(".") or is_remnant(part) for part in path.parts)


def is_remnant(name: str) -> bool:
    """Return whether a name is of what systems and programs leave: nobody means to index that."""
    return _REMNANTS.fullmatch(name) is not None


def is_unmistakable(name: str, head: bytes) -> bool:
    """Return whether a file of another suffix, or none, is of a format that is read after all.

    A table that a site writes as a page and calls a workbook is no article.
    """
    row = format_of_content(head, TEXT)
    if row is HTML and PurePosixPath(name).suffix.lower() in _WORKBOOKS:
        return False
    return row is not TEXT and not row.is_container


def remark(path: str, name: str) -> Note | ArticleError:
    """Return what to say of a file of another format: no articles, or perhaps some that are lost.

    `path` is how messages call it, `name` its path in a folder or archive.
    """
    if form := _form_without_articles(name):
        return passed_over(path, form)
    return ArticleError(path, None, _reason_to_skip(name))


def is_unknown(name: str) -> bool:
    """Return whether nothing better is known about such a file than which formats are read."""
    path = PurePosixPath(name)
    is_known = path.suffix.lower() in _ADVICE_OF.keys() | _UNFINISHED
    return not (is_known or _POSTS.fullmatch(path.name))


def passed_over(path: str, form: str) -> Note:
    """Return the note of a file that holds no articles, which is counted by its form."""
    return Note(path, None, f"passed over: a file of another format ({form})", form=form)


def _form_without_articles(name: str) -> str | None:
    path = PurePosixPath(name)
    suffix = path.suffix.lower()
    if _POSTS.fullmatch(path.name):
        return None
    if suffix in _NO_ARTICLES:
        return suffix
    if path.name.endswith("~"):
        return "~"
    return path.name if not suffix and _NAMES.fullmatch(path.name) else None


def _reason_to_skip(name: str) -> str:
    path = PurePosixPath(name)
    suffix = path.suffix.lower()
    if suffix == ".gz" and (inner := PurePosixPath(path.stem).suffix.lower()) in _ADVICE_OF:
        suffix = inner
    if _POSTS.fullmatch(path.name):
        return "posts of an archive of Twitter (X); write those to be searched as .csv or .jsonl"
    if suffix in _UNFINISHED:
        return "a download that was not finished; get it again"
    if advice := _ADVICE_OF.get(suffix):
        return f"{suffix} is not a format that is read; {advice}"
    kind = f"{suffix} is not" if suffix else "without a suffix, so not in"
    return f"{kind} a format that is read; name text .txt, tables .csv and .jsonl, or take it out"
