"""The index in a cluster: an alias that names the generation that is searched.

A generation is an index of its own, and its manifest stands in it, as `_meta` of the mapping. A
rebuild fills a new one that nobody sees; the switch of the alias is the commit. An update changes
the one there is, which nobody sees before the refresh. Beside them an index of state keeps who
writes, the words and the files of each generation and what is withheld.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zlib import crc32

import orjson

from indexer.config import Cluster
from indexer.engines.opensearch.client import Client, RefusedError
from indexer.engines.opensearch.engine import OpenSearchEngine
from indexer.engines.opensearch.lease import Lease
from indexer.engines.opensearch.mapping import ABOUT, FILLING, LAYOUT
from indexer.engines.opensearch.point_in_time import wait_for_readers
from indexer.engines.protocol import Engine
from indexer.errors import (
    EngineUnavailableError,
    IndexDamagedError,
    IndexLockedError,
    IndexMissingError,
    IndexStaleError,
    KnipselError,
)
from indexer.files import remove_folder
from indexer.storage.cluster_documents import Documents
from indexer.storage.cluster_files import ClusterFiles
from indexer.storage.cluster_replicas import replicas_made
from indexer.storage.manifest import FORMAT, Manifest, VersionToken, manifest_of, wrong_in

_CLAUSES = "indices.query.bool.max_clause_count"
_MAX_CLAUSES = 8_192  # what a query of a thousand characters may take, eight times the usual limit
_STAMP_SECONDS = 1.0  # that a stamp is taken to hold: every request asks for it
_GRACE_SECONDS = 10  # at most, before a generation goes that requests may still be reading


class ClusterStore:
    """An archive as it stands in a cluster. `fingerprint` is that of the analysis in use."""

    def __init__(self, cluster: Cluster, fingerprint: str) -> None:
        self._cluster = cluster
        self._filling = f"{fingerprint}.{LAYOUT}"
        self._client = Client(cluster)
        self._lease = Lease(self._client, f"/{self._state}/_doc/writer")
        self._documents = Documents(self._client, self._lease, self._state)
        self._files = ClusterFiles(cluster, self._documents)
        self._writing: tuple[str, Path] | None = None
        self._is_marked = False
        # Another archive may have a name that begins so, and none is a path.
        self._ours = re.compile(re.escape(cluster.index) + r"-\d+", re.ASCII)
        self._stamp: tuple[float, VersionToken] = (0.0, (0, 0))

    @property
    def location(self) -> str:
        """The index in the cluster, as messages name it."""
        return str(self._cluster)

    @property
    def rebuild_command(self) -> str:
        """The command that builds the index anew."""
        return f"knipsel index --engine {OpenSearchEngine.name} --rebuild PATH"

    @property
    def _state(self) -> str:
        return f"{self._cluster.index}.state"

    def engine_name(self) -> str:
        """Return the engine of the index."""
        return OpenSearchEngine.name

    def engine(self, _name: str, /) -> Engine:
        """Return what opens readers and writers over generations."""
        return OpenSearchEngine(self._client, {ABOUT: {FILLING: self._filling}}, self._may_send)

    def manifest(self) -> Manifest:
        """Return the manifest. Raises what `IndexStore.manifest` does."""
        name, mapping = self._published()
        about = mapping.get("_meta", {}).get(ABOUT)
        if not self._ours.fullmatch(name) or not isinstance(about, dict) or FILLING in about:
            raise IndexMissingError(
                f"{self._cluster} is not of Knipsel: {name} holds something else. "
                "Choose another name with OPENSEARCH_INDEX."
            )
        if (about.get("format"), about.get("layout")) != (FORMAT, LAYOUT):
            raise IndexStaleError(
                f"{self._cluster} has index format {about.get('format')}.{about.get('layout')}, "
                f"this version writes {FORMAT}.{LAYOUT}. Run: {self.rebuild_command}"
            )
        table = {name: value for name, value in about.items() if name != "layout"}
        made = {"mapping": _checksum(mapping), "engine": OpenSearchEngine.name, "generation": name}
        if wrong := wrong_in(table, **made):
            raise IndexDamagedError(
                f"The {wrong} of {name} was changed since Knipsel made it. "
                f"Run: {self.rebuild_command}"
            )
        return manifest_of(table)

    def stamp(self) -> VersionToken:
        """Return what changes whenever something is published, within a second."""
        read, stamp = self._stamp
        if time.monotonic() - read > _STAMP_SECONDS:
            try:
                name, mapping = self._published()
            except IndexMissingError:
                stamp = (0, 0)
            else:
                about = mapping.get("_meta", {})
                stamp = (crc32(name.encode()), crc32(orjson.dumps(about)))
            self._stamp = (time.monotonic(), stamp)
        return stamp

    def path(self, manifest: Manifest) -> Path:
        """Return the name of the manifest's generation."""
        return Path(manifest.generation)

    def files(self, manifest: Manifest) -> Path:
        """Return the folder on this machine with its files, fetched unless they are there."""
        return self._files.fetched(manifest)

    def files_to_write(self, folder: Path, since: Manifest | None) -> Path:
        """Return a folder on this machine for the files of a generation, with those of `since`."""
        if self.is_half_sent(folder):  # what was sent is seen, and told of
            self._client.ask("POST", f"/{folder.name}/_refresh")
        written = self._files.to_write(since)
        self._writing, self._is_marked = (folder.name, written), False
        return written

    @contextmanager
    def write_lock(self) -> Iterator[None]:
        """Hold the one place of a writer. Raises IndexLockedError if another holds it, anywhere."""
        self._client.check_version()
        self._prepare()
        with self._lease.held():
            yield

    def new_generation(self, since: Manifest | None) -> Path:
        """Return the generation to write to: that of `since`, one left half full, or a new one."""
        if since:
            return self.path(since)
        published = self._named()
        found = self._generations()
        unfinished = [
            name
            for name, about in found.items()
            if name != published and about.get(FILLING) == self._filling
        ]
        for name in found:
            if name not in (published, *unfinished[-1:]):
                self._remove(name)
        if unfinished:
            self._client.ask("POST", f"/{unfinished[-1]}/_refresh")
            return Path(unfinished[-1])
        numbers = [int(name.rpartition("-")[2]) for name in found]
        return Path(f"{self._cluster.index}-{max(numbers, default=0) + 1:06d}")

    def resumes(self, folder: Path, /) -> bool:
        """Say whether a run that was ended left articles in this generation, which nobody sees."""
        return FILLING in self._generations().get(folder.name, {})

    def is_half_sent(self, folder: Path, /) -> bool:
        """Say whether a run sent articles of this generation, and ended before its files."""
        return self._documents.read(_mark(folder.name), "") is not None

    def commit(
        self, folder: Path, since: Manifest | None, engine: str, fingerprint: str, articles: int
    ) -> Manifest:
        """Make a filled generation the one that is searched, and remove the one before.

        Raises IndexLockedError if another process has the lease by now, as after a long copy.
        """
        self._lease.check()
        name = folder.name
        written = self._writing[1] if self._writing else None
        with nullcontext() if since else self._copied(name):
            files = self._files.send(written, name, since) if written else {}
        built = datetime.now(UTC).isoformat(timespec="microseconds")
        files = {name: (self._size(name), 0), **files}
        manifest = Manifest(engine, fingerprint, name, articles, built, files)
        mapping = self._mapping(name)
        about = {**asdict(manifest), "layout": LAYOUT, "mapping": _checksum(mapping)}
        self._lease.check()
        self._client.ask("PUT", f"/{name}/_mapping", {"_meta": {ABOUT: about}})
        if written:
            self._files.committed(written, manifest, since)
            self._documents.remove(_mark(name))
        before = self._named()
        if before != name:
            self._lease.check()
            self._switch(before, name)
        return manifest

    def rollback(self, folder: Path) -> None:
        """Remove a generation that holds nothing; one that was being filled waits to go on."""
        name = folder.name
        if self._writing:
            remove_folder(self._writing[1])
        with suppress(EngineUnavailableError, IndexLockedError):  # it waits there
            self._lease.check()
            if self.resumes(folder) and not self._client.ask("GET", f"/{name}/_count")["count"]:
                self._remove(name)

    def words(self, manifest: Manifest) -> bytes:
        """Return the vocabulary of a generation. Raises IndexDamagedError if it has none."""
        words = self._documents.read(_words(manifest.generation), "words")
        if words is None:
            raise IndexDamagedError(f"The words of {manifest.generation} are missing")
        return words

    def readings(self, manifest: Manifest) -> bytes:
        """Return the readings of a generation, b"" without any."""
        return self._documents.read(_words(manifest.generation), "readings") or b""

    def save_vocabulary(self, folder: Path, words: bytes, readings: bytes) -> None:
        """Keep the vocabulary of a generation, in place of an earlier one."""
        self._documents.write(_words(folder.name), words=words, readings=readings)

    def withheld(self) -> bytes:
        """Return the table of what is withheld in the archive; b"" without one."""
        return self._documents.read("withheld", "withheld") or b""

    def save_withheld(self, _folder: Path, table: bytes, /) -> None:
        """Keep the table of what is withheld, which is one for all generations."""
        self._documents.write("withheld", withheld=table)

    def verify_files(self, manifest: Manifest, most: int | None = None, /) -> Iterator[str]:
        """Yield a line for each file beside the index that is not as it was written.

        The cluster checks its own files; ours are read only where all of them are to be.
        Raises EngineUnavailableError if some of them are away.
        """
        health = self._client.ask("GET", f"/_cluster/health/{manifest.generation}")
        if health["status"] == "red":
            raise EngineUnavailableError(
                f"{health['unassigned_shards']} shards of {self._cluster} are not there. "
                "Start the nodes that hold them."
            )
        return iter(()) if most is not None else self._files.wrong(manifest)

    def _may_send(self) -> None:
        """Check the lease before articles are sent; note it before the first of an update."""
        self._lease.check()
        if self._writing and not self._is_marked:
            self._documents.write(_mark(self._writing[0]))
            self._is_marked = True

    def _prepare(self) -> None:
        """Make the index of state; refuse a name that something else has."""
        try:
            self.manifest()
        except IndexMissingError:
            if self._exists(self._cluster.index):
                raise
        except (IndexStaleError, IndexDamagedError):
            pass  # what a rebuild is for
        with suppress(KnipselError):  # without the right to it, very long queries are refused
            self._client.ask("PUT", "/_cluster/settings", {"persistent": {_CLAUSES: _MAX_CLAUSES}})
        self._documents.prepare()

    def _exists(self, name: str) -> bool:
        return bool(self._client.ask("HEAD", f"/{name}"))

    def _published(self) -> tuple[str, dict[str, Any]]:
        """Return the index that the alias names, and its mapping."""
        try:
            found = self._client.ask("GET", f"/{self._cluster.index}/_mapping")
        except RefusedError as error:
            if not error.is_missing:
                raise
            raise IndexMissingError(
                f"There is no archive in {self._cluster}. "
                f"Make one: knipsel index --engine {OpenSearchEngine.name} PATH"
            ) from None
        if len(found) > 1:
            raise IndexDamagedError(
                f"{self._cluster} is an alias of several indices: {', '.join(sorted(found))}. "
                "Let it name one of them."
            )
        ((name, told),) = found.items()
        return name, told["mappings"]

    def _named(self) -> str | None:
        try:
            return self._published()[0]
        except IndexMissingError:
            return None

    def _generations(self) -> dict[str, dict[str, Any]]:
        """Return what each generation says about itself, in the order in which they were made."""
        found = self._client.ask("GET", f"/{self._cluster.index}-*/_mapping")
        told = {name: each["mappings"].get("_meta", {}).get(ABOUT) for name, each in found.items()}
        return {
            name: about
            for name, about in sorted(told.items())
            if isinstance(about, dict) and self._ours.fullmatch(name)
        }

    def _mapping(self, name: str) -> dict[str, Any]:
        return dict(self._client.ask("GET", f"/{name}/_mapping")[name]["mappings"])

    def _size(self, name: str) -> int:
        told = self._client.ask("GET", f"/{name}/_stats/store")["_all"]["primaries"]
        return int(told["store"]["size_in_bytes"])

    def _copied(self, name: str) -> AbstractContextManager[None]:
        return replicas_made(self._client, name, self._cluster.replicas, self._lease.check)

    def _switch(self, before: str | None, name: str) -> None:
        """Let the alias name this generation instead, in one step; remove the one before."""
        old, new = [{"index": each, "alias": self._cluster.index} for each in (before, name)]
        actions = [{"add": new}, *([{"remove": old}] if before else [])]
        self._client.ask("POST", "/_aliases", {"actions": actions})
        if before:
            wait_for_readers(self._client, before, _GRACE_SECONDS)
            with suppress(IndexLockedError):  # who writes next removes it
                self._remove(before)

    def _remove(self, name: str) -> None:
        self._lease.check()
        self._client.ask("DELETE", f"/{name}")
        self._documents.remove(_words(name))
        self._documents.remove(_mark(name))
        self._documents.remove_pieces(name)


def _words(name: str) -> str:
    return f"words-{name}"


def _mark(name: str) -> str:
    return f"sending-{name}"


def _checksum(mapping: dict[str, Any]) -> int:
    """Return what tells whether the fields are still as they were made."""
    fields = {name: value for name, value in mapping.items() if name != "_meta"}
    return crc32(orjson.dumps(fields, option=orjson.OPT_SORT_KEYS))
