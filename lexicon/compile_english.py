"""Compile `indexer/search/offers/english.txt`: words of English that are hardly any of Dutch.

By them a query in English is known. A word counts that a dictionary of English has, that is
frequent in English, and ten times as frequent as in Dutch texts, which quote a lot of English; or
eighteen times, if a dictionary of Dutch has it too: farmers, suspect. With `=` before them there
are words of both: crash, minister. The same inputs give the same bytes;
`indexer/analysis/data/README.md` names them.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from simplemma import is_known
from wordfreq import top_n_list, zipf_frequency

from indexer.analysis.lemmas import Lemmatizer
from indexer.names.cues import is_place, listed

TARGET = Path(__file__).parents[1] / "indexer" / "search" / "offers" / "english.txt"

_MOST = 20_000  # words of English that are looked at, the most frequent
_TIMES = 1.0  # in powers of ten
_TIMES_IN_BOTH = 1.26  # the same, of a word that dictionaries of Dutch have too
_TIMES_OF_BOTH = -0.3  # the same, of a word that is as much one of English
_COMMON = 4.6  # powers of ten of a thousand million: mayor, though somebody is called Mayor
_MIN_LETTERS = 3


def words() -> Iterator[str]:
    """Yield the words, in the order of the alphabet."""
    dutch = Lemmatizer.load()
    for word in sorted(top_n_list("en", _MOST, wordlist="large")):
        if len(word) < _MIN_LETTERS or not (word.isascii() and word.isalpha()):
            continue
        if not is_known(word, lang="en"):
            continue
        english, in_dutch = (zipf_frequency(word, lang, "large") for lang in ("en", "nl"))
        if _is_name(word.capitalize()) and english < _COMMON:
            continue
        if english - in_dutch >= (_TIMES_IN_BOTH if dutch.known(word) else _TIMES):
            yield word
        elif dutch.known(word) and english - in_dutch >= _TIMES_OF_BOTH:
            yield f"={word}"


def _is_name(word: str) -> bool:
    return is_place(word) or bool(listed(word))


def main(target: Path = TARGET) -> None:
    """Write the words to `target`, one a line."""
    target.write_text("".join(f"{word}\n" for word in words()), "utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
