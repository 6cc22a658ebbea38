"""`knipsel password` makes a line that the page believes, and keeps the password out of sight."""

from __future__ import annotations

import os
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


def test_in_a_file_the_line_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "passwords"
    path.write_text("# wie\nredactie:oud\ngast:oud\n", "utf-8")
    command = ["password", "redactie", "--file", str(path)]
    assert CliRunner().invoke(main, command, input="geheim\ngeheim\n").exit_code == 0
    *kept, new = path.read_text("utf-8").splitlines()
    assert kept == ["# wie", "gast:oud"]
    assert new.startswith("redactie:scrypt:")
    assert [each.name for each in tmp_path.iterdir()] == ["passwords"]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize(("before", "after"), [(None, 0o600), (0o644, 0o640), (0o400, 0o400)])
def test_a_file_of_passwords_is_closed_to_others(
    tmp_path: Path, before: int | None, after: int
) -> None:
    path = tmp_path / "passwords"
    if before is not None:
        path.touch()
        path.chmod(before)
    command = ["password", "redactie", "--file", str(path)]
    assert CliRunner().invoke(main, command, input="geheim\ngeheim\n").exit_code == 0
    assert path.stat().st_mode & 0o777 == after


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    command = ["password", "redactie", "--file", str(tmp_path / "none" / "passwords")]
    result = CliRunner().invoke(main, command, input="geheim\ngeheim\n")
    assert result.exit_code == 2
    assert f"{tmp_path / 'none' / 'passwords'} cannot be written" in result.output


@pytest.mark.parametrize("name", ["", "a:b", "#a", " a"])
def test_a_name_that_a_line_cannot_hold_is_refused(name: str) -> None:
    result = CliRunner().invoke(main, ["password", name])
    assert result.exit_code == 2
    assert "no colon" in result.output


def test_a_device_is_not_replaced_by_a_file_of_passwords(tmp_path: Path) -> None:
    path = tmp_path / "null"
    path.symlink_to(os.devnull)
    command = ["password", "redactie", "--file", str(path)]
    result = CliRunner().invoke(main, command, input="geheim\ngeheim\n")
    assert result.exit_code == 2
    assert "null is no file, and keeps no passwords" in result.stderr
    assert path.is_symlink()
