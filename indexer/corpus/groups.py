"""Files that belong together: which names in a folder are parts of a file beside them.

A format says so in its row, by a function from the names in one folder to the parts among them,
each with the file that it belongs to. A part may be a folder: then all that is in it belongs to
that file. Parts are not read as files of articles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeAlias

from indexer.cache import weak_lru_cache

Group: TypeAlias = Callable[[Collection[str]], Mapping[str, str]]

_IMAGE = re.compile(r"(.+)\.(?:jpe?g|png|webp|gif|tiff?|jp2)", re.IGNORECASE)
_TEXTS = (".xml", ".alto.xml", "_alto.xml", ".page.xml", ".hocr")
_FOLDERS = 256  # whose parts are remembered
_DEEP = 100  # folders in a row that are looked into: an archive may have names of 30,000
_SAVED = re.compile(r"(.+)[_-](?:files|bestanden)")


def saved_pages(names: Collection[str]) -> dict[str, str]:
    """Return the folders of pictures, frames and scripts that a browser saved beside a page."""
    folders = (match for name in names if (match := _SAVED.fullmatch(name)))
    pages = ((match[0], f"{match[1]}{end}") for match in folders for end in (".htm", ".html"))
    return {folder: page for folder, page in pages if page in names}


def page_images(names: Collection[str]) -> dict[str, str]:
    """Return the images of pages that lie beside the text that was recognised on them."""
    images = (match for name in names if (match := _IMAGE.fullmatch(name)))
    texts = ((match[0], f"{match[1]}{end}") for match in images for end in _TEXTS)
    return {image: text for image, text in texts if text in names}


def is_page(name: str) -> bool:
    """Say whether the owner of a part is the text of a page, of which the part is the image."""
    return name.endswith(_TEXTS)


class Parts:
    """Which files below a folder or in an archive are parts of another.

    `listing` returns the names in a folder, by its path below the outermost with forward slashes.
    """

    def __init__(self, listing: Callable[[str], Collection[str]], groups: Iterable[Group]) -> None:
        self._listing = listing
        self._groups = tuple(groups)
        self._parts_in = weak_lru_cache(self._parts_among, _FOLDERS)

    def owner(self, path: str) -> str | None:
        """Return the path of the file that this one is a part of, None where it is none."""
        folder = ""
        for name in path.split("/")[:_DEEP]:
            if owner := self._parts_in(folder).get(name):
                return f"{folder}{owner}"
            folder += f"{name}/"
        return None

    def _parts_among(self, folder: str) -> dict[str, str]:
        names = self._listing(folder)
        return dict(part for group in self._groups for part in group(names).items())
