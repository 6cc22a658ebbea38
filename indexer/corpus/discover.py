"""Finding the files to read: in the order of their names, whatever the file system's own order."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path

from indexer.corpus.formats import (
    GROUPS,
    JSON_LINES,
    KNOWN,
    TEXT,
    Format,
    format_of_name,
    scan_of_name,
)
from indexer.corpus.groups import Parts, is_page
from indexer.corpus.normalize import clean_text
from indexer.corpus.other_files import (
    is_ignored,
    is_remnant,
    is_unknown,
    is_unmistakable,
    passed_over,
    remark,
)
from indexer.corpus.raw.content import HEAD
from indexer.later import dataclass
from indexer.model import ArticleError, Note
from indexer.text import one_line

STANDARD_INPUT = "-"
_LINK_OUT = "a link out of this folder, not followed; name it too to read it, or use --follow-links"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read. `origin` is its path as given, and what names it in errors.

    `format` is that of its name. `id` is the path below the given folder, with forward slashes:
    the id of an article that has no other. What is in an archive has `archive!member` for both.
    With `ocr` the text of scans is to be recognised.
    """

    path: Path
    origin: str
    id: str
    format: Format
    compressed: bool = False
    ocr: bool = False

    def size(self) -> int:
        """Return the bytes of the file on disk, 0 when the system does not say."""
        try:
            return self.path.stat().st_size if self.origin != STANDARD_INPUT else 0
        except OSError:
            return 0


def _pass(_: Note) -> None:
    """Note nothing."""


def find_files(
    paths: Iterable[str | Path | Source],
    noted: Callable[[Note], None] = _pass,
    *,
    ocr: bool = False,
    follow_links: bool = False,
) -> Iterator[Source | ArticleError]:
    """Yield the files of articles that the paths name, those in folders sorted and at any depth.

    Inside a folder, hidden files, READMEs and files of other formats are passed over; `noted` gets
    a note of each of the last. `-` is JSONL on standard input. A path that names no articles at all
    is an error; a Source is yielded as it is. What lies in several of the paths is yielded once. A
    link that leads out of a folder is an error, unless links are followed.
    """
    done = set[Path]()
    for given in paths:
        if isinstance(given, Source):
            yield given
            continue
        path = Path(given)
        try:
            if is_remnant(path.name) or (done and _is_done(path, done, follow_links=follow_links)):
                continue  # of what a shell makes of `articles/*` too
            if str(path) == STANDARD_INPUT:
                yield Source(path, STANDARD_INPUT, STANDARD_INPUT, JSON_LINES)
            elif path.is_dir():
                yield from _files_in(path, noted, done, ocr=ocr, follow_links=follow_links)
            else:
                yield _named_file(path, ocr=ocr)
        except OSError as error:
            yield ArticleError(printable_path(path), None, explain(error))
        done |= _names_of(path)


def _is_done(path: Path, done: Collection[Path], *, follow_links: bool) -> bool:
    """Say whether a path is one of those that are done, or was read as a part of one."""
    for whole in _names_of(path):
        for above in (whole, *whole.parents):
            read_there = follow_links or not _leads_out(path, above)
            if above in done and path.exists() and read_there:
                is_read = path.is_dir() or isinstance(_source(path, below=path.parent), Source)
                return is_read and not is_ignored(whole.relative_to(above).as_posix())
    return False


def _names_of(path: Path) -> set[Path]:
    """Return the path made absolute, and what it links to."""
    try:
        return {_absolute(path), path.resolve()}
    except (OSError, ValueError, RuntimeError):  # it is looked at later, and reported
        return {_absolute(path)}


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links


def _files_in(
    folder: Path,
    noted: Callable[[Note], None],
    done: Collection[Path],
    *,
    ocr: bool,
    follow_links: bool,
) -> Iterator[Source | ArticleError]:
    empty = not any(_absolute(folder) in path.parents for path in done)
    for found in sources_below(folder, [folder], noted, done, ocr=ocr, follow_links=follow_links):
        empty = False
        yield found
    if empty:
        scans = "" if ocr else "; pictures of pages are read with --ocr"
        reason = f"this folder holds no articles; files that are read end in {KNOWN}{scans}"
        yield ArticleError(printable_path(folder), None, reason)


def _walk(
    start: Path, folder: Path, done: Collection[Path], *, follow_links: bool
) -> Iterator[Path | ArticleError]:
    """Yield the files in a file or folder inside `folder`; none outside unless links lead there."""
    pending: list[tuple[Path, frozenset[tuple[int, int]]]] = [(start, frozenset())]
    while pending:
        path, above = pending.pop()
        if done and _absolute(path) in done:
            continue
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                is_entry = not follow_links and (path == start or path.is_symlink())
                if is_entry and _leads_out(path, folder):
                    yield ArticleError(printable_path(path), None, _LINK_OUT)
                    continue
                here = (status.st_dev, status.st_ino)
                if here not in above:  # else a link back to a folder that is being read
                    inside = [p for p in path.iterdir() if not p.name.startswith(".")]
                    if not _is_index(inside):
                        pending += [(p, above | {here}) for p in sorted(inside, reverse=True)]
            elif stat.S_ISREG(status.st_mode):
                yield path
        except OSError as error:
            yield ArticleError(printable_path(path), None, explain(error))


