"""Any JSON is read or refused, whatever it looks like a maker's: nothing is raised."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.corpus import read_articles
from indexer.corpus.makers.recognise import MAKERS
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


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
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


SIGNS = sorted({tuple(sorted(sign)) for row in MAKERS for sign in row.signs})
NAMES_OF_MAKERS = sorted({name for sign in SIGNS for name in sign})
_OTHERS = """credits by headlines basic taxonomy sections fields provider items status name html
data posts users tags posts_authors posts_tags post_id author_id id"""
OTHERS = _OTHERS.split()
OF_MAKERS = st.recursive(
    st.one_of(TEXTS, st.none(), st.booleans(), st.integers()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from([*OTHERS, *NAMES_OF_MAKERS]), inner, max_size=5),
    ),
    max_leaves=12,
)


@settings(
    max_examples=400,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    sign=st.sampled_from(SIGNS),
    others=st.dictionaries(st.sampled_from(OTHERS), OF_MAKERS, max_size=6),
    written=st.sampled_from([str, str.title, lambda name: f"{name[:2]}_{name[2:]}"]),
    data=st.data(),
)
def test_a_record_of_a_maker_may_hold_anything(
    tmp_path: Path,
    sign: tuple[str, ...],
    others: dict[str, object],
    written: Callable[[str], str],
    data: st.DataObject,
) -> None:
    """Neither values of other kinds nor other spellings of its names raise anything."""
    record = {**others, **{written(name): data.draw(OF_MAKERS) for name in sign}}
    path = tmp_path / "a.json"
    path.write_text(json.dumps(record), "utf-8")
    assert all(isinstance(found, Article | ArticleError) for found in read_articles(path))


IDS = st.one_of(st.text(max_size=2), st.integers(0, 3), st.lists(st.integers(), max_size=1))
THINGS = st.lists(
    st.one_of(
        st.none(),
        st.fixed_dictionaries({"id": IDS, "name": TEXTS, "title": TEXTS, "html": TEXTS}),
        st.fixed_dictionaries({"post_id": IDS, "author_id": IDS}),
    ),
    max_size=4,
)


@settings(
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.fixed_dictionaries(dict.fromkeys(("posts", "users", "posts_authors"), THINGS)))
def test_an_export_of_ghost_may_hold_anything(tmp_path: Path, data: dict[str, object]) -> None:
    """Its parts are joined by ids, which may be of any kind."""
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"db": [{"data": data}]}), "utf-8")
    assert all(isinstance(found, Article | ArticleError) for found in read_articles(path))
