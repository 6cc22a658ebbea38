"""A panic of Tantivy is an ordinary error to all who use its engine."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import tantivy

from indexer.engines.tantivy import engine as engine_module
from indexer.engines.tantivy.engine import TantivyEngine, TantivyReader
from indexer.engines.tantivy.panics import panics_are_errors
from indexer.engines.tantivy.queries import Translator
from indexer.engines.tantivy.searching import StoredDocuments
from indexer.engines.tantivy.segments import CompiledWriter
from indexer.engines.tantivy.writer import TantivyWriter
from indexer.query.nodes import MatchAll, Phrase
from tests.contract.test_two_writers import article

TOLD = "Tantivy failed: .*more than one term"


def panicking(*_: object) -> tantivy.Query:
    """Do what Tantivy panics over: a phrase of one term."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text")
    return tantivy.Query.phrase_query(builder.build(), "text", ["word"])


@panics_are_errors
class Panicking:
    """Something of Tantivy that panics, at once and halfway."""

    def at_once(self) -> None:
        panicking()

    def halfway(self) -> Iterator[int]:
        yield 1
        panicking()

    def interrupted(self) -> None:
        raise KeyboardInterrupt


def test_a_panic_is_no_exception_by_itself() -> None:
    with pytest.raises(BaseException, match="more than one term") as raised:
        panicking()
    assert not isinstance(raised.value, Exception)


def test_a_panic_becomes_an_error_that_keeps_its_cause() -> None:
    with pytest.raises(RuntimeError, match=TOLD) as raised:
        Panicking().at_once()
    assert type(raised.value.__cause__).__name__ == "PanicException"


def test_a_panic_in_the_middle_of_an_iteration_becomes_an_error() -> None:
    items = Panicking().halfway()
    assert next(items) == 1
    with pytest.raises(RuntimeError, match=TOLD):
        next(items)


def test_an_interruption_stays_one() -> None:
    with pytest.raises(KeyboardInterrupt):
        Panicking().interrupted()


def test_a_search_that_panics_raises_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = TantivyEngine()
    engine.open_writer(tmp_path, fresh=True).commit()
    monkeypatch.setattr(Translator, "_query", panicking)
    monkeypatch.setattr(engine_module, "compiled_searcher", lambda *_: None)
    with pytest.raises(RuntimeError, match=TOLD):
        engine.open_reader(tmp_path).search(MatchAll(), 1)


def test_a_compiled_search_that_panics_raises_an_error_and_prints_nothing(
    tmp_path: Path, native_segments: ModuleType, capfd: pytest.CaptureFixture[str]
) -> None:
    """Tantivy panics over a phrase of one term, which no constructor makes; then it goes on."""
    assert native_segments
    engine = TantivyEngine()
    writer = engine.open_writer(tmp_path, fresh=True)
    writer.add(article("a", "wie weet"))
    writer.commit()
    phrase = Phrase("text", "exact", ("wie", "weet"))
    object.__setattr__(phrase, "terms", ("wie",))
    reader = engine.open_reader(tmp_path)
    for ask in (reader.count, lambda query: reader.search(query, 1)):
        with pytest.raises(RuntimeError, match="more than one term"):
            ask(phrase)
    assert capfd.readouterr() == ("", "")
    assert len(reader.search(MatchAll(), 1)) == 1


@pytest.mark.parametrize("kind", [TantivyEngine, TantivyReader, TantivyWriter, CompiledWriter])
def test_every_public_method_is_guarded(kind: type) -> None:
    public = [method for name, method in vars(kind).items() if not name.startswith("_")]
    functions = [method for method in public if inspect.isfunction(method)]
    assert functions
    assert all(hasattr(method, "__wrapped__") for method in functions)


def test_articles_that_are_read_after_their_reader_answered_panic_no_more_than_it() -> None:
    """They are read a few at a time, by whoever goes through them."""

    class Searcher:
        doc = panicking

    documents = StoredDocuments(Searcher(), None)  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match=TOLD):
        documents.payloads([(0, 0)])
