"""An index and its articles: how a process of `knipsel` is started for them, and what it made."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeAlias

import orjson
import pytest

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.model import Article
from indexer.reports import BuildReport
from indexer.storage.folder import FolderStore
from indexer.storage.payload import stored_article

KNIPSEL = [sys.executable, "-c", "from indexer.cli import main; main()"]

_WORDS = """
    dijk water crisis minister kamer stikstof boer haven trein school ziekenhuis onderzoek raad
    gemeente wethouder begroting klimaat windmolen rechter uitspraak staking loon woning huur
    verkiezing partij coalitie debat motie leger grens verdrag top leider oorlog vrede fabriek
""".split()  # noqa: SIM905 - so many would fill a page

Run: TypeAlias = Callable[..., "subprocess.CompletedProcess[str]"]


def cannot(reason: str) -> NoReturn:
    """Skip what this machine cannot do; fail in CI, which has to."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def needs(command: str, package: str) -> str:
    """Return the path of a command of the system, which the Debian package of this name has."""
    return shutil.which(command) or cannot(f"{command} is missing. Run: apt install {package}")


@dataclass(frozen=True)
class Place:
    """An index folder, and the folder of articles that it is made from."""

    index: Path
    articles: Path
    engine: str

    def command(self, *arguments: str) -> list[str]:
        """Return the command line of `knipsel` for this index."""
        return [*KNIPSEL, "--index", str(self.index), *arguments]

    def building(self, *options: str) -> list[str]:
        """Return the command line that indexes all articles."""
        return self.command("index", "--engine", self.engine, *options, str(self.articles))

    def build(self, *, rebuild: bool = False, prune: bool = False) -> BuildReport:
        """Index all articles in this process; return what was done."""
        settings = Settings(self.index, self.engine)
        return build(settings, [self.articles], rebuild=rebuild, prune=prune)

    @property
    def signed(self) -> Path:
        """The file that says who is writing, from the beginning of a build to its end."""
        return self.index / "writer.json"

    def held(self) -> dict[str, Article]:
        """Return every article of the index by its id; fail when one is there twice or wrong."""
        archive = Archive.open(Settings(self.index))
        assert archive.check() == []
        reader = archive._snapshots.current().reader
        ids = [id_ for id_, _ in reader.ids()]
        assert len(set(ids)) == len(ids), "no article is doubled"
        doc_ids = [doc_id for doc_id in map(reader.doc_id, ids) if doc_id]
        assert len(doc_ids) == len(ids)
        found = [stored_article(payload) for payload in reader.load(doc_ids)]
        archive.close()
        return {article.id: article for article in found}

    def generations(self) -> set[str]:
        """Return the names of the generations that lie in the folder."""
        return {path.name for path in self.index.glob("generation-*")}

    def current(self) -> Path:
        """Return the folder of the generation that is the index."""
        generations = FolderStore(self.index)
        return generations.path(generations.manifest())


def article(number: int, chance: random.Random, words: int = 60) -> Article:
    """Return an article of random words with a number for an id."""
    text = " ".join(chance.choices(_WORDS, k=words))
    day = f"2022-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    title = f"{chance.choice(_WORDS)} {number}"
    return Article(f"a{number}", title, f"{text}.", day, source=chance.choice("ABC"))


def write_articles(place: Place, articles: Iterable[Article], name: str = "articles") -> Path:
    """Write articles to a file in the folder that is indexed, one a line; return its path."""
    path = place.articles / f"{name}.jsonl"
    path.write_bytes(b"".join(orjson.dumps(each) + b"\n" for each in articles))
    return path
