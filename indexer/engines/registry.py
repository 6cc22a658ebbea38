"""Which engines there are: the one place that names them.

It imports none of them: the command line reads it at every start.
"""

from __future__ import annotations

from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Any

from indexer.errors import KnipselError
from indexer.later import dataclass

if TYPE_CHECKING:
    from indexer.engines.protocol import Engine


class Location(Enum):
    """Where an engine keeps its index."""

    FOLDER = "folder"
    CLUSTER = "cluster"


@dataclass(frozen=True, slots=True)
class EngineEntry:
    """An engine by its name: where its index lives, and how to import it.

    `requires` is what `pip install` needs to be given for the engine's own package.
    """

    name: str
    location: Location
    module: str
    class_name: str
    requires: str = "knipsel"

    def load(self) -> Any:
        """Return the engine's class. Raises KnipselError if its package is not installed."""
        try:
            return getattr(import_module(self.module), self.class_name)
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("indexer"):
                raise
            raise KnipselError(
                f"The engine {self.name} needs {error.name}, which is not installed. "
                f"Run: pip install '{self.requires}'"
            ) from error


ENGINES = {
    entry.name: entry
    for entry in (
        EngineEntry("tantivy", Location.FOLDER, "indexer.engines.tantivy.engine", "TantivyEngine"),
        EngineEntry("whoosh", Location.FOLDER, "indexer.engines.whoosh.engine", "WhooshEngine"),
        EngineEntry(
            "opensearch",
            Location.CLUSTER,
            "indexer.engines.opensearch.engine",
            "OpenSearchEngine",
            "knipsel[opensearch]",
        ),
    )
}
DEFAULT_ENGINE = "tantivy"


def names(location: Location | None = None) -> tuple[str, ...]:
    """Return the names of all engines, or of those that keep their index in such a place."""
    return tuple(
        name for name, entry in ENGINES.items() if location is None or entry.location is location
    )


def entry_of(name: str | None) -> EngineEntry:
    """Return the entry of an engine, of the default without a name.

    Raises KnipselError if there is no such engine.
    """
    entry = ENGINES.get(DEFAULT_ENGINE if name is None else name)
    if entry is None:
        raise KnipselError(f"There is no engine {name!r}. Choose one of: {', '.join(ENGINES)}.")
    return entry


def in_cluster(name: str | None) -> bool:
    """Return whether an engine keeps its index in a cluster. Raises KnipselError if unknown."""
    return entry_of(name).location is Location.CLUSTER


def open_engine(name: str) -> Engine:
    """Return an engine that keeps its index in a folder; only its own package is imported.

    Raises KnipselError if the engine is unknown, lives in a cluster or is not installed.
    """
    if in_cluster(name):
        raise KnipselError(
            f"The engine {name} keeps its index in a cluster, not in a folder. "
            f"Choose one of: {', '.join(names(Location.FOLDER))}."
        )
    engine: Engine = entry_of(name).load()()
    return engine
