"""`knipsel password` makes a line that the page believes, and keeps the password out of sight."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli import main
from indexer.config import Settings
from webapp import create_app


def test_the_line_opens_the_page_to_that_password_only(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["password", "redactie"], input="geheim\ngeheim\n")
    assert result.exit_code == 0
    assert result.stdout.startswith("redactie:scrypt:")
    assert "geheim" not in result.output
    path = tmp_path / "passwords"
    path.write_text(result.stdout, "utf-8")
    client = create_app(Settings(index=tmp_path / "none", passwords=path)).test_client()
    assert client.get("/help", auth=("redactie", "geheim")).status_code == 200
    assert client.get("/help", auth=("redactie", "gehein")).status_code == 401


@pytest.mark.parametrize("name", ["", "a:b", "#a", " a"])
def test_a_name_that_a_line_cannot_hold_is_refused(name: str) -> None:
    result = CliRunner().invoke(main, ["password", name])
    assert result.exit_code == 2
    assert "no colon" in result.output
