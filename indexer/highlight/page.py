"""The snippets of all articles of a page at once: compiled where that can be, else one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from indexer.highlight.matcher import HitFinder
from indexer.highlight.passage_rule import READ_AT_ONCE
from indexer.later import NamedTuple
from indexer.model import Mark, Snippet

_Made: TypeAlias = list[tuple[list[Mark], list[tuple[str, list[Mark]]]]]


class ArticleSnippets(NamedTuple):
    """What is shown of an article: its title, and passages of its body in order."""

    title: Snippet
    body: tuple[Snippet, ...]


def page_snippets(texts: Sequence[tuple[str, str]], finder: HitFinder) -> list[ArticleSnippets]:
    """Return the snippets of each title and body, by a finder that has looked at no text yet."""
    made = _compiled(texts, finder)
    if made is None:
        return [article_snippets(*each, finder) for each in texts]
    return [
        ArticleSnippets(
            Snippet("title", title, tuple(marks)),
            tuple([Snippet("body", passage, tuple(its)) for passage, its in passages]),
        )
        for (title, _), (marks, passages) in zip(texts, made, strict=True)
    ]


def article_snippets(title: str, body: str, finder: HitFinder) -> ArticleSnippets:
    """Return the snippets of one article, as far as the effort of the finder goes."""
    from indexer.highlight.snippets import (  # noqa: PLC0415 - few pages need them
        body_snippets,
        title_snippet,
    )

    return ArticleSnippets(title_snippet(title, finder), body_snippets(body, finder))


def _compiled(texts: Sequence[tuple[str, str]], finder: HitFinder) -> _Made | None:
    """Return what the kernel makes; None where Python alone knows how, or how much to read."""
    maker = finder.snippet_maker
    if maker is None or any(len(body) > READ_AT_ONCE for _, body in texts):
        return None
    effort = finder.effort
    if sum(len(title) + len(body) for title, body in texts) > effort.characters:
        return None
    in_a_row = finder.sequence_hits if finder.crosses_chunks else None
    try:
        return maker.snippets(texts, finder.targets, in_a_row, effort.chunks, effort.hits)
    except UnicodeEncodeError:  # a lone surrogate, which compiled code cannot hold
        return None
