"""Zip and tar: what is in them is read as files are, and nothing is unpacked to disk."""

from __future__ import annotations

import io
import shlex
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from typing import Self, cast

from indexer.corpus.beside import Beside
from indexer.corpus.discover import Source
from indexer.corpus.formats import GROUPS
from indexer.corpus.groups import Parts, is_page
from indexer.corpus.input_file import (
    BOMB,
    FREE_GROWTH,
    MAX_GROWTH,
    InputFile,
    Member,
    UnreadableError,
)
from indexer.corpus.members import member_origin, member_source
from indexer.corpus.other_files import passed_over
from indexer.corpus.raw.content import HEAD, ZIP
from indexer.corpus.zip_tree import ZipTree, inside
from indexer.model import ArticleError

_DAMAGE = (zipfile.BadZipFile, NotImplementedError, OSError, EOFError)
_CRAWLS = "archive/"
_ENCRYPTED = 1  # bit of a zip member's flags


def wacz_members(input_file: InputFile) -> Iterator[Member | ArticleError]:
    """Yield the crawls in a WACZ; its lists of pages and its indexes are about those."""
    return zip_members(input_file, _CRAWLS)


def zip_members(input_file: InputFile, folder: str = "") -> Iterator[Member | ArticleError]:
    """Yield the files of articles in a zip, in its order, and what cannot be read.

    With a folder, those in it; of a WACZ under another name its crawls.
    """
    try:
        archive = zipfile.ZipFile(input_file.stream)
    except zipfile.BadZipFile as error:
        raise UnreadableError(_no_zip(input_file)) from error
    except (NotImplementedError, ValueError) as error:
        raise UnreadableError(f"a zip that is not read: {error}; unpack it first") from error
    with archive, closing(ZipTree(archive)) as tree:
        _check_growth(archive, input_file)
        parts = Parts(tree.names_below, GROUPS)
        folder = folder or (_CRAWLS if _is_wacz(archive) else "")
        for info in archive.infolist():
            path = inside(info.filename)
            is_left_out = info.is_dir() or not path.startswith(folder)
            if is_left_out or _is_in_issue(tree, path):
                continue
            origin = member_origin(path, input_file)
            if owner := parts.owner(path):
                if not is_page(owner):
                    input_file.pass_over(passed_over(origin, "parts of saved pages"))
                continue
            try:
                member = _zipped(archive, info, input_file)
                if isinstance(member, Member):
                    yield member._replace(beside=partial(Beside, tree, path))
                elif member:
                    yield member
            except _DAMAGE as error:
                yield ArticleError(origin, None, f"damaged: {error}; get the zip again")


def _is_wacz(archive: zipfile.ZipFile) -> bool:
    """Return whether a zip has what describes a WACZ at its top, and a crawl where that has it."""
    names = archive.namelist()
    crawls = (name for name in names if name.startswith(_CRAWLS))
    return "datapackage.json" in names and any(".warc" in name for name in crawls)


def _is_in_issue(tree: ZipTree, path: str) -> bool:
    """Say whether a member is read with an issue, so that it need not be opened."""
    return path.endswith(".xml") and Beside(tree, path).is_in_issue(is_called_so=True)


def _no_zip(input_file: InputFile) -> str:
    """Return what is wrong with a zip that has no list of its members, which stands at its end.

    Info-ZIP can make that list anew, from what stands before each member.
    """
    input_file.stream.seek(0)
    if input_file.stream.read(len(ZIP)) != ZIP:
        return "no zip, whatever its name says; take it out"
    name = shlex.quote(input_file.source.path.name)
    saving = f"zip -FF {name} --out saved.zip"
    return f"a zip that is cut off or damaged; get it again, or save what is whole: {saving}"


def _zipped(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, input_file: InputFile
) -> Member | ArticleError | None:
    """Open a member; an error for one that cannot be read, None for one that holds no articles."""
    locked = info.flag_bits & _ENCRYPTED

    def head() -> bytes:
        if locked:
            return b""
        with archive.open(info) as stream:
            return stream.read(HEAD)

    source = member_source(inside(info.filename), input_file, head)
    if not isinstance(source, Source):
        return source
    if locked:
        return ArticleError(source.origin, None, "locked with a password; unpack it with that")
    return Member(source, archive.open(info))


def _check_growth(archive: zipfile.ZipFile, input_file: InputFile) -> None:
    """Refuse a bomb; no member grows past the size that the list gives."""
    grown = sum(info.file_size for info in archive.infolist())
    if grown > max(FREE_GROWTH, MAX_GROWTH * input_file.source.size()):
        raise UnreadableError(BOMB)


def tar_members(input_file: InputFile) -> Iterator[Member | ArticleError]:
    """Yield the files of articles in a tar, in its order, and what cannot be read."""
    try:
        with tarfile.open(fileobj=input_file.stream, mode="r|", tarinfo=_Header) as archive:
            for info in archive:
                if not info.isdir() and (member := _tarred(archive, info, input_file)):
                    yield member
    except tarfile.TarError as error:
        raise UnreadableError(
            f"no tar, or cut off or damaged here: {error}; what was before it is read"
        ) from error


def _tarred(
    archive: tarfile.TarFile, info: tarfile.TarInfo, input_file: InputFile
) -> Member | ArticleError | None:
    """Open a member; an error for one that cannot be read, None for one that holds no articles."""
    opened = archive.extractfile(info) if _is_whole_file(info) else None
    stream = cast("io.BufferedReader | None", opened)
    source = member_source(
        inside(info.name), input_file, lambda: stream.peek(HEAD)[:HEAD] if stream else b""
    )
    if not isinstance(source, Source):
        return source
    if stream:
        return Member(source, stream)
    reason = "no file but a link, a device or a file with holes; not followed"
    return ArticleError(source.origin, None, reason)


def _is_whole_file(info: tarfile.TarInfo) -> bool:
    return info.isreg() and not info.issparse()


class _Header(tarfile.TarInfo):
    """Tells a tar that is cut off at a header from one that ends, which tarfile does not."""

    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(tarfile_)
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]
            raise
        except tarfile.HeaderError as error:
            raise tarfile.ReadError(str(error)) from error
