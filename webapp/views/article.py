"""The page of an article, with the hits of a query marked, and the comparison of two versions."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, request

from indexer.corpus.page_images import NoImageError, page_image
from indexer.highlight.diff import Change, changes, words
from indexer.model import Article
from indexer.output.citations import reference
from webapp.archive_access import Searchable, current_archive
from webapp.language import gettext
from webapp.pages.diff import paragraphs
from webapp.pages.formatting import day
from webapp.pages.hit_navigation import HitNavigation, places
from webapp.pages.long_article import MAX_CHARACTERS, MAX_COMPARED, beginning, shown
from webapp.pages.metadata import description, linked_data, meta
from webapp.pages.names import names_beside
from webapp.pages.neighbours import neighbours
from webapp.pages.scans import on_paper, scans
from webapp.rendering import render
from webapp.urls.addresses import address, article_path, cite_path, host_of, permalink
from webapp.urls.parameters import read_state
from webapp.urls.search_state import SearchState

blueprint = Blueprint("article", __name__)

WORDS_A_MINUTE = 240
"""Words of Dutch non-fiction read silently in a minute: 238 in English, as Brysbaert (2019) found
over 190 studies, and much the same in Dutch."""
CITATIONS = (("RIS", "ris"), ("BibTeX", "bibtex"))


@blueprint.get("/article/<article_id:article_id>")
def show(article_id: str) -> str:
    """Show the article with this id."""
    state = read_state(request.args)
    archive = current_archive()
    if other := request.args.get("versie"):
        return _compared(archive, state, article_id, other)
    marked = archive.article(article_id, state.q, longest=MAX_CHARACTERS + 1)
    article, page = marked.article, shown(marked)
    navigation = HitNavigation(page.hits)
    return render(
        "article.html",
        state=state,
        article=article,
        title=navigation.marked(article.title, page.title_marks, 1),
        body=[
            (block.kind, navigation.marked(block.text, block.marks, block.first_hit))
            for block in page.body
        ],
        cut=page.cut,
        scans=scans(marked, page, current_app.config["KNIPSEL_IMAGE_SERVERS"]),
        on_paper=on_paper(article),
        whole=address("/api" + article_path(article.id), [("q", state.q)] if state.q else []),
        hits=page.hits,
        similar=archive.similar(article_id),
        names=names_beside(archive, article, SearchState(lang=state.lang)),
        neighbours=neighbours(archive, state, article_id),
        minutes=max(1, round(len(article.body.split()) / WORDS_A_MINUTE)) if marked.whole else 0,
        places=list(places(page.body)),
        path=article_path(article.id),
        described=description(article),
        meta=list(meta(article, host_of(request))),
        linked_data=linked_data(article, host_of(request)),
        reference=_reference(article),
        citations=[(name, cite_path(article.id, form)) for name, form in CITATIONS],
    )


def _reference(article: Article) -> str:
    return reference(
        article,
        permalink(request, article.id),
        written=day,
        no_title=gettext("Zonder titel"),
        no_date=gettext("z.d."),
    )


@blueprint.get("/scan/<article_id:article_id>")
def scan(article_id: str) -> Response:
    """Give the image of a page that an article stands on, of those its parameter counts from 1."""
    marked = current_archive().article(article_id, longest=MAX_CHARACTERS + 1)
    pages = marked.article.scan.pages if marked.article.scan else ()
    given = request.args.get("page", "1")
    number = int(given) if given.isdecimal() and len(given) < len("12345") else 0
    if not 1 <= number <= len(pages) or not (path := pages[number - 1].image):
        abort(404)
    try:
        found = page_image(marked.origin, path)
        return Response(found.read(), mimetype=found.image.type)
    except NoImageError:
        abort(404)


def _compared(archive: Searchable, state: SearchState, id_: str, other: str) -> str:
    """Show the differences between two versions of a story, the older version first."""
    longest = MAX_COMPARED + 1
    article = archive.article(id_, longest=longest).article
    before, after = sorted((archive.article(other, longest=longest).article, article), key=_dated)
    texts = [beginning(each.body, MAX_COMPARED) for each in (before, after)]
    passages = changes(*texts)
    return render(
        "versions.html",
        state=state,
        article=article,
        before=before,
        after=after,
        text=paragraphs(passages),
        compared=None if texts == [before.body, after.body] else MAX_COMPARED,
        **{str(change): words(passages, change) for change in Change},
    )


def _dated(article: Article) -> str:
    return article.date or ""