def _leads_out(path: Path, folder: Path) -> bool:
    """Return whether a path is a link, or below one, to outside the folder."""
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):  # reading it says what is wrong
        return False


def _is_index(inside: list[Path]) -> bool:
    """Return whether a folder with these in it is an index of Knipsel, which is no article."""
    names = {path.name for path in inside}
    return "lock" in names and any(name.startswith("generation-") for name in names)


def _named_file(path: Path, *, ocr: bool) -> Source | ArticleError:
    if not path.exists():
        return ArticleError(printable_path(path), None, "no such file or folder; check the path")
    item = _source(path, below=path.parent, ocr=ocr)
    if isinstance(item, Note) or (isinstance(item, ArticleError) and is_unknown(path.name)):
        return ArticleError(item.path, None, f"not a format that is read; give {KNOWN}")
    return item


def sources_below(
    folder: Path,
    paths: Iterable[Path],
    noted: Callable[[Note], None] = _pass,
    done: Collection[Path] = (),
    *,
    ocr: bool = False,
    follow_links: bool = False,
) -> Iterator[Source | ArticleError]:
    """Yield what files and folders inside a folder hold, named as when the whole is read.

    Files and folders that are `done` are passed over. A link that leads out of the folder is an
    error, unless links are followed.
    """
    parts = Parts(partial(_names_in, folder), GROUPS)
    starts = dict.fromkeys(paths)
    walks = (_walk(path, folder, done, follow_links=follow_links) for path in starts)
    for found in chain.from_iterable(walks):
        if isinstance(found, ArticleError):
            yield found
        elif is_ignored(name := found.relative_to(folder).as_posix()):
            continue
        elif owner := parts.owner(name):
            if not is_page(owner):
                noted(passed_over(printable_path(found), "parts of saved pages"))
        elif (
            not follow_links
            and (found in starts or found.is_symlink())
            and _leads_out(found, folder)
        ):
            yield from _link_out(found, name, noted)
        elif isinstance(item := _source(found, below=folder, ocr=ocr), Note):
            noted(item)
        else:
            yield item


def _link_out(path: Path, name: str, noted: Callable[[Note], None]) -> Iterator[ArticleError]:
    """Yield an error for a link to a file outside the folder, unless no such file is read."""
    shown = printable_path(path)
    said = None if format_of_name(name) else remark(shown, printable_path(name))
    if isinstance(said, Note):
        noted(said)
    else:
        yield ArticleError(shown, None, _LINK_OUT)


def _names_in(folder: Path, below: str) -> set[str]:
    try:
        return {*os.listdir(folder / below)}  # noqa: PTH208 - names are all that counts
    except OSError:
        return set()  # the walk reports it


def _source(path: Path, *, below: Path, ocr: bool = False) -> Source | Note | ArticleError:
    """Return a file to read, or what to say of one that is of another format."""
    name, shown = path.relative_to(below).as_posix(), printable_path(path)
    if named := format_of_name(name) or (scan_of_name(name) if ocr else None):
        return Source(path, shown, as_id(named.id), named.format, named.compressed, ocr)
    said = remark(shown, printable_path(name))
    if isinstance(said, Note):
        return said
    try:
        with path.open("rb") as file:
            is_known = is_unmistakable(name, file.read(HEAD))
    except OSError as error:
        return ArticleError(shown, None, explain(error))
    return Source(path, shown, as_id(name), TEXT) if is_known else said


def as_id(name: str) -> str:
    """Return a name as an id: one line, of text that can be stored."""
    return one_line(clean_text(printable_path(name)))


def printable_path(path: str | Path) -> str:
    """Return the path as text that can be stored; a name on disk that is no UTF-8 as Windows-1252.

    So it was unpacked from what another system packed; two of such names stay two.
    """
    text = os.fspath(path)
    if text.isascii():
        return text
    try:
        raw = text.encode("utf-8", "surrogateescape")  # whatever the locale, which may be ASCII
    except UnicodeEncodeError:  # half a character, as Windows allows
        raw = text.encode("utf-8", "replace")
    return "/".join(map(_decoded, raw.split(b"/")))


def _decoded(name: bytes) -> str:
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("cp1252", "replace")


def explain(error: OSError) -> str:
    """Return what an operating system error means for a file, and what to do."""
    match error:
        case FileNotFoundError():
            return "gone, or a link to nothing; check that it is there and index again"
        case PermissionError():
            return "no permission to read it; change its permissions and index again"
        case IsADirectoryError():
            return "a folder stands in the place of a file; index again"
        case OSError(errno=errno.EMFILE | errno.ENFILE):
            return f"{error.strerror}. Allow more open files: ulimit -n 1024. Then index again"
        case _:
            return f"cannot be read: {error.strerror or error}; check the file and index again"
