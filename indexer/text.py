"""Rules of written Dutch that several packages go by: sentences, white space, months, titles."""

from __future__ import annotations

from indexer.later import expression

SENTENCE_END = expression(r"[.!?…][\"'”’»)]*\s+|\n\s*\n")
"""The end of a sentence or a paragraph, with the white space after it."""

BLANK_LINE = expression(r"\n\s*\n")
"""What parts two paragraphs."""

_SURROGATE = expression("[\ud800-\udfff]")

SPACE = expression(r"\s+")
"""White space, line ends too."""

_JOINERS = "\u200c\u200d\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef"
_PICTURES = "\u203c\u2049\u20e3\u2100-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_INVISIBLE = expression(
    # Bidirectional marks, zero-width spaces, byte order marks, signs between lines of notes
    "[\u034f\u061c\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001]+"
    # A soft hyphen shows where a word may be broken, and where it is
    "|\u00ad+(?:[ \t]*\r?\n[ \t]*(?=[^\\W\\d_]))?"
    # What joins pictures (👩\u200d🚒, ❤\ufe0f) stays behind one
    f"|(?<![{_PICTURES}{_JOINERS}])[{_JOINERS}]+"
)

MONTHS = (
    ("januari", "jan"),
    ("februari", "feb"),
    ("maart", "mrt"),
    ("april", "apr"),
    ("mei",),
    ("juni", "jun"),
    ("juli", "jul"),
    ("augustus", "aug"),
    ("september", "sept", "sep"),
    ("oktober", "okt"),
    ("november", "nov"),
    ("december", "dec"),
)
"""The months: each its name, then how it is shortened."""


def without_invisible(text: str) -> str:
    """Return a text without characters that nobody sees, and that part a word for a machine.

    Zero-width spaces and joiners, soft hyphens, byte order marks, marks of direction, variation
    selectors; https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point has most of them.
    """
    return text if text.isascii() else _INVISIBLE.sub("", text)


def one_line(text: str) -> str:
    """Return a text on one line, with one space between words and none around them."""
    return " ".join(text.split())


def said(error: BaseException, longest: int = 500) -> str:
    """Return what an error of a library says, in one line of at most so many characters and a sign.

    It may quote the whole of a file.
    """
    line = one_line(str(error))
    return line if len(line) <= longest else f"{line[:longest]}…"


def without_surrogates(text: str) -> str:
    """Return a text with other signs for lone surrogates, which are part of no word.

    Compiled code cannot hold those.
    """
    return _SURROGATE.sub("\u2022", text)


def begins_with(body: str, title: str) -> bool:
    """Say whether a body begins with its title, as whole words; `…` may end a title that was cut.

    A plain text without a title line has its first words as title.
    """
    title = title.rstrip("…")
    return body.startswith(title) and not body[len(title) :][:1].isalnum()


def without_title_line(body: str, title: str) -> str:
    """Return a body without the title where that is its first line."""
    if title and (body == title or body.startswith(f"{title}\n")):
        return body[len(title) :].lstrip("\n")
    return body


def whole_words(text: str, longest: int) -> str:
    """Return the words that end within the first `longest` characters; none if one is longer."""
    if len(text) <= longest:
        return text
    begun = text[: longest + 1]
    if begun[-1].isspace():
        return begun.rstrip()
    before, *last = begun.rsplit(None, 1)
    return before if last else ""
