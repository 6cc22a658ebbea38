"""What `--format json` and the API answer: the model as JSON objects, by their descriptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from indexer.answers.completions import Completion
from indexer.answers.figures import Concordance, Trend
from indexer.messages import Message
from indexer.model import MarkedArticle, SearchPage, Similar
from indexer.output import json_objects
from indexer.reports import Stats

if TYPE_CHECKING:
    from indexer.analysis.analyzer import Token
    from indexer.analysis.historical import Reading


_NO_NAMES = Message("Dit archief houdt geen namen bij: er zijn geen facetten van.")


def page_to_json(page: SearchPage) -> dict[str, Any]:
    """Return a page of results; with `explain`, hits have an `explanation`, also `in_words`."""
    if not page.keeps_names:
        page = replace(page, notices=(*page.notices, _NO_NAMES))
    rendered = json_objects.PAGE.render(page)
    for hit, shown in zip(page.hits, rendered["hits"], strict=True):
        if hit.explanation:
            shown |= {each.name: each.value(hit) for each in json_objects.EXPLAINED}
    return rendered


def article_to_json(marked: MarkedArticle) -> dict[str, Any]:
    """Return an article with the marks of its title and body."""
    return json_objects.ARTICLE.render(marked)


def trend_to_json(trend: Trend) -> dict[str, Any]:
    """Return queries over time; the counts and shares of a query are in the order of `periods`."""
    return json_objects.TREND.render(trend)


def concordance_to_json(concordance: Concordance) -> dict[str, Any]:
    """Return hits in context; `start` and `end` are offsets into the article's field."""
    return json_objects.CONCORDANCE.render(concordance)


def similar_to_json(similar: Similar) -> dict[str, Any]:
    """Return the articles related to one, and other versions of it, the nearest first."""
    return json_objects.SIMILAR.render(similar)


def completion_to_json(completion: Completion) -> dict[str, Any]:
    """Return a query with its last word completed."""
    return json_objects.COMPLETION.render(completion)


def stats_to_json(stats: Stats) -> dict[str, Any]:
    """Return the archive in figures; size in bytes."""
    return json_objects.STATS.render(stats)


def token_to_json(
    token: Token, text: str, line: int, readings: Sequence[Reading]
) -> dict[str, Any]:
    """Return what the index sees of a token of `text`, which is the line with this number.

    `readings` are what it stands for if it is in old spelling.
    """
    word = token.word
    old = [
        {"modern": each.modern, "rule": each.rule, "first": each.first, "last": each.last}
        for each in readings
    ]
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
        **({"old_spelling_of": old} if old else {}),
    }
