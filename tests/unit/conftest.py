"""Queries as the marker reads them, without an archive, and the compiled kernel."""

from __future__ import annotations

import os
from collections.abc import Callable
from types import ModuleType

import pytest

from indexer.analysis.aliases import Aliases
from indexer.analysis.channels import compiled
from indexer.analysis.dutch import Analyzer
from indexer.marking import Chunks, Marker
from indexer.query.nodes import Channel, FieldName
from indexer.query.parser import parse
from indexer.query.wanted import Understanding


class NoVocabulary:
    """An archive without words."""

    def frequency(self, field: FieldName, channel: Channel, text: str) -> int:  # noqa: ARG002
        return 0


@pytest.fixture(scope="session")
def marker(analyzer: Analyzer) -> Callable[..., Marker]:
    """Return a function from a query to its marker."""
    understanding = Understanding(analyzer, Aliases.load(), NoVocabulary())
    chunks = Chunks(analyzer)
    return lambda query, **how: Marker(understanding.of(parse(query).tree), chunks, **how)


@pytest.fixture(scope="session")
def native() -> ModuleType:
    """Return the compiled kernel, which CI has to have."""
    if found := compiled():
        return found
    message = "no compiled kernel: install Rust 1.85 or later, then pip install -e ."
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)
