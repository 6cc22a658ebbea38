"""What a long run frees goes back to the system while it reads, and before names are found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from indexer.archive import build
from indexer.config import Settings
from indexer.indexing import naming, storing

_BATCHES = 5  # of 200 articles


def articles(path: Path, count: int) -> Path:
    """Write articles."""
    rows = (
        {"id": f"a{n}", "title": f"Dijk {n}", "body": "De dijk zakt weg."} for n in range(count)
    )
    path.write_bytes(b"\n".join(map(orjson.dumps, rows)))
    return path


@pytest.mark.parametrize(("names", "expected"), [("all", "r450 r850 n1000"), ("none", "r450 r850")])
def test_memory_is_given_back_now_and_then(
    names: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time that so many articles were stored, and once more where names are found of many."""
    given: list[str] = []

    def gives(mark: str) -> Callable[[int], None]:
        return lambda articles: given.append(f"{mark}{articles}")

    monkeypatch.setattr(storing, "give_back", gives("r"))
    monkeypatch.setattr(naming, "give_back", gives("n"))
    monkeypatch.setattr(storing, "_GIVEN_BACK_AFTER", 400)
    monkeypatch.setattr(naming, "_MANY", 400)
    path = articles(tmp_path / "many.jsonl", 200 * _BATCHES)
    report = build(Settings(index=tmp_path / "index", names=names), [path])
    assert report.added == 200 * _BATCHES
    assert " ".join(given) == expected
    given.clear()
    build(Settings(index=tmp_path / "few", names=names), [articles(tmp_path / "few.jsonl", 300)])
    assert given == []
