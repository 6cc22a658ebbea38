"""Any JSON is read or refused, whatever it looks like a maker's: nothing is raised."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.corpus import read_articles
from indexer.model import Article, ArticleError

_NAMES = """title body date url id author section source headline text content items articles
version @type @graph @id @value $oid $date $numberLong rendered name mainEntity itemListElement
item publisher uri versioncreated pubstatus type bodies headlines role value contenttype by
hostname source-hostname publishing_date plaintext html source_info date_gmt excerpt link
categories _embedded wp:term status post_title post_content post_status columns data rows 0
1 blocks children paragraphs verhaal"""
NAMES = _NAMES.split()
TEXTS = st.sampled_from(
    [
        "",
        "Kop",
        "De gemeenteraad stemde woensdag na lang overleg in met de bouw van een dijk.",
        "<p>Een.</p><p>Twee.</p>",
        "['Een.', 'Twee.']",
        '[{"text": "Een."}]',
        "https://bode.example/1",
        "urn:bode:1",
        "2022-03-24",
        "NewsArticle",
        "Person",
        "https://jsonfeed.org/version/1",
        '[caption id="1"]Foto[/caption]',
    ]
)
VALUES = st.recursive(
    st.one_of(TEXTS, TEXTS, st.none(), st.booleans(), st.integers(), st.floats()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(NAMES), inner, max_size=6)
    ),
    max_leaves=25,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(VALUES, min_size=1, max_size=3), form=st.sampled_from([".json", ".jsonl"]))
def test_any_json_is_articles_and_errors(tmp_path: Path, values: list[object], form: str) -> None:
    path = tmp_path / f"a{form}"
    lines = [json.dumps(value) for value in values]
    path.write_text("\n".join(lines) if form == ".jsonl" else lines[0], "utf-8")
    for found in read_articles(path):
        assert isinstance(found, Article | ArticleError)
        if isinstance(found, Article):
            assert found.id
            assert found.title
            assert found.body == found.body.strip()
            assert not (found.url or "").startswith("urn:")
