"""Rich Text Format (.rtf)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from indexer.corpus.headings.headlines import Block, headline
from indexer.corpus.headings.labelled_head import labelled_row
from indexer.corpus.headings.openings import read_opening
from indexer.corpus.headings.titles import stated_author, stated_title
from indexer.corpus.input_file import MAX_ARTICLE, InputFile, UnreadableError
from indexer.corpus.mapping.inner_tables import Cell, read_inner_tables
from indexer.corpus.normalize import clean_text
from indexer.corpus.raw.encodings import is_utf8
from indexer.corpus.records import one_line_values
from indexer.corpus.vendors.downloads import read_download
from indexer.model import Article, ArticleError
from indexer.text import one_line

MAX_GROUPS = 10_000
"""Groups of RTF that may be open at once."""

# What is no text, and makes striprtf slow or is taken for text by it: pictures in hexadecimal, and
# the addresses of links.
_PICTURE = re.compile(r"[0-9a-fA-F\s]{200,}+")
_GROUP = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
_ADDRESS = re.compile(r"\{\\\*\\fldinst\b(?:[^{}]|" + _GROUP + r")*\}")
_DELETED = re.compile(r"\{\\deleted\b(?:[^{}]|" + _GROUP + r")*\}")  # by who tracks changes
# Patterns of striprtf take quadratic time over fields and tables of fonts that do not close.
_FIELD = re.compile(r"(\\field)(?=\{)", re.IGNORECASE)
_FONTS = re.compile(r"\{[^{}]*\\fonttbl")
_FONT = re.compile(r"\\f(\d{1,5})\b[^;{}]{0,100}?\\fcharset(\d{1,3})\b")
_BRACE = re.compile(r"[{}]")
_PROPERTY = r"\{{\\{}\s((?:[^{{}}]|\\[{{}}])*)\}}"
_TITLE, _AUTHOR = (re.compile(_PROPERTY.format(name)) for name in ("title", "author"))
_CODE_PAGE = re.compile(r"\\ansicpg\d+")
_MAC = re.compile(r"\{\\rtf1?\\mac\b")
_STYLE = re.compile(r"\{\\s(\d+)(?:\\[a-z*]+-?\d*\s?|\{[^{}]*\}|\s)*([^\\{};]+);\}")
_BYTE = re.compile(r"\\'([0-9a-fA-F]{2})")
_STYLED = re.compile(r"\\s(\d+)\b(.*)", re.DOTALL)
_PARAGRAPH_END = re.compile(r"\\par\b")
_PROPERTIES_WITHIN = 100_000
_ROW, _CELL_END, _ROW_END = (re.compile(rf"\\{word}(?![a-z])") for word in ("trowd", "cell", "row"))
_ROW_SIGN, _CELL_SIGN, _ROW_END_SIGN = "\ue000", "\ue001", "\ue002"  # of no letters
_SIGNS = f" \t{_ROW_SIGN}{_CELL_SIGN}"


def read_rich_text(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the article: its text and the date on top of it, its headline by the styles.

    Or the article of each row, where the document is a table of them.
    """
    markup = _markup(input_file.read_whole())
    marked = rich_text_lines(_bounded(_marked(_PICTURE.sub(" ", markup))))
    lines, tables = _parted(marked)
    text = clean_text("\n\n".join(lines))
    if not text:
        raise UnreadableError("no text in this document; is it one of pictures?")
    if (download := read_download(text, input_file)) is not None:
        yield from download
        return
    if (rows := read_inner_tables(tables, input_file, text)) is not None:
        yield from rows
        return
    styles = _styled(markup)
    blocks = [Block(line, styles.get(line, "")) for line in lines]
    stated = stated_title(_property(_TITLE, markup), input_file.source.id)
    title, blocks = headline(blocks, stated)
    body = clean_text("\n\n".join(block.text for block in blocks))
    authors = one_line_values(map(stated_author, _property(_AUTHOR, markup).split(";")))
    yield read_opening(title, body, text, input_file, authors)


def _marked(markup: str) -> str:
    """Return RTF with a sign where rows begin and end, and at the end of each cell."""
    if not _ROW_END.search(markup):
        return markup
    markup = _CELL_END.sub(_CELL_SIGN, _ROW.sub(_ROW_SIGN, markup))
    return _ROW_END.sub(_ROW_END_SIGN, markup)


