"""Pages as they were sent not long ago, each under a tag that changes with all it is made of."""

from __future__ import annotations

from threading import Lock
from typing import NamedTuple


class Answer(NamedTuple):
    """What a view answered: a body, and the headers that belong to it alone."""

    body: bytes
    headers: list[tuple[str, str]]


class Answers:
    """The last answers, as many as `most` bytes hold, for threads to share."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._answers: dict[str, Answer] = {}
        self._lock = Lock()

    def get(self, tag: str) -> Answer | None:
        """Return the answer with this tag, if it is kept."""
        with self._lock:
            answer = self._answers.pop(tag, None)
            if answer is not None:
                self._answers[tag] = answer  # at the end: not asked for longest goes first
            return answer

    def keep(self, tag: str, answer: Answer) -> None:
        """Keep an answer, unless it fills a tenth by itself, and drop those that are too many."""
        if len(answer.body) > self._most // 10:
            return
        with self._lock:
            if before := self._answers.pop(tag, None):
                self._size -= len(before.body)
            self._answers[tag] = answer
            self._size += len(answer.body)
            while self._size > self._most:
                self._size -= len(self._answers.pop(next(iter(self._answers))).body)
