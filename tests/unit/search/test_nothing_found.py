"""Of a long query few requests are counted, and what is offered is what trying each would give."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer.model import SearchRequest
from indexer.query.parser import parse
from indexer.query.syntax import And, SyntaxNode, Word
from indexer.search.offers.nothing_found import offers

ARTICLES = (
    "dijk huis boom water brug straat plein markt haven molen polder",
    "dijk huis boom water brug straat plein markt haven molen toren",
    "polder toren",
    "dijk huis boom water brug straat plein markt haven molen",
)
COMMON = "dijk huis boom water brug straat plein markt haven molen"


class _Counting:
    """Counts the articles that have all words of a query beyond stop words."""

    def __init__(self) -> None:
        self.parsed = 0
        self.counted = 0

    def total_of(self, request: SearchRequest) -> int:
        self.parsed += 1
        return self._found(request.query.split())

    def total_of_tree(self, _: SearchRequest, tree: SyntaxNode) -> int:
        children = tree.children if isinstance(tree, And) else (tree,)
        return self._found([each.text for each in children if isinstance(each, Word)])

    def is_stop(self, part: SyntaxNode) -> bool:
        return isinstance(part, Word) and part.text == "de"

    def pieces(self, word: Word) -> Iterator[str]:
        yield from (each for each in COMMON.split() if each in word.text)

    def meant(self, word: Word) -> str | None:
        return (
            COMMON.split(maxsplit=1)[0] if word.text == f"{COMMON.split(maxsplit=1)[0]}q" else None
        )

    def values_near(self, field: str, value: str) -> Iterator[str]:  # noqa: ARG002
        yield from ()

    def _found(self, words: list[str]) -> int:
        self.counted += 1
        asked = {*words} - {"de"}
        return sum(asked <= {*text.split()} for text in ARTICLES)


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        (f"{COMMON} polder toren", [f"{COMMON} toren", f"{COMMON} polder"]),
        (f"de {COMMON} xqaz", [f"de {COMMON}"]),
        (f"de {COMMON} xqaz xqbz", COMMON.split()[:6]),
        ("de polder xqaz xqbz", ["polder"]),
        ("xqdijk xqaz huisxq", ["dijk", "huis"]),
        ("xqdijk polder xqaz", ["polder"]),
        ("dijk-toren", ["dijk toren"]),
    ],
)
def test_only_the_rarest_words_that_no_article_has_together_are_tried(
    query: str, offered: list[str]
) -> None:
    counting = _Counting()
    found = offers(SearchRequest(query), parse(query).tree, None, counting)
    assert [each.query for each in found] == offered
    assert all(each.count == counting.total_of(SearchRequest(each.query)) for each in found)


def test_a_query_is_read_again_only_for_what_is_offered() -> None:
    counting = _Counting()
    query = f"{COMMON} polder toren"
    assert len(offers(SearchRequest(query), parse(query).tree, None, counting)) == 2
    assert counting.parsed == 2
    assert counting.counted <= len(query.split()) + 8
