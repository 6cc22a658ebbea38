"""An explanation in three lines of words: what an article has, where, and beside which others.

The figures that a score adds up from have labels (`signals`, `rerank`); here they are read back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.analysis.word import WordAnalysis
from indexer.query.analyze import AnalyzedQuery

_PLACES = ("title ", "near ", "number ")
_OTHERS = ("related ", "days", "common ground")
_MAX_SHARED = 3  # words that an article shares with the best


def in_words(reasons: Sequence[str], analyzed: AnalyzedQuery) -> tuple[str, ...]:
    """Return three lines for reasons like `1.25 exact dijk`, none where there are none.

    Each begins with its share of the score.
    """
    worth = {label: float(share) for share, _, label in (r.partition(" ") for r in reasons)}
    total = sum(worth.values())
    if not total:
        return ()
    places = [label for label in worth if label.startswith(_PLACES)]
    others = [label for label in worth if label.startswith(_OTHERS)]
    words = [label for label in worth if label not in places and label not in others]
    return tuple(
        f"{sum(worth[each] for each in labels) / total:.0%} {name}: {said or 'niets'}."
        for name, labels, said in (
            ("van de woorden", words, "; ".join(_of_words(words, analyzed))),
            ("van hun plaats", places, "; ".join(_of_places(places))),
            ("van de beste artikelen", others, "; ".join(_of_others(others, analyzed))),
        )
    )


def _of_words(labels: Sequence[str], analyzed: AnalyzedQuery) -> Iterator[str]:
    """Yield how an article has the words of the query."""
    literal, inflected, inside, family = list[str](), list[str](), list[str](), list[str]()
    for term in analyzed.terms:
        for word in term.words:
            if word.stop:
                continue
            for found, names in zip((literal, inflected, inside), _labels(word), strict=True):
                if names & set(labels):
                    found.append(word.surface)
                    break
        family += [s for s in term.related_stems if {f"part {s}", f"stem {s}"} & set(labels)]
    also = [label.partition(" = ")[0] for label in labels if " = " in label]
    also += [
        label.partition(" ")[2] for label in labels if label.startswith(("variant", "initial"))
    ]
    also = [each.rstrip(".") for each in also]
    for found, said in (
        (literal, "%s zoals getypt"),
        (inflected, "%s in een andere vorm"),
        (inside, "%s binnen een ander woord"),
        (also, "ook als %s"),
        (family, "van dezelfde familie %s"),
    ):
        if found:
            yield said % _listed(found)
    if "every word" in labels:
        yield "alle woorden van de vraag"
    if "the query itself" in labels and not (literal or inflected or inside):
        yield "wat de vraag eist"


def _labels(word: WordAnalysis) -> Iterator[set[str]]:
    """Yield the labels of a word as typed, in another form, and inside another word."""
    yield {f"exact {word.exact}", f"capitals {word.capitals}"}
    yield {f"stem {each}" for each in (word.stem, *word.spellings, *word.marks)}
    yield {f"part {each}" for each in (*word.parts, *word.names)}


def _of_places(labels: Sequence[str]) -> Iterator[str]:
    titles = [label.partition(" ")[2] for label in labels if label.startswith("title ")]
    if titles:
        yield f"{_listed(titles)} in de kop"
    near = [label.split()[1:] for label in labels if label.startswith("near ")]
    if near:
        yield _listed([" bij ".join(pair) for pair in near])
    counted = [label.partition(" ")[2] for label in labels if label.startswith("number ")]
    if counted:
        yield f"{_listed(counted)} achter elkaar"


def _of_others(labels: Sequence[str], analyzed: AnalyzedQuery) -> Iterator[str]:
    if "days" in labels:
        yield "uit dezelfde dagen"
    if "common ground" in labels:
        yield "over hetzelfde"
    asked = {part for term in analyzed.terms for word in term.words for part in word.parts}
    shared = [label.partition(" ")[2] for label in labels if label.startswith("related ")]
    shared = [term.lower() for term in shared if term != "in title" and term not in asked]
    if shared:
        yield f"ook met {_listed(shared[:_MAX_SHARED])}"
    if "related in title" in labels:
        yield "zulke woorden in de kop"


def _listed(words: Sequence[str]) -> str:
    *before, last = dict.fromkeys(words)
    return f"{', '.join(before)} en {last}" if before else last
