"""A file that would take hours is skipped by name."""

import pytest

from indexer.corpus import time_limit
from indexer.corpus.time_limit import TimeLimit
from tests.fixture_types import ReadFile
from tests.golden_formats import FILES


@pytest.mark.parametrize(
    "name",
    [
        "bibliotheek.pdf",
        "ziekenhuis.docx",
        "theater.odt",
        "redactie.xlsx",
        "stad.ods",
        "weekblad.epub",
    ],
)
def test_a_file_that_takes_too_long_is_named(
    read_file: ReadFile, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for limit, value in (("_SECONDS", 0.0), ("_SECONDS_A_BYTE", 0.0), ("_STEPS", 1)):
        monkeypatch.setattr(time_limit, limit, value)
    (articles, (error,)) = read_file(name, FILES[name].read_bytes())
    assert articles == []
    assert error.reason.endswith("takes over 0 s to read, for its size; save its text as .txt")


def test_a_large_file_may_take_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_limit, "_STEPS", 1)
    monkeypatch.setattr(time_limit, "_SECONDS", 0.0)
    TimeLimit(10**9).check()
