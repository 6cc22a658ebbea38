"""What Tantivy says of the system is raised as the system's own error."""

from __future__ import annotations

import errno

import pytest

from indexer.engines.tantivy.os_errors import os_errors_raised


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("An IO error occurred: 'No space left on device (os error 28)'", errno.ENOSPC),
        ("Failed to open: 'IoError { io_error: Os { code: 24, kind: TooMany } }'", errno.EMFILE),
        ("An error occurred in a thread: 'An index writer was killed.. A worker thread'", None),
    ],
)
def test_a_refusal_told_in_words_is_an_error_of_the_system(told: str, code: int | None) -> None:
    with pytest.raises(OSError, match="o") as raised, os_errors_raised():
        raise ValueError(told)
    assert raised.value.errno == code


def test_another_error_is_raised_as_it_is() -> None:
    with pytest.raises(ValueError, match="schema"), os_errors_raised():
        raise ValueError("the schema differs")
