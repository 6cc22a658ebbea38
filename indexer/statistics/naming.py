"""Names in a selection: those of its articles, put together over all of them.

Names with one spelling and kind are one name; within an article a short form counts for the long
one. How the whole archive uses a word decides of what kind it is, whatever the selection.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from indexer.analysis.fold import fold
from indexer.answers.name_figures import NameCount, NameType
from indexer.model import Article
from indexer.names.corrections import Corrections
from indexer.names.finding import open_gathering
from indexer.names.joining import ArticleName
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.segment import Mask

MAX_ARTICLES = 2000
"""Articles whose text is read for one question: 5 seconds or so."""


def newest(index: ForwardIndex, selected: Mask) -> list[int]:
    """Return the newest rows of a selection, up to MAX_ARTICLES, the newest first."""
    rows = np.flatnonzero(selected)
    order = np.lexsort((rows, -index.lasts[rows]))
    found: list[int] = rows[order[:MAX_ARTICLES]].tolist()
    return found


def names_of(
    index: ForwardIndex, articles: Sequence[Article], corrections: Corrections
) -> list[list[ArticleName]]:
    """Return the names of each article."""
    texts = [f"{article.title}\n\n{article.body}" for article in articles]
    gathering = open_gathering()
    for text in texts:
        gathering.add(text)
    finder = gathering.finder(index, corrections)
    return [finder.names_in(text) for text in texts]


def name_counts(
    index: ForwardIndex,
    articles: Sequence[Article],
    type_: NameType | None,
    limit: int,
    corrections: Corrections,
) -> list[NameCount]:
    """Return the names of articles, that of the most articles first, then by their spelling."""
    counts: Counter[tuple[str, NameType]] = Counter()
    places: Counter[tuple[str, NameType]] = Counter()
    forms: dict[tuple[str, NameType], Counter[str]] = {}
    for names in names_of(index, articles, corrections):
        own = [((_key(each.name), each.type), each) for each in names]
        counts.update({key for key, _ in own})
        for key, each in own:
            places[key] += each.count
            forms.setdefault(key, Counter())[each.name] += 2  # the whole name before its forms
            forms[key].update(each.forms)
    wanted = [key for key in counts if type_ in {None, key[1]}]
    wanted.sort(key=lambda key: (-counts[key], key))
    return [_row(key, counts[key], places[key], forms[key]) for key in wanted[:limit]]


def _row(key: tuple[str, NameType], articles: int, count: int, forms: Counter[str]) -> NameCount:
    whole = [form for form in forms if _key(form) == key[0]]
    name = min(whole, key=lambda form: (-forms[form], form))
    rest = sorted({*forms} - {name}, key=lambda form: (-len(form), form))
    return NameCount(name, key[1], articles, count, (name, *rest))


def _key(name: str) -> str:
    return " ".join(fold(word) for word in name.split())
