"""Scans without text, recognised by tesseract where that is asked for (`index --ocr`)."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.readers.digitised.alto import alto_pages, compose_blocks
from indexer.corpus.readers.digitised.alto_page import AltoPage
from indexer.corpus.readers.digitised.paper import PaperArticle
from indexer.corpus.readers.digitised.plain_words import alto_tree
from indexer.corpus.readers.xml_files import harmless
from indexer.model import Article, ArticleError

NEEDS = ("pytesseract",)
"""What `pip install` has to be given; tesseract itself is a program of the system."""
MAX_PIXELS = 150_000_000
"""Pixels in an image that is recognised: a broadsheet at 400 dots an inch has 70 million."""

_DUTCH = "nld"
_SECONDS = 300  # for one page
_MAX_PAGES = 1_000
_INSTALL = "install it (Debian: apt install tesseract-ocr tesseract-ocr-nld)"


def read_scan(input_file: InputFile) -> Iterator[Article | ArticleError]:
    """Yield the text that is recognised on an image, or on all images in a TIFF."""
    yield recognised(input_file, _images(input_file.read_whole()))


def recognised(input_file: InputFile, images: Iterable[Any]) -> Article | ArticleError:
    """Return the article that stands on images of Pillow, in their order.

    Raises UnreadableError if tesseract or its Dutch is missing, and ImportError if pytesseract is.
    """
    _check_tesseract()
    article = PaperArticle()
    for count, image in enumerate(images, 1):
        if count > _MAX_PAGES:
            input_file.note(f"only the first {_MAX_PAGES:,} pages are recognised; split the file")
            break
        for page in _pages(image, count):
            at = article.on(page.sheet, count)
            compose_blocks(((page, block) for block in page.order), article.text, {id(page): at})
    if found := article.finished(input_file, input_file.source.id):
        return found
    return input_file.error("tesseract recognises no words on it; take it out")


@cache
def _check_tesseract() -> None:
    import pytesseract  # noqa: PLC0415 - an extra

    try:
        languages = pytesseract.get_languages()
    except pytesseract.TesseractNotFoundError as error:
        raise UnreadableError(
            f"tesseract, which recognises scans, is missing; {_INSTALL}"
        ) from error
    if _DUTCH not in languages:
        raise UnreadableError(f"tesseract has no Dutch ({_DUTCH}); {_INSTALL}")


def _pages(image: Any, number: int) -> list[AltoPage]:
    """Return what tesseract recognises on an image, as ALTO."""
    import pytesseract  # noqa: PLC0415 - an extra

    if image.width * image.height > MAX_PIXELS:
        raise UnreadableError(
            f"an image of {image.width * image.height // 10**6:,} megapixels; make it smaller"
        )
    try:
        data = pytesseract.image_to_alto_xml(image.convert("L"), lang=_DUTCH, timeout=_SECONDS)
    except pytesseract.TesseractError as error:
        raise UnreadableError(f"tesseract refuses it: {error.message[:200]}") from error
    except RuntimeError as error:  # as pytesseract says that the time is over
        raise UnreadableError(f"not recognised in {_SECONDS} seconds; make it smaller") from error
    except OSError as error:
        raise UnreadableError(f"an image that is damaged: {error}; get it again") from error
    return alto_pages(alto_tree(harmless(data)), number)


def _images(data: bytes) -> Iterator[Any]:
    from PIL import Image, ImageSequence  # noqa: PLC0415 - an extra

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data))
    except Image.DecompressionBombError as error:
        raise UnreadableError(f"an image too large to recognise: {error}") from error
    except OSError as error:
        raise UnreadableError("no image, whatever its name says; take it out") from error
    yield from ImageSequence.Iterator(image)
