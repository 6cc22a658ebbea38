"""How long one file may take to read: a small one can ask for hours of work."""

from __future__ import annotations

import time

from indexer.corpus.input_file import UnreadableError

_SECONDS = 10.0
_SECONDS_A_BYTE = 10e-6  # a book of a thousand pages is not refused
_STEPS = 256  # between two looks at the clock


class TimeLimit:
    """The processor time that the rest of a file of this size may take in this thread."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._seconds = _SECONDS + size * _SECONDS_A_BYTE
        self._end = time.thread_time() + self._seconds
        self._steps = 0

    def check(self) -> None:
        """Count a step, look at the clock now and then. Raises UnreadableError if time is over."""
        self._steps += 1
        if self._steps % _STEPS == 0:
            self.check_now()

    def check_now(self) -> None:
        """Look at the clock, for steps that are long. Raises UnreadableError if time is over."""
        if time.thread_time() > self._end:
            raise UnreadableError(
                f"takes over {self._seconds:.0f} s to read, for its size; save its text as .txt"
            )
