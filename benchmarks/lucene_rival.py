"""What Knipsel is measured beside: Lucene, by `lucene/Rival.java`, in a Java machine of its own.

Needs a JDK of version 21 or later, and Maven, which fetches Lucene's jars the first time.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent / "lucene"
_POM = _HERE / "pom.xml"
VERSION = re.findall(r"<lucene>(.+)</lucene>", _POM.read_text("utf-8"))[0]
_JARS = Path(__file__).parents[1] / "build" / f"lucene-{VERSION}"
_OLDEST = 21
_PLACES = "/usr/lib/jvm/*/bin/java"  # Debian's


class UnavailableError(Exception):
    """Why Lucene cannot be measured here."""


@dataclass(frozen=True)
class Lucene:
    """A Java machine that has Lucene."""

    java: str

    @classmethod
    @cache
    def found(cls) -> Lucene:
        """Return what this machine has, with the jars fetched; UnavailableError."""
        java = next((path for path in _javas() if _version(path) >= _OLDEST), None)
        if java is None:
            raise UnavailableError(f"no Java {_OLDEST} or later; install one, or set JAVA_HOME")
        if not list(_JARS.glob("lucene-core-*.jar")):
            _fetch()
        return cls(java)

    def index(self, source: str, folder: str) -> dict[str, list[float]]:
        """Return what indexing takes, in the figures of `measurements.index`."""
        return self._run("index", source, folder)

    def search(self, folder: str, queries: Sequence[str], rounds: int) -> dict[str, list[float]]:
        """Return the times of a bare top 10 and of a page, as `measurements` gives them."""
        return self._run("search", folder, json.dumps(queries), str(rounds))

    def _run(self, *arguments: str) -> dict[str, list[float]]:
        program = [self.java, "--add-modules", "jdk.incubator.vector"]
        program += ["--enable-native-access=ALL-UNNAMED", "-cp", str(_JARS / "*")]
        command = [*program, str(_HERE / "Rival.java"), *arguments]
        done = subprocess.run(command, check=True, capture_output=True)
        figures: dict[str, list[float]] = json.loads(done.stdout)
        return figures


def _javas() -> Iterator[str]:
    """Yield the Java machines that there may be."""
    if home := os.environ.get("JAVA_HOME"):
        yield str(Path(home) / "bin" / "java")
    if path := shutil.which("java"):
        yield path
    yield from sorted(map(str, Path("/").glob(_PLACES.lstrip("/"))), reverse=True)


def _version(java: str) -> int:
    try:
        said = subprocess.run([java, "-version"], check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r'version "(\d+)', said.stderr)
    return int(number[1]) if number else 0


def _fetch() -> None:
    """Have Maven put the jars that pom.xml names into build/."""
    maven = shutil.which("mvn")
    if maven is None:
        raise UnavailableError("no Maven to fetch its jars with; install it")
    copy = ["dependency:copy-dependencies", f"-DoutputDirectory={_JARS}"]
    command = [maven, "--quiet", "--batch-mode", "--file", str(_POM), *copy]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise UnavailableError(f"Maven cannot fetch its jars: {done.stdout[-300:]}")
