"""An explanation in words: what an article has, where, and beside which others.

The figures that a score adds up from have labels (`signals`, `rerank`); here they are read back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce

from indexer.analysis.term_cache import TermRow
from indexer.analysis.tokens import tokenize
from indexer.analysis.word import WordAnalysis
from indexer.later import expression
from indexer.messages import Message
from indexer.model import Article
from indexer.query.analyze import AnalyzedQuery

_PLACES = ("title ", "near ", "number ")
_OTHERS = ("related ", "days", "common ground")
_MAX_SHARED = 3  # words that an article shares with the best
_MAX_SUBJECTS = 5  # words of what days were about
_OF_NAMES = expression(r"(?<= )(?:parts?|related|subject|near) (?=.*[A-Z])")
_KEY = expression(r"(?<=[ +])[A-ZČŠŽ]+(?![^ +])")
_READ = 20_000  # characters of an article in which its names are looked for


def written_names(
    reasons: Sequence[str], article: Article, row: Callable[[str], TermRow]
) -> dict[str, str]:
    """Return how the article writes the names whose keys the reasons have: BREKSIT, Brexit."""
    keys = {key for each in reasons if _OF_NAMES.search(each) for key in _KEY.findall(each)}
    found: dict[str, str] = {}
    text = f"{article.title}\n{article.body[:_READ]}" if keys else ""
    for start, end in tokenize(text):
        for key in keys.intersection(row(text[start:end])[2].split()) - found.keys():
            found[key] = text[start:end]
    return found


def with_names(reasons: Sequence[str], written: Mapping[str, str]) -> tuple[str, ...]:
    """Return the reasons with names as the article writes them, where it does."""
    return tuple(
        _KEY.sub(lambda key: written.get(key[0], key[0]), each) if _OF_NAMES.search(each) else each
        for each in reasons
    )


def in_words(
    reasons: Sequence[str], analyzed: AnalyzedQuery, written: Mapping[str, str]
) -> tuple[Message, ...]:
    """Return three lines for reasons like `1.25 exact dijk`, none where there are none.

    Each begins with its share of the score. Of a query for days alone there is one line, without.
    `written` tells how the article writes the names of keys.
    """
    worth: dict[str, float] = {}
    for share_of, _, label in (reason.partition(" ") for reason in reasons):
        worth[label] = worth.get(label, 0.0) + float(share_of)
    total = sum(worth.values())
    if not total:
        return ()
    subjects = [label.partition(" ")[2] for label in worth if label.startswith("subject ")]
    if subjects:
        about = _listed([written.get(each, each) for each in subjects[:_MAX_SUBJECTS]])
        return (Message("Waar die dagen over gingen: %(words)s.", words=about),)
    places = [label for label in worth if label.startswith(_PLACES)]
    others = [label for label in worth if label.startswith(_OTHERS)]
    words = [label for label in worth if label not in places and label not in others]

    def share(labels: Sequence[str]) -> str:
        return f"{sum(worth[each] for each in labels) / total:.0%}"

    return (
        Message(
            "%(share)s van de woorden: %(what)s.",
            share=share(words),
            what=_together(_of_words(words, analyzed)),
        ),
        Message(
            "%(share)s van hun plaats: %(what)s.",
            share=share(places),
            what=_together(_of_places(places, analyzed)),
        ),
        Message(
            "%(share)s van de beste artikelen: %(what)s.",
            share=share(others),
            what=_together(_of_others(others, analyzed, written)),
        ),
    )


def figure_in_words(reason: str) -> tuple[str, str]:
    """Return what a reason is worth, and what for, in words: `1.25` for `dijk zoals getypt`."""
    worth, _, label = reason.partition(" ")
    return worth, _LABELS_ALONE.get(label) or _of_label(*label.partition(" ")[::2]) or label


_LABELS_ALONE = {
    "every word": Message("alle woorden van de vraag"),
    "the query itself": Message("wat de vraag eist"),
    "date": Message("de datum van de vraag"),
    "day": Message("van die dagen zelf"),
    "address": Message("het adres van de vraag"),
    "days": Message("uit dezelfde dagen als de beste artikelen"),
    "common ground": Message("over hetzelfde als de beste artikelen"),
    "related in title": Message("in de kop woorden van de beste artikelen"),
}


def _of_label(kind: str, words: str) -> Message | None:
    """Return what a label of a signal with its words means; None for one of an old spelling."""
    found = {
        "exact": Message("%(words)s zoals getypt", words=words),
        "stem": Message("%(words)s in elke vorm", words=words),
        "part": Message("%(words)s, ook binnen een ander woord", words=words),
        "parts": Message("alle delen van het woord: %(words)s", words=words),
        "capitals": Message("%(words)s in hoofdletters", words=words),
        "variant": Message("ook als %(words)s", words=words),
        "initial": Message("ook als %(words)s", words=words),
        "title": Message("%(words)s in de kop", words=words),
        "near": _near(words),
        "number": Message("%(words)s achter elkaar", words=words),
        "related": Message("ook met %(words)s, als de beste artikelen", words=words),
        "event": Message("over %(words)s", words=words),
        "subject": Message("%(words)s, waar die dagen over gingen", words=words),
    }
    return found.get(kind)


def _of_words(labels: Sequence[str], analyzed: AnalyzedQuery) -> Iterator[Message]:
    """Yield how an article has the words of the query."""
    literal, inflected, inside = _met(labels, analyzed)
    also, family = _also(labels), _family(labels, analyzed)
    said = (
        literal and Message("%(words)s zoals getypt", words=_listed(literal)),
        inflected and Message("%(words)s in een andere vorm", words=_listed(inflected)),
        inside and Message("%(words)s binnen een ander woord", words=_listed(inside)),
        also and Message("ook als %(words)s", words=_listed(also)),
        family and Message("van dezelfde familie %(words)s", words=_listed(family)),
        "every word" in labels and Message("alle woorden van de vraag"),
        *(each in labels and _LABELS_ALONE[each] for each in ("date", "address")),
        *(_of_label("event", each[6:]) for each in labels if each.startswith("event ")),
    )
    yield from (each for each in said if isinstance(each, Message))
    if "the query itself" in labels and not (literal or inflected or inside):
        yield Message("wat de vraag eist")


def _met(labels: Sequence[str], analyzed: AnalyzedQuery) -> tuple[list[str], list[str], list[str]]:
    """Return the words that are met as typed, in another form, and inside another word."""
    met = list[str](), list[str](), list[str]()
    for word in (word for term in analyzed.terms for word in term.words if not word.stop):
        for found, names in zip(met, _labels(word), strict=True):
            if names & set(labels):
                found.append(word.surface)
                break
    return met


def _family(labels: Sequence[str], analyzed: AnalyzedQuery) -> list[str]:
    """Return the stems of the same family as words of the query that an article has."""
    return [
        stem
        for term in analyzed.terms
        for stem in term.related_stems
        if {f"part {stem}", f"stem {stem}"} & set(labels)
    ]


def _also(labels: Sequence[str]) -> list[str]:
    """Return the other ways to write words of the query that an article has."""
    also = [label.partition(" = ")[0] for label in labels if " = " in label]
    also += [
        label.partition(" ")[2] for label in labels if label.startswith(("variant", "initial"))
    ]
    return [each.rstrip(".") for each in also]


def _labels(word: WordAnalysis) -> Iterator[set[str]]:
    """Yield the labels of a word as typed, in another form, and inside another word."""
    yield {f"exact {word.exact}", f"capitals {word.capitals}"}
    yield {f"stem {each}" for each in (word.stem, *word.spellings, *word.marks)}
    yield {f"part {each}" for each in (*word.parts, *word.names)}


def _of_places(labels: Sequence[str], analyzed: AnalyzedQuery) -> Iterator[str]:
    typed = {word.parts[0]: word.surface for term in analyzed.terms for word in term.words}
    titles = [label.partition(" ")[2] for label in labels if label.startswith("title ")]
    if titles:
        yield Message("%(words)s in de kop", words=_listed(titles))
    pairs = [label.split()[1:] for label in labels if label.startswith("near ")]
    if pairs:
        yield _listed([_near(" ".join(typed.get(each, each) for each in pair)) for pair in pairs])
    counted = [label.partition(" ")[2] for label in labels if label.startswith("number ")]
    if counted:
        yield Message("%(words)s achter elkaar", words=_listed(counted))


def _near(pair: str) -> Message:
    word, _, other = pair.partition(" ")
    return Message("%(word)s bij %(other)s", word=word, other=other)


def _of_others(
    labels: Sequence[str], analyzed: AnalyzedQuery, written: Mapping[str, str]
) -> Iterator[Message]:
    if "days" in labels:
        yield Message("uit dezelfde dagen")
    if "common ground" in labels:
        yield Message("over hetzelfde")
    words = [word for term in analyzed.terms for word in term.words]
    asked = {part for word in words for part in (*word.parts, *word.names)}
    shared = [label.partition(" ")[2] for label in labels if label.startswith("related ")]
    shared = [written.get(t, t.lower()) for t in shared if t != "in title" and t not in asked]
    if shared:
        yield Message("ook met %(words)s", words=_listed(shared[:_MAX_SHARED]))
    if "related in title" in labels:
        yield Message("zulke woorden in de kop")


def _together(found: Iterator[str]) -> str:
    """Return what was found, one after another; that it is nothing where nothing was."""
    every = list(found)
    return reduce(_then, every) if every else Message("niets")


def _then(before: str, last: str) -> Message:
    return Message("%(before)s; %(last)s", before=before, last=last)


def _listed(words: Sequence[str]) -> str:
    *before, last = dict.fromkeys(words)
    if not before:
        return last
    return Message("%(before)s en %(last)s", before=reduce(_and_then, before), last=last)


def _and_then(before: str, last: str) -> Message:
    return Message("%(before)s, %(last)s", before=before, last=last)
