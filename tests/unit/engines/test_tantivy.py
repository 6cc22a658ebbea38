"""What holds for Tantivy alone: the limits of its aggregations."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.engines import tantivy
from indexer.engines.protocol import IndexDocument
from indexer.model import Span
from indexer.query.nodes import Everything


@pytest.mark.parametrize("most", [1, 2, 3, 7, 100])
def test_spans_are_all_counted_however_few_one_answer_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(tantivy, "_MOST_BUCKETS", most)
    engine = tantivy.TantivyEngine()
    writer = engine.open_writer(tmp_path / "index", fresh=True)
    spans = [Span.parse(f"20{year}-0{month}") for year in (18, 19) for month in range(1, 5)]
    for number, span in enumerate([*spans, *spans]):
        writer.add(_article(str(number), span))
    writer.commit()
    assert engine.open_reader(tmp_path / "index").spans(Everything()) == dict.fromkeys(spans, 2)


def _article(id_: str, span: Span) -> IndexDocument:
    return IndexDocument(
        id=id_, version="1", origin="", exact="wie", stem="", part="", title_exact="",
        title_stem="", title_part="", first=span.first, last=span.last, year="", month="",
        source="", section="", payload=b"",
    )  # fmt: skip
