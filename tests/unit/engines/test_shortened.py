"""Payloads of long articles, shortened: by Python as by the compiled segments."""

from __future__ import annotations

import random
from pathlib import Path

import orjson
import pytest

from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.engines.long_articles import shortened
from indexer.model import Article
from indexer.scan import Scan, ScanPage
from indexer.search.snapshot import Snapshot
from indexer.storage.payload import is_shortened, stored_article, stored_content

LEAD = b"dijk\tbreekt\n"
TEXT = "De “dijk” bij Zwölle\n\nbrak \\ door: 𝄞 €3,\t\x01\x1f — klaar. "


def payload(article: Article) -> bytes:
    return LEAD + stored_content(article)


def test_one_without_long_texts_is_left_as_it_is() -> None:
    whole = payload(Article("a", "Dijk", TEXT, author=("Jan", "Piet")))
    assert shortened(whole, None) is whole
    assert shortened(whole, len(TEXT)) is whole
    assert not is_shortened(whole)


def test_each_text_is_cut_after_so_many_characters_and_that_is_told() -> None:
    whole = payload(Article("a", "Dijk" * 99, TEXT * 99, date="2022-03-01", author=("Jan", TEXT)))
    short = shortened(whole, 40)
    assert is_shortened(short)
    found = stored_article(short)
    assert found == Article(
        "a", ("Dijk" * 99)[:40], (TEXT * 99)[:40], date="2022-03-01", author=("Jan", TEXT[:40])
    )
    assert short.startswith(LEAD)


def test_pages_of_paper_stay_with_a_text_that_is_whole_unless_they_are_long() -> None:
    scan = Scan((ScanPage(1, None, 9, 9),), body_boxes=bytes(18))
    scanned = payload(Article("a", "Dijk", TEXT, scan=scan))
    longest = len(TEXT) + 1
    assert shortened(scanned, longest) is scanned
    assert not is_shortened(scanned)
    many = Scan((ScanPage(1, None, 9, 9),), body_boxes=bytes(16 * longest))
    short = shortened(payload(Article("a", "Dijk", TEXT, scan=many)), longest)
    assert stored_article(short) == Article("a", "Dijk", TEXT)
    assert is_shortened(short)
    cut = shortened(payload(Article("a", "Dijk", TEXT * 2, scan=scan)), longest)
    assert stored_article(cut).scan is None


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_what_engines_load_is_what_python_makes(engine: str, tmp_path: Path) -> None:
    rng = random.Random(17)
    signs = [*TEXT, '"', "\\", "\n", "😀", "é", "\u2028"]
    articles = [
        Article(
            f"a{number}",
            "".join(rng.choices(signs, k=rng.choice((3, 99, 300)))),
            "".join(rng.choices(signs, k=rng.choice((9, 90, 3_000)))) + "dijk",
            author=(TEXT * rng.randrange(9), "Jan"),
        )
        for number in range(60)
    ]
    lines = b"\n".join(
        orjson.dumps({"id": a.id, "title": a.title, "body": a.body, "author": list(a.author)})
        for a in articles
    )
    (tmp_path / "articles.jsonl").write_bytes(lines)
    settings = Settings(tmp_path / "index", engine)
    build(settings, [tmp_path / "articles.jsonl"])
    with Archive.open(settings) as archive, archive._asked() as snapshot:
        assert isinstance(snapshot, Snapshot)
        reader = snapshot.reader
        numbers = [snapshot.doc_id(each.id) for each in articles]
        whole = reader.load(numbers)
        for longest in (0, 1, 40, 100, 500, 5_000):
            short = list(reader.payloads(numbers, longest))
            assert short == [shortened(each, longest) for each in whole]
            assert any(map(is_shortened, short)) is (longest < 5_000)
        assert reader.load(numbers) == whole
