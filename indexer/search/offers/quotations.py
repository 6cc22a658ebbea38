"""What of a quotation articles have word for word, where none has all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from indexer.later import replace
from indexer.query.syntax import Phrase, Word

_LEAST = 3  # words in a row that are worth saying
_MOST = 30  # words of a quotation that are looked up
_SAYING = 2  # words of a run that are no stop words
_RUNS = 2


def runs_of(
    phrase: Phrase, stands: Callable[[Phrase], bool], is_stop: Callable[[Word], bool]
) -> Iterator[Phrase]:
    """Yield the longest runs of words of a quotation that articles have, none of which overlap.

    `stands` says whether any has a run. Each word is looked at twice at most: what begins a run
    ends in none that is shorter. One of stop words is said by anybody.
    """
    words = phrase.words[:_MOST]
    if phrase.slop or len(words) <= _LEAST:
        return
    found: list[tuple[int, int]] = []
    start = 0
    for end in range(1, len(words) + 1):
        while end - start >= _LEAST and not stands(_run(phrase, start, end)):
            start += 1
        if end - start >= _LEAST:
            found.append((start, end))
    taken: list[tuple[int, int]] = []
    for first, last in sorted(found, key=lambda run: run[0] - run[1]):
        run = _run(phrase, first, last)
        says = sum(not is_stop(word) for word in run.words) >= _SAYING
        if says and all(last <= begun or first >= ended for begun, ended in taken):
            taken.append((first, last))
            yield run
        if len(taken) == _RUNS:
            return


def _run(phrase: Phrase, start: int, end: int) -> Phrase:
    words = phrase.words[start:end]
    return replace(phrase, words=words, start=words[0].start, end=words[-1].end)
