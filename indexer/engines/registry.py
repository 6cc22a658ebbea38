"""Which engines there are: the one place that names them."""

from __future__ import annotations

from importlib import import_module

from indexer.engines.protocol import Engine
from indexer.errors import KnipselError

_CLASSES = {"tantivy": "TantivyEngine", "whoosh": "WhooshEngine"}


NAMES = tuple(_CLASSES)
"""Engines that keep their index in a folder."""


CLUSTER = "opensearch"
"""The engine that keeps it in a cluster."""


def open_engine(name: str) -> Engine:
    """Return the engine of this name; only its own package is imported. KnipselError if unknown."""
    if name not in _CLASSES:
        raise KnipselError(f"There is no engine {name!r}. Choose one of: {', '.join(NAMES)}.")
    engine: Engine = getattr(import_module(f"indexer.engines.{name}.engine"), _CLASSES[name])()
    return engine
