"""What a terminal has of its own: a pager for a long article, and completion by Tab."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from indexer.cli import main

CALL = "from indexer.cli import main; main(prog_name='knipsel')"


def on_a_terminal(news_index: Path, lines: str, *arguments: str, columns: str = "80") -> str:
    """Return what `knipsel` writes on a terminal of this size, whose pager marks each line."""
    controller, terminal = pty.openpty()
    environment = {
        **os.environ,
        "KNIPSEL_INDEX": str(news_index),
        "PAGER": "sed s/^/PAGED/",
        "LINES": lines,
        "COLUMNS": columns,
    }
    command = [sys.executable, "-c", CALL, *arguments]
    with subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=terminal, env=environment
    ) as process:
        os.close(terminal)
        written = b""
        try:
            while piece := os.read(controller, 4096):
                written += piece
        except OSError:  # the other side is closed
            pass
    os.close(controller)
    assert process.returncode == 0
    return written.decode()


def test_an_article_longer_than_the_terminal_is_shown_by_the_pager(news_index: Path) -> None:
    assert on_a_terminal(news_index, "4", "show", "2022/navo").count("PAGED") > 4
    assert "PAGED" not in on_a_terminal(news_index, "40", "show", "2022/navo")


def test_an_article_in_json_or_in_a_pipe_is_not_paged(
    news_index: Path, knipsel: Callable[..., Result]
) -> None:
    assert "PAGED" not in on_a_terminal(news_index, "4", "show", "2022/navo", "--format", "json")
    env = {"PAGER": "sed s/^/PAGED/", "LINES": "4"}
    shown = CliRunner(env=env).invoke(main, ["--index", str(news_index), "show", "2022/navo"])
    assert shown.stdout == knipsel("show", "2022/navo").stdout


def test_a_table_fits_on_the_terminal_and_has_a_line_a_row_in_a_pipe(
    news_index: Path, knipsel: Callable[..., Result]
) -> None:
    asked = ("count", "navo", "--by", "year")
    narrow = on_a_terminal(news_index, "40", *asked, columns="54").splitlines()
    piped = knipsel(*asked).stdout.splitlines()
    table = piped[: piped.index("")]
    assert max(map(len, table)) > 54
    heading, *rows = [line for line in narrow[: narrow.index("")] if line]
    assert all(len(click.unstyle(line)) <= 54 for line in (heading, *rows))
    assert len(rows) == len(table)
    assert [row.split() for row in rows[1:]] == [row.split() for row in table[1:]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "ZDOTDIR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


SHELLS = {
    "bash": (".local/share/knipsel/completion.bash", ".bashrc"),
    "zsh": (".local/share/knipsel/completion.zsh", ".zshrc"),
    "fish": (".config/fish/completions/knipsel.fish", None),
}


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_is_installed_once_for_the_shell_in_use(
    home: Path, monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    script, start = SHELLS[shell]
    if start:
        (home / start).write_text("alias a=b")
    monkeypatch.setenv("SHELL", f"/usr/bin/{shell}")
    for _ in range(2):
        assert CliRunner().invoke(main, ["completion"]).exit_code == 0
    assert "_KNIPSEL_COMPLETE" in (home / script).read_text()
    if start:
        first, line = (home / start).read_text().splitlines()
        assert first == "alias a=b"
        assert f". {home / script}" in line


def test_a_script_can_be_printed_and_nothing_is_written(home: Path) -> None:
    result = CliRunner().invoke(main, ["completion", "fish", "--print"])
    assert "complete --no-files --command knipsel" in result.stdout
    assert not list(home.iterdir())


def test_a_shell_that_is_none_of_them_is_named_with_what_to_type(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHELL", "/bin/dash")
    result = CliRunner().invoke(main, ["completion"])
    assert result.exit_code == 2
    assert "knipsel completion bash" in result.stderr
    assert not list(home.iterdir())


def test_bash_completes_commands_options_and_words_after_the_installation(
    home: Path, news_index: Path
) -> None:
    if not shutil.which("bash"):
        pytest.skip("there is no bash")
    assert CliRunner().invoke(main, ["completion", "bash"]).exit_code == 0
    program = home / "bin/knipsel"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{CALL}" "$@"\n')
    program.chmod(0o755)
    asked = (
        ". ~/.bashrc; for typed in 'sea' 'search --fac' 'search cri'; do "
        "COMP_WORDS=(knipsel $typed); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=(); "
        "_knipsel_completion knipsel; echo ${COMPREPLY[0]}; done"
    )
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "--norc", "-c", asked],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": path, "KNIPSEL_INDEX": str(news_index)},
    )
    assert done.stdout.split() == ["search", "--facets", "crisis"]
