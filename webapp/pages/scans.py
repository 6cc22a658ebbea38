"""The pages of paper that an article stands on, with a box for each hit, as its page shows them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from indexer.corpus.page_images import GONE, NO_IMAGE, TOO_LARGE, NoImageError, page_image
from indexer.corpus.raw.images import Image
from indexer.fields import BY_NAME
from indexer.messages import Message
from indexer.model import Article, Mark, MarkedArticle
from indexer.scan import Box, ScanPage
from webapp.language import gettext
from webapp.pages.formatting import enumerated, number, translated
from webapp.pages.image_servers import image_address
from webapp.pages.long_article import Shown
from webapp.urls.addresses import scan_path, web_address

MAX_PAGES = 20
"""Pages of an article that are shown: more are those of a book."""

_TURNED = 0.1  # how far the shapes of an image and its page may differ
_WHY = {
    GONE: Message("De afbeelding van deze bladzijde is er niet meer."),
    NO_IMAGE: Message("De afbeelding van deze bladzijde is er geen die een browser laat zien."),
    TOO_LARGE: Message("De afbeelding van deze bladzijde is te groot om te laten zien."),
}


@dataclass(frozen=True, slots=True)
class HitBox:
    """Where a hit stands, or the part of one on a line; `number` is that of the hit in the text."""

    number: int
    box: Box


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page with its image, or what is the matter with that; `link` leads to it elsewhere."""

    name: str
    width: int
    height: int
    image: str | None
    boxes: tuple[HitBox, ...]
    notice: str | None = None
    link: str | None = None

    @property
    def label(self) -> str:
        """What the image is, for those who do not see it."""
        hits = len({hit.number for hit in self.boxes})
        if not self.boxes:
            return gettext("Afbeelding van %(page)s", page=self.name)
        return gettext(
            "Afbeelding van %(page)s; aangegeven treffers: %(hits)s",
            page=self.name,
            hits=number(hits),
        )


def scans(marked: MarkedArticle, shown: Shown, servers: Collection[str] = ()) -> list[ShownPage]:
    """Return the pages of an article of a digitised paper that have an image, or had one.

    An image of one of the `servers` is shown, of any other it is linked.
    """
    scan = marked.article.scan
    if scan is None or not any(page.image for page in scan.pages):
        return []
    titles, bodies = scan.title_words(), scan.words()
    found = []
    for count, page in enumerate(scan.pages[:MAX_PAGES]):
        boxes = (
            *_hit(titles[count], shown.title_marks, 1),
            *_hit(bodies[count], shown.body_marks, len(shown.title_marks) + 1),
        )
        if page.image:
            path = scan_path(marked.article.id, count + 1)
            if link := web_address(page.image):
                found.append(_elsewhere(page, link, servers, boxes))
            else:
                found.append(_shown(page, page.image, marked.origin, path, boxes))
    return found


def on_paper(article: Article) -> str:
    """Return where an article stands on paper, and how sure the recognition was of its words."""
    scan = article.scan
    if scan is None:
        return ""
    parts = [gettext("nummer %(issue)s", issue=scan.issue)] if scan.issue else []
    if pages := [number(page.page) for page in scan.pages]:
        parts.append(gettext("bladzijde %(number)s", number=enumerated(pages)))
    if scan.confidence is not None:
        sure = f"{scan.confidence:.0%}"
        parts.append(gettext("herkenning van de woorden voor %(share)s zeker", share=sure))
    if article.quality:
        quality = translated(BY_NAME["quality"].shown_value(article.quality))
        parts.append(gettext("kwaliteit %(quality)s", quality=quality))
    return ", ".join(parts)


def _elsewhere(
    page: ScanPage, link: str, servers: Collection[str], boxes: tuple[HitBox, ...]
) -> ShownPage:
    """Return a page whose image lies on another server; without its size it cannot be laid out."""
    name = gettext("bladzijde %(number)s", number=page.page)
    image = image_address(link, servers, page.width) if page.width and page.height else None
    return ShownPage(name, page.width, page.height, image, boxes if image else (), None, link)


def _shown(
    page: ScanPage, path: str, origin: str, address: str, boxes: tuple[HitBox, ...]
) -> ShownPage:
    name = gettext("bladzijde %(number)s", number=page.page)
    try:
        image = page_image(origin, path).image
    except NoImageError as error:
        return ShownPage(name, page.width, page.height, None, (), gettext(_WHY[error.reason]))
    if not page.width or not page.height:
        return ShownPage(name, image.width, image.height, address, ())
    if _is_turned(image, page):
        notice = gettext(
            "De afbeelding ligt anders dan de tekst die erop is herkend; treffers staan er niet in."
        )
        return ShownPage(name, image.width, image.height, address, (), notice)
    return ShownPage(name, page.width, page.height, address, boxes)


def _is_turned(image: Image, page: ScanPage) -> bool:
    """Say whether the image has another shape than the page whose boxes are known."""
    shape = image.width * page.height / (image.height * page.width)
    return not 1 - _TURNED < shape < 1 + _TURNED


def _hit(words: Sequence[Box], marks: Sequence[Mark], first: int) -> Iterator[HitBox]:
    """Yield the boxes of the words that marks touch, with the number of each mark."""
    ordered = sorted(words, key=attrgetter("start"))
    starts = [word.start for word in ordered]
    for hit, (start, end) in enumerate(marks, first):
        at = bisect_left(starts, end)
        while at and ordered[at - 1].end > start:
            at -= 1
            yield HitBox(hit, ordered[at])