def _parted(lines: Sequence[str]) -> tuple[list[str], list[list[list[Cell]]]]:
    """Return lines without signs, and the tables among them: rows that nothing stands between.

    Cells are lines of their own, unless two name a field and its value.
    """
    found: list[str] = []
    tables: list[list[list[Cell]]] = [[]]
    *rows, rest = "\n".join(lines).split(_ROW_END_SIGN)
    for piece in rows:
        between, _, row = piece.partition(_ROW_SIGN)
        if between.strip():
            tables.append([])
        cells = [clean_text(cell) for cell in row.replace(_ROW_SIGN, "").split(_CELL_SIGN)[:-1]]
        tables[-1].append([Cell(cell) for cell in cells])
        label = labelled_row(cells)
        found += [between, *(cells if label is None else [label])]
    text = "\n".join([*found, rest])
    return [line for each in text.split("\n") if (line := each.strip(_SIGNS))], tables


def _bounded(markup: str) -> str:
    """Return RTF as it is. Raises UnreadableError if it takes longer to read than any text does.

    That takes a microsecond a character, and memory for each group that is open.
    """
    if len(markup) > MAX_ARTICLE:
        size = f"over {MAX_ARTICLE // 10**6} MB beside its pictures"
        raise UnreadableError(f"{size}; split it, or save its text as .txt")
    depth = 0
    for brace in _BRACE.finditer(markup) if markup.count("{") > MAX_GROUPS else ():
        depth = depth + 1 if brace[0] == "{" else max(0, depth - 1)
        if depth > MAX_GROUPS:
            reason = f"groups in groups, over {MAX_GROUPS:,} deep; save its text as .txt"
            raise UnreadableError(reason)
    return markup


def _markup(data: bytes) -> str:
    """Return RTF as text. Its code page is that of Windows, unless it says that of the Mac."""
    if is_utf8(data):
        return data.decode("utf-8", "replace")
    markup = data.decode("cp1252", "replace")
    return _BYTE.sub(_of_mac, markup) if _MAC.match(markup) else markup


def _of_mac(match: re.Match[str]) -> str:
    """Return a byte of Mac Roman as the character that it is."""
    return rf"\u{ord(bytes.fromhex(match[1]).decode('mac_roman'))}?"


def _styled(markup: str) -> dict[str, str]:
    """Return the names of the styles of headlines and headings, by the text that has them."""
    head = markup[:_PROPERTIES_WITHIN]
    names = {match[1]: match[2].strip() for match in _STYLE.finditer(head)}
    names = {number: name for number, name in names.items() if Block("", name).is_named}
    styled: dict[str, str] = {}
    start = max((match.end() for match in _STYLE.finditer(head)), default=0)
    # Parted first: a search for the end of each paragraph would take its time for every style.
    window = markup[start : start + _PROPERTIES_WITHIN] if names else ""
    for paragraph in _PARAGRAPH_END.split(window)[:-1]:
        match = _STYLED.search(paragraph)
        if match and match[1] in names:
            styled.setdefault(_fragment(match[2], head), names[match[1]])
    return styled


def rich_text_lines(markup: str) -> list[str]:
    """Return the paragraphs of RTF. Raises UnreadableError if it is broken."""
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415 - seldom needed

    convert: Callable[..., str] = rtf_to_text
    try:
        text = convert(
            _with_plain_fonts(_FIELD.sub(r"\1\n", _without_deleted(_ADDRESS.sub("", markup)))),
            errors="replace",
        )
    except Exception as error:
        raise UnreadableError(f"no RTF that can be read: {error}; save it again") from error
    # Characters beyond the first plane are written as two halves.
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return [line for line in map(str.strip, whole.split("\n")) if line]


def _without_deleted(markup: str) -> str:
    return _DELETED.sub("", markup) if r"{\deleted" in markup else markup


def _with_plain_fonts(markup: str) -> str:
    """Return RTF with a table of fonts that has nothing but their numbers and character sets."""
    table = _FONTS.search(markup)
    if not table:
        return markup
    end, depth = len(markup), 1
    for brace in _BRACE.finditer(markup, table.end()):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            end = brace.end()
            break
    fonts = dict(_FONT.findall(markup[table.end() : end]))
    plain = "".join(f"{{\\f{number}\\fcharset{set_} x;}}" for number, set_ in fonts.items())
    closing = "}" if not depth else ""
    return f"{markup[: table.end()]}{plain}{closing}{markup[end:]}"


def _property(pattern: re.Pattern[str], markup: str) -> str:
    """Return a property of the document in one line, empty without one."""
    head = markup[:_PROPERTIES_WITHIN]
    match = pattern.search(head)
    return _fragment(match[1], head) if match else ""


def _fragment(markup: str, head: str) -> str:
    """Return a piece of RTF as text in one line, read by the code page of the document."""
    code_page = _CODE_PAGE.search(head)
    whole = rf"{{\rtf1\ansi{code_page[0] if code_page else ''} {markup.strip('{}')}}}"
    return one_line(clean_text(" ".join(rich_text_lines(whole))))
