"""Mail (.eml, .mbox): a message is an article, such as a newsletter, and so are its attachments."""

from __future__ import annotations

import email
import email.policy
import io
import re
import unicodedata
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart
from mimetypes import guess_extension
from typing import cast

from indexer.corpus.discover import Source
from indexer.corpus.headings.bylines import said_name
from indexer.corpus.headings.forwarded import forwarded_head
from indexer.corpus.headings.papers import is_paper
from indexer.corpus.headings.signatures import is_person, take_byline
from indexer.corpus.input_file import MAX_ARTICLE, MAX_FILE, InputFile, Member, UnreadableError
from indexer.corpus.markup import visible_text
from indexer.corpus.members import member_source
from indexer.corpus.normalize import clean_text
from indexer.corpus.pages.tables import read_tables
from indexer.corpus.raw.content import HEAD
from indexer.corpus.raw.encodings import guess_encoding, is_utf8
from indexer.corpus.records import read_record
from indexer.corpus.vendors.downloads import read_download
from indexer.model import Article, ArticleError
from indexer.text import one_line, without_title_line

_FROM = b"From "  # how each message of an mbox begins
_QUOTED_FROM = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_MAX_REMARK = 60  # characters that are shown
_FORWARDED = re.compile(r"(?:(?:re|fwd?|doorgestuurd|doorst|antw|tr|wg)\s*:\s*)+", re.IGNORECASE)
_ADDRESS = re.compile(r"<[^<>]*>|\([^()]*@[^()]*\)")
_OF_LISTS = ("list-unsubscribe", "list-id", "list-post", "precedence")
_DESK = re.compile(
    r"redacti|nieuws|news|persdienst|\bpers@|press|info\b|service|klant|desk|team|abonn|bestuur"
    r"|communicatie|gemeente|provincie|stichting|vereniging|no-?reply|contact|support|digest|alert",
    re.IGNORECASE,
)
"""What the name or address of a sender has that is no person."""
_LINKS = ("archived-at", "list-archive", "x-archived-at")
# What stands above and below a newsletter, and is about the sending of it.
_SENDING = re.compile(
    r"afmelden|uitschrijven|unsubscribe|web-?versie|online ?versie"
    r"|bekijk (?:deze|de) (?:nieuwsbrief|e-?mail|mail)"
    r"|(?:bekijk|open|lees) (?:\w+ ){0,2}(?:in|via) (?:(?:je|uw|de|een) )?(?:web)?browser"
    r"|lees (?:deze|de) (?:nieuwsbrief|e-?mail) online|view (?:this|in)|view it in"
    r"|(?:u|je|jij) (?:ontvangt|krijgt) (?:deze|dit) (?:\w+ )?(?:\w*mail|nieuwsbrief|bericht)"
    r"|you(?:'re| are) receiving this",
    re.IGNORECASE,
)
_FLOWS_ON = re.compile(r"(?<!^--) \r?\n(?!\r?\n|>) ?", re.MULTILINE)
# Below this line stands who sent a message (RFC 3676).
_SIGNATURE = re.compile(r"\r?\n-- \r?\n(?:[^\n]{0,100}(?:\n|\Z)){0,12}\s*\Z")
_STUFFED = re.compile(r"^ ", re.MULTILINE)
_ESCAPED = re.compile(r"[\udc80-\udcff]")  # bytes past ASCII, as Python keeps them
_MESSAGE = "message/rfc822"
_MAX_INSIDE = 2  # files around a message that has others in it
_TIME = re.compile(rb"\b\d\d:\d\d:\d\d\b")
_MAX_SENDING = 200  # characters in such a line


def read_message(input_file: InputFile) -> Iterator[Article | ArticleError | Member]:
    """Yield the article of a message, and the files attached to it that may be articles."""
    yield from _items(input_file.read_whole(), input_file, input_file.source.id)


def read_mailbox(input_file: InputFile) -> Iterator[Article | ArticleError | Member]:
    """Yield the article of each message, and the files attached to them."""
    number, start = 0, 0
    for start, data in _messages(input_file):
        number += 1
        end, input_file.line = input_file.line, start
        input_file.part = f"message {number}: "
        if isinstance(data, ArticleError):
            yield data
            continue
        try:
            yield from _items(data, input_file, f"{input_file.source.id}!{number}")
        except UnreadableError as error:
            yield input_file.error(str(error))
        input_file.line = end
    if not number:
        raise UnreadableError("no mailbox: no line of it begins with «From »; take it out")


