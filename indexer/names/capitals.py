"""Words in capitals, as the rest of the archive has them: in a line of them, or one by one."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.names.candidates import PARTICLES, Words
from indexer.names.cues import is_listed, is_place
from indexer.names.usage import UNKNOWN, Archive

SMALL = PARTICLES | {"en", "op", "aan", "of", "and", "the", "for", "voor", "zonder", "du", "des"}
ARTICLES = frozenset({"de", "het", "the"})


def calmed(words: Words, archive: Archive) -> Words:
    """Return a well-known name in capitals, as DEN HAAG, as it is spelt elsewhere."""
    if not all(word.isupper() for word in words) or is_listed(" ".join(words)):
        return words
    calm = tuple(word.title() for word in words)
    first, own = archive.get(calm[0], UNKNOWN), archive.get(words[0], UNKNOWN)
    known = is_listed(" ".join(calm)) or is_place(" ".join(calm))
    return calm if known and first.inside > own.inside else words


def lowered(words: Words, archive: Archive) -> Iterator[Words]:
    """Yield the runs of words that are names in the rest of the archive, as they stand there."""
    run: list[str] = []
    bare = words[1:] if words[0].lower() in ARTICLES and not is_known(words) else words
    if bare and is_known(bare):
        yield bare
        return
    for word in words:
        if written := _elsewhere(word, archive):
            run.append(written)
        elif run:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _elsewhere(word: str, archive: Archive) -> str:
    """Return a word as the rest of the archive has it as a name, the more often; or nothing."""
    calm = capitalised(word)
    if word in SMALL or calm in SMALL:
        return word if word in SMALL else calm
    own, other = archive.get(word, UNKNOWN), archive.get(calm, UNKNOWN)
    if other.is_name and (other.inside > own.inside or not own.is_name):
        return calm
    return word if own.is_name else ""


def capitalised(word: str) -> str:
    """Return a word in capitals as it is written elsewhere: with one at its beginning."""
    if not word.isupper():
        return word
    return word.lower() if word.lower() in SMALL else word.title()


def is_known(words: Words) -> bool:
    """Whether a list has a name; a place of one word only where that is well known."""
    text = " ".join(words)
    return is_listed(text) or (len(words) > 1 and is_place(text))
