"""Runs of one character in a title, name or line cost steps in proportion to their length."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest

from indexer.corpus.headings import titles
from indexer.corpus.pages import shown
from indexer.corpus.vendors import factiva

LENGTH = 20_000


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (titles.stated_title, "document" + "-" * LENGTH + "x"),
        (titles.stated_author, "-" * LENGTH + "x"),
        (titles.stated_author, "admin" + "a" * LENGTH + "-x"),
        (factiva._NUMBER.fullmatch, "\n" * LENGTH + "x"),
        (factiva._CODE.fullmatch, " " * LENGTH + "x"),
        (factiva._CODE.fullmatch, "HD" + " " * LENGTH + "x"),
        (shown._SAYS_SO.search, "verschijningsdatum" + " " * LENGTH),
    ],
)
def test_a_long_run_is_read_at_once(read: Callable[[str], object], text: str) -> None:
    """In proportion to the square of their length, the last took a minute."""
    began = process_time()
    read(text)
    assert process_time() - began < 1
