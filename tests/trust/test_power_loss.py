"""What is on disk when: every call of a build on the file system is followed by strace.

Without power, what was written may be gone that was not synced, and a name may be gone or old whose
folder was not. So when the manifest's rename commits a generation, all it names has to be synced.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import pytest

from indexer.engines.registry import Location, names
from indexer.model import Article
from tests.paths import WITHOUT_SEGMENTS
from tests.trust.places import Place, Run, article, needs

CALLS = (
    "openat,write,pwrite64,writev,ftruncate,sendfile,fsync,fdatasync,"
    "rename,renameat,renameat2,link,linkat,mkdir,mkdirat"
)
_LINE = re.compile(r"(?P<thread>\d+) +(?P<rest>.*)")
_CALL = re.compile(r"(?P<name>\w+)\((?P<arguments>.*)\) += (?P<result>-?\d+)")
_OPENED = re.compile(r"\d+<(?P<path>[^>]*)>")
_NAMED = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass
class Disk:
    """What would be lost without power: contents and names that are not synced."""

    here: Path
    contents: set[Path] = field(default_factory=set)
    names: set[Path] = field(default_factory=set)

    def take(self, call: str, arguments: str) -> None:
        """Follow one call that succeeded."""
        named = [self.here / path for path in _NAMED.findall(arguments)]
        opened = [Path(path) for path in _OPENED.findall(arguments)]
        if call in ("fsync", "fdatasync"):
            self.contents.discard(opened[0])
            self.names.discard(opened[0])
        elif call.startswith(("rename", "link")):
            old, new = named
            self.names |= {new.parent}
            if old in self.contents:
                self.contents |= {new}
            else:
                self.contents -= {new}
        elif call.startswith("mkdir") or "O_CREAT" in arguments:
            self.names |= {named[0].parent}
        elif call != "openat" and opened[0].is_absolute():  # else a pipe
            self.contents |= {opened[0]}


def calls(trace: Path) -> Iterator[tuple[str, str]]:
    """Yield name and arguments of every call that succeeded, in the order in which they ended."""
    begun: dict[str, str] = {}
    for line in trace.read_text().splitlines():
        match = _LINE.fullmatch(line)
        assert match, line
        thread, rest = match["thread"], match["rest"]
        if rest.endswith("<unfinished ...>"):
            begun[thread] = rest.removesuffix("<unfinished ...>")
            continue
        if rest.startswith("<... "):
            rest = begun.pop(thread) + re.sub(r"<\.\.\. \w+ resumed>", "", rest)
        if (call := _CALL.match(rest)) and int(call["result"]) >= 0:
            yield call["name"], call["arguments"]


@pytest.fixture
def traced(place: Place, run: Run, tmp_path: Path) -> Callable[..., Disk]:
    """Return a function that builds under strace, and tries each commit it sees."""
    strace = needs("strace", "strace")
    disk = Disk(Path.cwd())

    def build(*options: str) -> Disk:
        trace = tmp_path / "trace"
        command = [strace, "-f", "-y", "-s", "4096", "-e", f"trace={CALLS}", "-o", str(trace)]
        run([*command, *place.building(*options)])
        manifest, commits = place.index / "manifest.json", 0
        for call, arguments in calls(trace):
            if call.startswith("rename") and str(manifest) in arguments:
                commits += 1
                _try_commit(disk, place)
            disk.take(call, arguments)
        assert commits == 1
        return disk

    return build


def _try_commit(disk: Disk, place: Place) -> None:
    """Fail when losing power now would lose something of the generation that is committed."""
    manifest = orjson.loads((place.index / "manifest.json").read_bytes())
    files = {place.index / manifest["generation"] / name for name in manifest["files"]}
    assert disk.contents & files == set(), "every file is synced before the manifest names it"
    unfinished = [path for path in disk.contents if path.name.startswith(".manifest")]
    assert not unfinished, "and so is the manifest"
    folders = {place.index / manifest["generation"], place.index, place.index.parent}
    assert disk.names & folders == set(), "their names are on disk too"


@pytest.mark.parametrize("engine", [*names(Location.FOLDER), WITHOUT_SEGMENTS], indirect=True)
def test_all_that_a_manifest_names_is_on_disk_before_it(
    place: Place, traced: Callable[..., Disk]
) -> None:
    """For a first build, and for an update that links files and copies small ones."""
    write(place, range(300))
    first = traced()
    assert place.index not in first.names, "at the end the rename is on disk too"
    write(place, range(290, 310))
    update = traced()
    assert place.index not in update.names
    links = [path for path in place.current().iterdir() if path.stat().st_nlink == 1]
    assert links, "something was written anew"


def test_a_write_that_is_not_synced_is_seen(tmp_path: Path) -> None:
    """The model of the disk has to see what it is there to see."""
    disk = Disk(tmp_path)
    disk.take("openat", f'AT_FDCWD</>, "{tmp_path}/i/a", O_WRONLY|O_CREAT, 0666')
    disk.take("write", f'3<{tmp_path}/i/a>, "x", 1')
    assert (disk.contents, disk.names) == ({tmp_path / "i/a"}, {tmp_path / "i"})
    disk.take("rename", '"i/a", "i/b"')
    assert tmp_path / "i/b" in disk.contents
    disk.take("fsync", f"3<{tmp_path}/i/b>")
    disk.take("fsync", f"4<{tmp_path}/i>")
    assert tmp_path / "i/b" not in disk.contents
    assert disk.names == set()


def write(place: Place, numbers: range) -> list[Article]:
    """Write articles to a file of their own."""
    chance = random.Random(numbers.start)
    made = [article(number, chance, 400) for number in numbers]
    path = place.articles / f"from-{numbers.start}.jsonl"
    path.write_bytes(b"".join(orjson.dumps(each) + b"\n" for each in made))
    return made