def _messages(input_file: InputFile) -> Iterator[tuple[int, bytes | ArticleError]]:
    """Yield the first line's number and the bytes of each message, an error for what is too long.

    A line «From » after a blank one begins the next; with the time, where the first one has that.
    """
    parts: list[bytes] = []
    start, size, is_blank, is_timed = 0, 0, True, False
    problem: ArticleError | None = None
    for line in input_file.lines():
        if isinstance(line, ArticleError):
            problem = problem or line
            continue
        if is_blank and line.startswith(_FROM) and (not is_timed or _TIME.search(line)):
            is_timed = is_timed or (not start and _TIME.search(line) is not None)
            if start:
                yield start, problem or _QUOTED_FROM.sub(b"", b"".join(parts))
            start, size, problem = input_file.line, 0, None
            parts.clear()
        elif start:
            size += len(line)
            if size <= MAX_FILE:
                parts.append(line)
            elif not problem:
                parts.clear()
                problem = input_file.error(f"longer than {MAX_FILE // 10**6} MB; split it")
        is_blank = not line.strip()
    if start:
        yield start, problem or _QUOTED_FROM.sub(b"", b"".join(parts))


def _items(
    data: bytes, input_file: InputFile, id_: str
) -> Iterator[Article | ArticleError | Member]:
    """Yield what is in a message. Raises UnreadableError where it is broken, or has nothing."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        record, remark = _record(message, id_)
        page = _page(message)
        attached = [_attached(part) for part in message.iter_attachments()]
    except Exception as error:
        raise UnreadableError(f"no mail that can be read: {error}; save it again") from error
    members = [member for file in attached if (member := _member(*file, input_file))]
    if remark:
        what = "the remark above a message that was sent on, which is left out"
        input_file.note(f"{what}: '{remark[:_MAX_REMARK]}'")
    if (several := _several(page, record["body"], input_file)) is not None:
        yield from several
    elif record["body"].strip() or not members:
        yield _article(record, input_file)
    yield from members


def _several(
    page: str, body: str, input_file: InputFile
) -> Iterator[Article | ArticleError] | None:
    """Return the articles of a message that has several, None of one that is an article.

    It is the download of a newspaper database, or has tables with an article a row.
    """
    download = read_download(body, input_file) if len(body) <= MAX_ARTICLE else None
    return read_tables(page, input_file, body) if download is None else download


def _article(record: dict[str, str], input_file: InputFile) -> Article | ArticleError:
    if not record["body"].strip():
        return input_file.error("no text in this message; take it out")
    if len(record["body"]) > MAX_ARTICLE:
        return input_file.error(f"longer than {MAX_ARTICLE // 10**6} MB; split it into articles")
    signed = take_byline(record["body"], input_file.zone)
    written = {"author": list(signed.author) or record["author"], "body": signed.text}
    return read_record({**record, **written}, input_file)


def _record(message: EmailMessage, id_: str) -> tuple[dict[str, str], str]:
    """Return the fields of a message, or of the one that it sends on with a remark above it.

    Who sent it is its source.
    """
    sender = _header(message, "from")
    name = one_line(_ADDRESS.sub("", sender)).strip("\"' ")
    title = _FORWARDED.sub("", _header(message, "subject"), count=1)
    body = _body(message)
    links = (_header(message, name).strip("<>") for name in _LINKS)
    record = {
        "id": _header(message, "message-id").strip("<>") or id_,
        "title": title,
        "date": _header(message, "date"),
        "source": name or sender.strip("<>"),
        "author": _writer(name, sender, message),
        "url": next((link for link in links if link.startswith("http")), ""),
        "body": without_title_line(body, title),
    }
    sent_on = forwarded_head(_header(message, "subject"), body)
    if sent_on is None:
        return record, ""
    told = sent_on.head.fields
    told = told | {"title": _FORWARDED.sub("", told["title"], count=1), "body": sent_on.head.text}
    return record | {"author": "", "date": "", **told}, sent_on.remark


def _writer(name: str, sender: str, message: EmailMessage) -> str:
    """Return who wrote a message, empty where a list, a paper or a desk has sent it.

    A person is one by a first and a last name, of which the address has one.
    """
    said = said_name(name)
    is_sent = any(message.get(header) for header in _OF_LISTS) or _DESK.search(sender)
    if is_sent or not is_person(said) or is_paper(said):
        return ""
    address = _plain_letters(sender.rpartition("<")[2].partition("@")[0])
    words = [_plain_letters(word) for word in said.split()]
    return said if any(len(word) > 1 and word in address for word in words) else ""


def _plain_letters(text: str) -> str:
    parted = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in parted if letter.isalpha())


def _header(message: EmailMessage, name: str) -> str:
    """Return a header in one line; one that breaks the rules as it stands."""
    try:
        value = message.get(name)
    except Exception:  # noqa: BLE001 - the parser of headers has many ways to fail
        value = next((raw for key, raw in message.raw_items() if key.lower() == name), "")
    raw = next((str(raw) for key, raw in message.raw_items() if key.lower() == name), "")
    return one_line(clean_text(_of_bytes(raw) if _ESCAPED.search(raw) else str(value or "")))


def _of_bytes(raw: str) -> str:
    """Return a header that names no encoding of its letters, as the rules ask."""
    data = raw.encode("ascii", "surrogateescape")
    return data.decode("utf-8" if is_utf8(data) else guess_encoding(data, 0), "replace")


def _body(message: EmailMessage) -> str:
    """Return the text: of the HTML where there is some, without what is about the sending."""
    for kind in ("html", "plain"):
        part = message.get_body((kind,))
        if part is None:
            continue
        text = _decoded(part)
        text = visible_text(text) if kind == "html" else _unflowed(text, part)
        if text.strip():
            return _without_sending(clean_text(text))
    return ""


def _page(message: EmailMessage) -> str:
    """Return the HTML of a message, empty without it."""
    part = message.get_body(("html",))
    return _decoded(part) if part is not None else ""


def _unflowed(text: str, part: MIMEPart) -> str:
    """Return a text without who sent it, in lines of its own if it was broken (RFC 3676)."""
    text = _SIGNATURE.sub("", text)
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    # With DelSp, as Apple Mail writes, the space at the end of a line is of the sending too.
    is_added = str(part.get_param("delsp", "")).lower() == "yes"
    return _STUFFED.sub("", _FLOWS_ON.sub("" if is_added else " ", text))


def _decoded(part: MIMEPart) -> str:
    data = cast("bytes", part.get_payload(decode=True) or b"")
    charset = "utf-8" if is_utf8(data) else part.get_content_charset("utf-8")
    try:
        return data.decode(charset)
    except LookupError:
        return data.decode(guess_encoding(data, 0), "replace")
    except UnicodeDecodeError as error:
        return data.decode(guess_encoding(data, error.start), "replace")


def _without_sending(text: str) -> str:
    """Return a text without the paragraphs at its ends that are about the sending of it."""
    paragraphs = text.split("\n\n")
    while paragraphs and _is_sending(paragraphs[0]):
        del paragraphs[0]
    while paragraphs and _is_sending(paragraphs[-1]):
        del paragraphs[-1]
    return "\n\n".join(paragraphs)


def _is_sending(paragraph: str) -> bool:
    return len(paragraph) <= _MAX_SENDING and _SENDING.search(paragraph) is not None


def _attached(part: EmailMessage) -> tuple[str, bytes]:
    """Return the name and content of an attached file, no content for parts."""
    payload = part.get_payload(decode=True)
    kind = part.get_content_type()
    if kind == _MESSAGE and isinstance(inner := part.get_payload(), list) and inner:
        payload = cast("EmailMessage", inner[0]).as_bytes()
    name = part.get_filename() or f"{part.get_content_maintype()}{guess_extension(kind) or ''}"
    return name.replace("\\", "/").rpartition("/")[2], (
        payload if isinstance(payload, bytes) else b""
    )


def _member(name: str, data: bytes, input_file: InputFile) -> Member | ArticleError | None:
    """Return an attached file that may hold articles, None for one that is passed over."""
    inside = f"{input_file.part.removesuffix(': ')}/" if input_file.part else ""
    source = member_source(f"{inside}{name}", input_file, lambda: data[:HEAD])
    if not isinstance(source, Source):
        return source
    is_mail = source.format.reader.startswith("mail.")
    is_deep = input_file.source.id.count("!") >= _MAX_INSIDE
    if not data or source.format.is_container or (is_mail and is_deep):
        reason = (
            "an archive in a message, or a message too deep in it; save it as a file of its own"
        )
        return ArticleError(source.origin, None, reason)
    return Member(source, io.BytesIO(data))
