"""Pages of results and articles as JSON objects: what `--format json` and the API answer."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from indexer.analysis.analyzer import Token
from indexer.fields import BY_NAME
from indexer.model import (
    Article,
    Concordance,
    Hit,
    MarkedArticle,
    SearchPage,
    Similar,
    Snippet,
    Stats,
    Trend,
)


def page_to_json(page: SearchPage) -> dict[str, Any]:
    """Return a page of results; marks are [start, end) code-point offsets."""
    return {
        "query": page.query,
        "interpreted": page.interpreted,
        "total": page.total,
        "partial": page.partial,
        "suggestion": page.suggestion,
        "notices": list(page.notices),
        "page": page.page,
        "pages": page.pages,
        "took_ms": round(page.took_ms, 2),
        "sort": str(page.sort),
        "hits": [_hit(hit) for hit in page.hits],
        "facets": {
            name: [{"value": count.value, "count": count.count} for count in counts]
            for name, counts in page.facets.items()
        },
        "related": list(page.related),
        "first_date": page.first_date,
        "last_date": page.last_date,
    }


def article_to_json(marked: MarkedArticle) -> dict[str, Any]:
    """Return an article with the marks of its title and body."""
    article = marked.article
    return {
        "id": article.id,
        "title": article.title,
        "date": article.date,
        "source": article.source,
        "section": article.section,
        "url": article.url,
        "author": article.author,
        "body": article.body,
        "title_marks": [list(mark) for mark in marked.title_marks],
        "body_marks": [list(mark) for mark in marked.body_marks],
    }


def trend_to_json(trend: Trend) -> dict[str, Any]:
    """Return queries over time; the counts and shares of a query are in the order of `periods`."""
    return asdict(trend)


def concordance_to_json(concordance: Concordance) -> dict[str, Any]:
    """Return hits in context; `start` and `end` are offsets into the article's field."""
    return {
        "query": concordance.query,
        "interpreted": concordance.interpreted,
        "notices": list(concordance.notices),
        "total": concordance.total,
        "read": concordance.read,
        "lines": [
            {
                **_about(line.article),
                "field": line.field,
                "start": line.start,
                "end": line.end,
                "left": line.left,
                "match": line.match,
                "right": line.right,
            }
            for line in concordance.lines
        ],
    }


def similar_to_json(similar: Similar) -> dict[str, Any]:
    """Return the articles related to one, and other versions of it, the nearest first."""
    return {
        "id": similar.article.id,
        "related": [_similar(hit) for hit in similar.related],
        "near_duplicates": [_similar(hit) for hit in similar.near_duplicates],
    }


def stats_to_json(stats: Stats) -> dict[str, Any]:
    """Return the archive in figures; size in bytes."""
    figures = asdict(stats)
    values, years = figures.pop("values"), figures.pop("years")
    return figures | {BY_NAME[n].plural: counts for n, counts in values.items()} | {"years": years}


def token_to_json(token: Token, text: str, line: int) -> dict[str, Any]:
    """Return what the index sees of a token of `text`, which is the line with this number."""
    word = token.word
    return {
        "line": line,
        "text": text[token.start : token.end],
        "start": token.start,
        "end": token.end,
        "exact": word.exact,
        "lemma": word.lemma,
        "stem": word.stem,
        "split": list(word.split),
        "part": list(word.part),
        "names": list(word.names),
    }


def _hit(hit: Hit) -> dict[str, Any]:
    article = hit.article
    rendered = {
        "rank": hit.rank,
        **_about(article),
        "score": round(hit.score, 4),
        "missing": list(hit.missing),
        "snippets": [_snippet(snippet) for snippet in _passages(hit)],
        "near_duplicates": [duplicate.id for duplicate in hit.near_duplicates],
    }
    return {**rendered, "explanation": list(hit.explanation)} if hit.explanation else rendered


def _similar(hit: Hit) -> dict[str, Any]:
    return {"rank": hit.rank, **_about(hit.article), "score": round(hit.score, 4)}


def _about(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "date": article.date,
        "source": article.source,
        "section": article.section,
        "url": article.url,
    }


def _passages(hit: Hit) -> tuple[Snippet, ...]:
    """Return the passages of the body, and the title where the query hits it."""
    return (*hit.snippets, hit.title) if hit.title.marks else hit.snippets


def _snippet(snippet: Snippet) -> dict[str, Any]:
    return {
        "field": snippet.field,
        "text": snippet.text,
        "marks": [list(mark) for mark in snippet.marks],
    }
