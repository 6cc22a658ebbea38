"""Builds that are killed at random moments, again and again, with articles that come and go.

A model holds what the index should have. After each kill it holds what it held before or what the
build was to make of it, whole; and the same build, run again, makes that of it.
"""

from __future__ import annotations

import random
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace

import orjson
import pytest

from indexer.model import Article
from tests.trust.places import Place, article

KILLS, KILLS_SOAKING = 5, 100
MOST_FILES = 6


@dataclass
class Model:
    """The files of articles, and what an index of them holds."""

    place: Place
    chance: random.Random
    files: dict[str, dict[str, Article]] = field(default_factory=dict)
    held: dict[str, Article] = field(default_factory=dict)
    made: int = 0

    def change_files(self) -> None:
        """Add, change and remove articles and files."""
        for name in [*self.files]:
            if self.chance.random() < 0.2:
                del self.files[name]
                (self.place.articles / name).unlink()
            elif self.chance.random() < 0.5:
                self._write(name, self._changed(self.files[name]))
        while len(self.files) < MOST_FILES:
            self.made += 100
            numbers = range(self.made, self.made + self.chance.randrange(5, 100))
            new = [article(number, self.chance) for number in numbers]
            self._write(f"{self.made}.jsonl", {each.id: each for each in new})

    def after(self, *options: str) -> dict[str, Article]:
        """Return what the index holds after a build of all files."""
        read = {id_: each for file in self.files.values() for id_, each in file.items()}
        return read if {"--rebuild", "--prune"} & {*options} else {**self.held, **read}

    def _changed(self, articles: dict[str, Article]) -> dict[str, Article]:
        kept = {id_: each for id_, each in articles.items() if self.chance.random() < 0.9}
        for id_ in self.chance.sample([*kept], len(kept) // 5):
            kept[id_] = replace(kept[id_], body=f"Anders nu, {self.chance.random()}.")
        return kept or articles

    def _write(self, name: str, articles: dict[str, Article]) -> None:
        self.files[name] = articles
        lines = b"".join(orjson.dumps(each) + b"\n" for each in articles.values())
        (self.place.articles / name).write_bytes(lines)


@pytest.mark.soak
def test_a_kill_at_any_moment_loses_and_doubles_nothing(
    place: Place, seed: random.Random, soaking: bool
) -> None:
    model = Model(place, seed)
    took, killed = 1.0, 0
    for number in range(KILLS_SOAKING):
        if killed and number >= KILLS and not soaking:
            break
        model.change_files()
        options = seed.choice([(), (), ("--rebuild",), ("--prune",)]) if number else ()
        command, after = place.building(*options), model.after(*options)
        killed += _took(command, place, kill_after=seed.uniform(0, took)) is None
        if model.held or (place.index / "manifest.json").exists():
            assert place.held() in (model.held, after), "it holds the old or the new, and all of it"
        took = _took(command, place) or took
        model.held = after
        assert place.held() == after, "the same build, run again, is complete"
        assert place.generations() == {place.current().name}, "what the killed one left is gone"
    print(f"{killed} builds killed with {place.engine}")
    assert killed


def _took(command: list[str], place: Place, kill_after: float = 300) -> float | None:
    """Run a build; return how long it wrote, or None when it was killed so long after it began."""
    place.signed.unlink(missing_ok=True)  # of a build that was killed before
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while not place.signed.exists() and process.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.005)
        began = time.perf_counter()
        try:
            assert process.wait(kill_after) == 0
        except subprocess.TimeoutExpired:
            process.kill()
            return None
        return time.perf_counter() - began
