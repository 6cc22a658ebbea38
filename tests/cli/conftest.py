"""`knipsel` called as users call it, with an index of a few articles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import CliRunner, Result

from indexer.archive import build
from indexer.cli import main
from indexer.config import Settings
from indexer.model import Article

Run: TypeAlias = Callable[..., Result]

NEWS = (
    Article(
        "2022/navo",
        "Veiligheidscrisis op de NAVO-top",
        "Zelenski sprak de leiders toe. De crisis in Oekraïne duurt voort.",
        "2022-03-24",
        "De Courant",
        ("buitenland",),
        "https://example.org/navo",
        ("Jan Jansen",),
    ),
    Article("dijk", "=Dijk +versterkt", "De versterking van de dijk.", "2022-03", "De Courant"),
    Article("crisis nu", "Crisis", "De veiligheid is in een crisis.", "2023", "-Dagblad"),
    Article("kort", "Zonder datum", "Een crisis?\n\nJa."),
)


@pytest.fixture(scope="session")
def news_index(tmp_path_factory: pytest.TempPathFactory, write_articles: Callable) -> Path:  # type: ignore[type-arg]
    """Return the folder of an index that no test changes."""
    folder = tmp_path_factory.mktemp("news")
    build(Settings(folder / "index"), [write_articles(folder / "news.jsonl", *NEWS)])
    return folder / "index"


@pytest.fixture
def knipsel(news_index: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that calls `knipsel` with the index of NEWS."""
    monkeypatch.delenv("KNIPSEL_INDEX", raising=False)
    monkeypatch.delenv("KNIPSEL_ENGINE", raising=False)

    def call(*arguments: str, text: str | None = None, color: bool = False) -> Result:
        command = ["--index", str(news_index), *arguments]
        return CliRunner().invoke(main, command, input=text, color=color)

    return call
