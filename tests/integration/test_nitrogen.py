"""The page of the manual on nitrogen: each of its commands runs and answers, in its order."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.archive import build
from indexer.cli import main
from indexer.config import Settings
from indexer.model import Article
from tests.paths import ROOT

COMMAND = re.compile(r"^    (knipsel .+)$", re.MULTILINE)
COMMANDS = COMMAND.findall((ROOT / "docs/nitrogen.md").read_text("utf-8"))

_AFTER = (
    "De aanpak van stikstof deugt niet, zei de Raad van State.",
    "Minister Carola Schouten wil minder uitstoot van stikstof. Schouten praat met boeren.",
    "Door de stikstofcrisis liggen projecten stil: stikstof en nog eens stikstof.",
)


def _archive() -> list[Article]:
    """Return a paper that writes of it after the day, and one that hardly does."""
    before = "Stikstof is een meststof. " + "Boeren mesten het land in het voorjaar. " * 20
    made = [Article("voor", "Meststof", before, "2019-05-03", "telegraaf.nl")]
    for number, text in enumerate(_AFTER * 3):
        day = f"2019-{6 + number % 4:02}-{10 + number:02}"
        made.append(Article(f"na{number}", f"Uitspraak {number}", text, day, "nos.nl"))
        rest = Article(f"weer{number}", f"Weer {number}", "Zon en regen.", day, "telegraaf.nl")
        made.append(rest)
    return made


@pytest.fixture
def answers(
    tmp_path: Path, write_articles: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> dict[str, Result]:
    """Return what each command of the page answers, run one after another in one folder."""
    path = write_articles(tmp_path / "news.jsonl", *_archive())
    build(Settings(index=tmp_path / "index"), [path])
    monkeypatch.chdir(tmp_path)
    return {each: CliRunner().invoke(main, shlex.split(each)[1:]) for each in COMMANDS}


def test_every_command_of_the_page_answers(answers: dict[str, Result], tmp_path: Path) -> None:
    assert len(answers) > 12
    for command, result in answers.items():
        assert result.exit_code == 0, (command, result.output)
        assert result.output.strip(), command
    made = {path.name for path in tmp_path.iterdir()}
    assert {"stikstof.json", "stikstof.zip", "stikstof.xlsx"} <= made
    assert json.loads((tmp_path / "stikstof.json").read_text())["count"] == 9


def test_what_the_page_says_of_its_figures_holds(answers: dict[str, Result]) -> None:
    """One article before the day and nine after; a word is not counted inside another."""
    assert "stikstof: 1 artikel" in answers[COMMANDS[0]].output
    assert "stikstof: 9 artikelen" in answers[COMMANDS[1]].output
    by_source = answers["knipsel count stikstof --by source"].output
    assert re.search(r"nos\.nl +9 +12 +\S+ +100% ", by_source)
    assert re.search(r"telegraaf\.nl +1 +1 +\S+ +10% ", by_source)
    assert "3 treffers in 3 artikelen" in answers["knipsel kwic stikstofcrisis"].output
    names = answers["knipsel names stikstof --since 2019-05-29 --type person"].output
    assert "Schouten" in names
