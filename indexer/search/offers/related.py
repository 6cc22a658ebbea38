"""Related terms: names and compounds that the first results have in common, to narrow a query by.

They are read in the beginnings of the first articles of a page. One is worth its weight if several
of those have it and few others do. Where no article has the whole query, they narrow what is left
of it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from indexer.analysis.analyzer import Analyzer, WordAnalysis
from indexer.compiled import compiled
from indexer.dates import WEEKDAYS
from indexer.engines.protocol import EngineReader
from indexer.later import NamedTuple, expression
from indexer.model import Hit
from indexer.query.analyze import AnalyzedQuery
from indexer.query.syntax import And, SyntaxNode, Word
from indexer.query.unparse import unparse
from indexer.search.searcher import RankedPage
from indexer.search.selection import Selection

if TYPE_CHECKING:
    from indexer._kernel import CommonTerms

MAX_RELATED = 6
_READ = 10  # articles
_CHARACTERS = 600  # of each, from its beginning
_MIN_ARTICLES = 2  # that have a term
_MAX_SHARE = 0.05  # of the archive: what more articles have narrows little
_FEW = 20  # articles that narrow in any archive
_CONSIDERED = 24
_LONGER = 0.6  # of the articles with a name: so many have it in a longer form that this is meant

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’-]*\w"
_LINKS = (
    *("van", "de", "der", "den", "voor", "ten", "ter", "het", "’t", "'t"),
    *("the", "du", "la", "le", "von", "di", "da", "del"),
)
_LINK = rf"(?:(?:{'|'.join(_LINKS)}) ){{1,2}}"
# Within a sentence: where one begins any word has a capital. A pattern that begins with a space is
# sought from space to space.
# What a hyphen and `en` part from the rest is a piece of a name: Voedsel- en Warenautoriteit.
_NAME = expression(
    rf" (?<=[\w,;)] )(?<!- en )({_CAPITAL}(?: (?:{_LINK})?{_CAPITAL}){{0,3}})(?![\w'’-])"
)
_WHEN = expression(rf"(?:{WEEKDAYS})(?:ochtend|middag|avond|nacht)?")  # a time, no subject
_LONG = 9  # letters of a compound
# By its ending: vijfjarig, landelijk.
_ADJECTIVE = expression(r"\w+(?:[^n]ig|lijk|isch|baar|loos|zaam|vast|vol|rechts|links)")
_COMPOUND = expression(rf"\b[a-zà-öø-þ]{{{_LONG},}}\b")


class Related(NamedTuple):
    """Related terms, and the query that they narrow where it is not the whole one."""

    terms: tuple[str, ...] = ()
    query: str | None = None


def related(
    hits: Sequence[Hit], selected: Selection, found: RankedPage, analyzer: Analyzer
) -> Related:
    """Return the related terms of a page, and what they narrow.

    Where articles have the whole query, what misses a word has no part in it. Where none has,
    they narrow the query without the words that most of the hits miss: beside all of them they
    would find nothing.
    """
    missing, query = tuple[str, ...](), None
    if not (hits and found.related):
        return Related()
    if not found.total:
        missing = Counter(hit.missing for hit in hits).most_common(1)[0][0]
        query = _without(selected, missing, analyzer)
        if query is None:
            return Related()
    alike = [hit for hit in hits if hit.missing == missing]
    reader = selected.snapshot.reader
    return Related(related_terms(alike, selected.analyzed, reader, analyzer), query)


def _without(selected: Selection, missing: Sequence[str], analyzer: Analyzer) -> str | None:
    """Return the query without these of its words; None where no word is left."""
    tree = selected.parsed.tree
    dropped = {word for text in missing for word in text.split()}

    def is_kept(part: SyntaxNode) -> bool:
        if not isinstance(part, Word):
            return True
        return not any(token.word.surface in dropped for token in analyzer.tokens(part.text))

    kept = tuple(filter(is_kept, tree.children)) if isinstance(tree, And) else ()
    if not any(isinstance(part, Word) for part in kept):
        return None
    return unparse(kept[0] if len(kept) == 1 else And(kept, implicit=True))


def related_terms(
    hits: Sequence[Hit], analyzed: AnalyzedQuery, reader: EngineReader, analyzer: Analyzer
) -> tuple[str, ...]:
    """Return up to MAX_RELATED names and compounds new to the query, the best first."""
    articles = [hit.article for hit in hits[:_READ]]
    texts = [f"{article.title}. {article.body[:_CHARACTERS]}" for article in articles]
    asked = {term for t in analyzed.terms for w in t.words for term in (w.exact, w.stem, *w.parts)}
    asked.add("".join(word.exact for term in analyzed.terms for word in term.words))
    new = []
    for term, count in counted(texts):
        content = [token.word for token in analyzer.tokens(term) if not token.word.stop]
        if all(asked & {word.exact, word.stem, *word.names} for word in content):
            continue
        if _WHEN.fullmatch(term.lower()):
            continue
        if len(content) > 1 or _narrows(term, content[0], analyzer):
            new.append((term, count, content))
    reader.prefetch_terms(("text", "exact", word.exact) for *_, each in new for word in each)
    found: list[tuple[float, str, set[str]]] = []
    for term, count, content in new:
        frequency = min(reader.frequency("text", "exact", word.exact) for word in content)
        if 0 < frequency <= max(_FEW, _MAX_SHARE * reader.size):
            worth = count * math.log(reader.size / frequency)
            found.append((-worth, term, {word.stem for word in content}))
    return tuple(islice(_apart(sorted(found)), MAX_RELATED))


def _narrows(term: str, word: WordAnalysis, analyzer: Analyzer) -> bool:
    """Return whether a word is a compound, or a name that stands for somebody: not Nederlandse."""
    is_inflected = word.exact == f"{word.stem}e"  # centrumrechtse, Oostenrijkse
    if term[0].isupper():  # a word of Dutch with a capital is a piece of a name: Zaken
        is_adjective = is_inflected or term.endswith("ische")
        return not (is_adjective or analyzer.family(word) or analyzer.in_dictionary(word))
    is_verb = word.lemma == word.exact and word.lemma.endswith("en")
    return bool(word.part) and not (is_inflected or is_verb or _ADJECTIVE.fullmatch(word.lemma))


def counted(texts: Sequence[str]) -> list[tuple[str, int]]:
    """Return the names and long words that several texts have, with how many do."""
    if (kernel := _compiled()) is not None:
        with suppress(UnicodeEncodeError):  # a lone surrogate, which compiled code cannot hold
            return kernel.counted(texts)
    return python_counted(texts)


@cache
def _compiled() -> CommonTerms | None:
    if (kernel := compiled()) is None:
        return None
    rule = _LINKS, _LONG, _MIN_ARTICLES, _LONGER, _CONSIDERED
    terms: CommonTerms = kernel.CommonTerms(rule)
    return terms


def python_counted(texts: Sequence[str]) -> list[tuple[str, int]]:
    """Return the same in Python: the specification of the compiled one, used without it."""
    names, compounds = list[str](), list[str]()
    for text in texts:
        # In the order of the text: a set has another in each process, and some are not considered.
        names += dict.fromkeys(_forms(_NAME.findall(text)))
        # A pattern tried at each word takes three times as long.
        long = " ".join([chunk for chunk in text.split() if len(chunk) >= _LONG])
        compounds += dict.fromkeys(_COMPOUND.findall(long))
    surfaces = Counter(_of_several(names))
    spelt = [(name, f" {name} ") for name in surfaces]
    for name, words in spelt:
        longer = [other for other, its_words in spelt if words in its_words and other != name]
        if any(surfaces[each] >= _LONGER * surfaces[name] for each in longer):
            del surfaces[name]
    surfaces.update(_of_several(compounds))
    return surfaces.most_common(_CONSIDERED)


def _of_several(terms: Sequence[str]) -> dict[str, int]:
    """Return the terms that several articles have, with how many do."""
    return {term: count for term, count in Counter(terms).items() if count >= _MIN_ARTICLES}


def _forms(names: Sequence[str]) -> list[str]:
    """Return names, each with its last word: Carola Schouten is Schouten further on."""
    found = []
    for name in names:
        found.append(name)
        head, space, last = name.rpartition(" ")
        if space and head[-1:].isalpha():
            found.append(last)
    return found


def _apart(found: Sequence[tuple[float, str, set[str]]]) -> Iterator[str]:
    """Yield terms of which no form came before."""
    seen = set[str]()
    for _, term, stems in found:
        if not stems & seen:
            yield term
        seen |= stems
