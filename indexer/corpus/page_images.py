"""Images of pages: opened beside the file that an article was read from, if that file names them.

An index may come from anybody, so what it says of an image is not believed: the file that it says
an article is from has to be a digitised paper that names the image, or has its name.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.corpus.beside import Beside, FolderTree
from indexer.corpus.raw.images import HEAD, Image, image_in
from indexer.corpus.zip_tree import ZipTree
from indexer.later import dataclass

MAX_BYTES = 40_000_000
"""Bytes in an image that is shown."""
MAX_PIXELS = 150_000_000
"""Pixels in one: a broadsheet at 400 dots an inch has 70 million, a browser takes 4 bytes each."""

_NAMED_WITHIN = 20_000_000  # bytes of a file in which it names its images
_PAPERS = (b"alto", b"mets", b"didl", b"pcgts", b"ocr_page", b"<tei", b"folia")


class NoImageError(Exception):
    """Why the image of a page is not shown; `reason` is one of REASONS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


GONE, NO_IMAGE, TOO_LARGE = "gone", "no image", "too large"
REASONS = (GONE, NO_IMAGE, TOO_LARGE)


@dataclass(frozen=True, slots=True)
class PageImage:
    """The image of a page: what it is, and where it is read."""

    image: Image
    _origin: str
    _path: str

    def read(self) -> bytes:
        """Return its bytes. Raises NoImageError if it is gone or too large by now."""
        with _beside(self._origin) as beside:
            data = beside.read(self._path, MAX_BYTES)
        if data is None:
            raise NoImageError(TOO_LARGE)
        return data


def page_image(origin: str, path: str) -> PageImage:
    """Return the image at this path beside the file of an article, whose origin this is.

    Raises NoImageError if there is none, it is none that browsers show, or it is too large.
    """
    with _beside(origin) as beside:
        found = beside.find(path)
        if found is None or not _is_named(beside, found):
            raise NoImageError(GONE)
        head = beside.head(found, HEAD)
        image = image_in(head)
        if image is None or not image.width or not image.height:
            raise NoImageError(NO_IMAGE)
        if image.width * image.height > MAX_PIXELS or beside.size(found) > MAX_BYTES:
            raise NoImageError(TOO_LARGE)
        return PageImage(image, origin, found)


@contextmanager
def _beside(origin: str) -> Iterator[Beside]:
    """Open what lies beside a file, on disk or in a zip. Raises NoImageError if it is gone."""
    path = Path(origin)
    inside: list[str] = []
    try:
        while not path.is_file():
            if path.parent == path:
                raise NoImageError(GONE)
            inside.insert(0, path.name)
            path = path.parent
        if not inside:
            yield Beside(FolderTree(path.parent), path.name)
            return
        with zipfile.ZipFile(path) as archive:
            yield Beside(ZipTree(archive), "/".join(inside))
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise NoImageError(GONE) from error


def _is_named(beside: Beside, path: str) -> bool:
    """Say whether the file of an article is a digitised paper to which this image belongs."""
    text = beside.head(beside.own, _NAMED_WITHIN).lower()
    if not any(mark in text[:HEAD] for mark in _PAPERS):
        return False
    stem = posixpath.splitext(posixpath.basename(path))[0]
    own = posixpath.basename(beside.own)
    return own.startswith(stem) or stem.lower().encode("utf-8", "replace") in text
