"""`knipsel` as a process of its own: pipes, terminals, signals and what it costs to start."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Shell = Callable[[str], "subprocess.CompletedProcess[str]"]

START = """
import sys
from indexer.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print(*sorted(name for name in sys.modules if "." not in name), file=sys.stderr)
"""

COUNTED = """
import dataclasses, json, re, sys
made = {"expressions": 0, "data": 0}
def counting(kind, make):
    def counted(*arguments, **options):
        made[kind] += sys._getframe(1).f_globals["__name__"].startswith("indexer.")
        return make(*arguments, **options)
    return counted
re.compile = counting("expressions", re.compile)
dataclasses.dataclass = counting("data", dataclasses.dataclass)
from indexer.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
made["modules"] = sum(name.startswith("indexer.") for name in sys.modules)
print(json.dumps(made), file=sys.stderr)
"""


@pytest.fixture
def environment(news_index: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NO_COLOR")}
    return {**kept, "KNIPSEL_INDEX": str(news_index), "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"}


@pytest.fixture
def shell(environment: dict[str, str]) -> Shell:
    """Return a function that runs a command line, in which $K is `knipsel`."""

    def run(command: str) -> subprocess.CompletedProcess[str]:
        line = "set -o pipefail; " + command.replace("$K", f"{sys.executable} -c '{CALL}'")
        return subprocess.run(
            ["bash", "-c", line],
            check=False,
            capture_output=True,
            text=True,
            env=environment,
            timeout=180,
        )

    return run


CALL = "from indexer.cli import main; main()"


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "csv", "ids"])
def test_a_closed_pipe_is_silent(shell: Shell, form: str) -> None:
    done = shell(f"$K search '' -n 1000 --format {form} | true")
    assert done.stderr == ""


def test_a_closed_pipe_is_not_taken_for_nothing_found(shell: Shell) -> None:
    done = shell("$K search '' -n 1000 --format jsonl | true; exit ${PIPESTATUS[0]}")
    assert done.returncode in {0, 141}  # it may have ended before


def test_help_is_that_of_the_command(shell: Shell) -> None:
    assert shell("$K help search").stdout == shell("$K search --help").stdout
    assert shell("$K help").stdout == shell("$K --help").stdout


def test_the_first_line_can_be_taken(shell: Shell) -> None:
    done = shell("$K search navotop --format ids | head -n 1")
    assert (done.stdout, done.stderr) == ("2022/navo\n", "")


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("$K search navotop", 0),
        ("$K search xyzzy EN plugh", 1),
        ("$K search", 2),
        ("$K --index /nowhere/at/all search x", 2),
        ("$K nonsense", 2),
    ],
)
def test_a_status_tells_how_it_went(shell: Shell, command: str, status: int) -> None:
    done = shell(command)
    assert done.returncode == status
    assert "Traceback" not in done.stderr


def test_answers_are_written_and_read_in_utf_8(shell: Shell) -> None:
    done = shell("printf 'Oekraïne\\n' | $K analyse")
    assert json.loads(done.stdout)["exact"] == "oekraine"


@pytest.mark.parametrize(("variable", "coloured"), [("", True), ("NO_COLOR=1 ", False)])
def test_a_terminal_has_colour_unless_it_is_refused(
    environment: dict[str, str], variable: str, coloured: bool
) -> None:
    ours, theirs = pty.openpty()
    line = f"{variable}{sys.executable} -c '{CALL}' search navotop"
    with subprocess.Popen(["bash", "-c", line], stdout=theirs, env=environment) as process:
        os.close(theirs)
        output = b""
        while chunk := _read(ours):
            output += chunk
        assert process.wait(180) == 0
    os.close(ours)
    assert (b"\x1b[1m" in output) is coloured


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # how Linux tells that the other side is closed
        return b""


@pytest.fixture
def served(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Run `knipsel serve`, whatever becomes of the test."""
    command = [sys.executable, "-c", CALL, "serve", "--port", "0"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def test_the_page_is_served_until_it_is_told_to_stop(served: subprocess.Popen[str]) -> None:
    assert served.stderr is not None
    address = re.search(r"http://127\.0\.0\.1:\d+", served.stderr.readline())
    assert address
    with urllib.request.urlopen(f"{address[0]}/api/search?q=navotop", timeout=180) as answer:
        assert json.load(answer)["total"] == 1
    served.send_signal(signal.SIGTERM)
    assert served.wait(180) == 0
    assert "Traceback" not in served.stderr.read()


def test_a_port_in_use_is_told(environment: dict[str, str]) -> None:
    command = [sys.executable, "-c", CALL, "serve", "--host", "192.0.2.1", "--port", "80"]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, env=environment, timeout=180
    )
    assert done.returncode == 2
    assert "192.0.2.1:80 cannot be used" in done.stderr
    assert "Try --port." in done.stderr


def _told(program: str, arguments: list[str], environment: dict[str, str]) -> str:
    """Return what a program that runs a command tells on standard error."""
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env=environment, timeout=180
    )
    return done.stderr


@pytest.mark.parametrize(
    ("arguments", "unneeded"),
    [
        (["search", "navotop"], {"whoosh", "numpy", "flask", "waitress", "charset_normalizer"}),
        (["search", "navotop", "OF", "dijk"], {"flask", "waitress", "numpy"}),
        (["analyse", "koos"], {"tantivy", "whoosh", "flask"}),
        (["--help"], {"tantivy", "whoosh", "flask", "orjson", "marisa_trie"}),
    ],
)
def test_a_command_imports_only_what_it_uses(
    environment: dict[str, str], arguments: list[str], unneeded: set[str]
) -> None:
    told = _told(START, arguments, environment)
    assert unneeded & set(told.split()) == set()


@pytest.mark.usefixtures("native")
def test_a_slip_is_found_without_what_the_kernel_does(environment: dict[str, str]) -> None:
    told = set(_told(START, ["search", "navotop"], environment).split())
    assert not told & {"rapidfuzz", "calendar", "traceback", "gzip"}


@pytest.mark.parametrize(
    ("arguments", "most"),
    [
        (["search", "navotop"], {"expressions": 60, "data": 56, "modules": 177}),
        (["search", '"harde grens"'], {"expressions": 60, "data": 56, "modules": 178}),
        (["--help"], {"expressions": 5, "data": 8, "modules": 60}),
    ],
)
def test_a_command_makes_only_what_it_uses(
    environment: dict[str, str], arguments: list[str], most: dict[str, int]
) -> None:
    """What starts with more starts later: let it be made when it is first used.

    `indexer.later` makes expressions and classes of data so, an import inside a function modules.
    """
    made = json.loads(_told(COUNTED, arguments, environment).splitlines()[-1])
    assert {kind: count for kind, count in made.items() if count > most[kind]} == {}
