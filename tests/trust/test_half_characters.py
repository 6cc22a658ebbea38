"""Text with half a character in it, as a stranger can write, is damage wherever it is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Response

from indexer.archive import build
from indexer.config import Settings
from indexer.model import Article
from webapp import create_app

HALF = "Wi\ud800emijn"


@pytest.mark.parametrize("encoded", ["by the view", "after it"])
def test_half_a_character_in_an_answer_is_blamed_on_the_index(
    tmp_path: Path, jsonl: Any, encoded: str
) -> None:
    """No article has one: a reader and an indexer leave it out of what they take."""
    settings = Settings(tmp_path / "index")
    build(settings, [jsonl(Article("a", "Dijk", f"Volgens {HALF} brak de dijk."))])
    app = create_app(settings)
    app.add_url_rule("/half", "half", lambda: HALF if encoded == "after it" else Response(HALF))
    client = app.test_client()
    assert client.get("/?q=dijk", base_url="http://localhost").status_code == 200
    answer = client.get("/half", base_url="http://localhost")
    assert answer.status_code == 503
    assert b"knipsel check" in answer.data
