"""Where a query hits a text, to the letter: hits stand in [brackets]."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.analyzer import Analyzer
from indexer.highlight.chunks import ChunkCache
from indexer.highlight.matcher import HitFinder

FinderOf = Callable[..., HitFinder]

QUERIES = (
    *("crisis", "navotop", "de", "veiligheidscrisis", "VN", '"rode lijn"', '"rode lijn"~4'),
    *("oek*", "?ek", "wapns~", "=kiezen koos", "crisis OF navo", "Zelensky crisis", '"de" de'),
)
PIECES = (
    *("veiligheids", "crisis", "NAVO", "-", "top", "Zelenski", "koos", "de", "rode", "lijn"),
    *("Verenigde", "Naties", "VN", "Oekraïne", "wapens", "é", "e\u0308", "\u00ad", "ĳ", "’s"),
    *(" ", "  ", "\n", "-\n", "\u2003", "\x1c", ".", ",", "(", ")", "“", "😀", "שלום", "\u200f"),
)
texts = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=30).map("".join))


def marked(text: str, finder: HitFinder) -> str:
    pieces, place = [], 0
    for start, end in finder.marks(text):
        pieces += [text[place:start], "[", text[start:end], "]"]
        place = end
    return "".join((*pieces, text[place:]))


@pytest.mark.parametrize(
    ("query", "expected", "why"),
    [
        ("crisis", "De [crisis], een [Crisis]. [CRISISSEN]!", "forms of a word, in any case"),
        ("crisis", "De veiligheids[crisis]", "a part inside a compound"),
        ("veiligheid", "De [veiligheids]crisis", "the first part, with its s"),
        ("veiligheid crisis", "De [veiligheidscrisis]", "parts that touch are one mark"),
        ("top", "de NAVO-[top]", "a part after a hyphen"),
        ("navo", "de [NAVO]-top", "a part before it, without the hyphen"),
        ("navo top", "de [NAVO]-[top]", "both, the hyphen between"),
        ("navotop", "de [NAVO-top], [Navo-top]: [top] van de [NAVO]", "a compound and its parts"),
        ("NAVO-top", "de [navotop]", "written together"),
        ("veiligheidscrisis", "een [crisis] in de [veiligheid]", "a compound's parts apart"),
        ("crisis", "«[crisis]» ('[crisis]') …[crisis]… “[crisis]”.", "punctuation stays outside"),
        ("crisis", "anti/[crisis]/maatregelen", "signs within a chunk stay outside"),
        ("kiezen", "Hij [koos], is [gekozen], [kiest]; de kiezer", "irregular forms"),
        ("koos", "[kiezen]", "and back"),
        ("Zelensky", "[Zelenski], [Zelenskyy’s] land, [Zelensky]", "spellings of a name"),
        ("oekraine", "[Oekraïne], [Oekrai\u0308ne]", "composed and decomposed accents"),
        ("foto", "[foto's], [foto’s]", "apostrophes"),
        ("brugge", "[Brugge]", "what is spelt so, whatever else it may be a form of"),
        ("crisis", "veiligheids\u00ad[crisis]", "a soft hyphen"),
        ("veiligheid", "[veiligheids]\u00adcrisis", "is in neither part"),
        ("crisis", "veiligheids-\n[crisis]", "a word broken at the end of a line"),
        ("=veiligheidscrisis", "[veiligheids-\ncrisis]", "is one word"),
        ("VN", "de [VN], de [Verenigde Naties]; een VNG", "an initialism's full name, as a whole"),
        ("VN", "verenigde landen, naties [verenigde\n naties]", "over any white space"),
        ("Verenigde Naties", "de [VN] en de [Verenigde] [Naties]", "a name's initialism"),
        ("openbaar ministerie", "het OM", "om is no initialism in the index"),
        ('"rode lijn"', "Een [rode lijn]; rode draad, lijn", "a phrase only as a whole"),
        ('"rode lijn"', "[rode, lijn] rode dikke lijn", "its words next to each other"),
        ('"rode lijn"', "rodelijn rode lijnen", "in just these forms"),
        ('"rode lijn"~3', "[rode] dikke [lijn]", "with slop each word by itself"),
        ('"de rode lijn"~3', "de [rode] [lijn]", "but for stop words"),
        ("oekra*", "[Oekraïne] [Oekraïense] kraai", "a prefix"),
        ("oek*e", "[Oekraïne] Oekraïens", "a pattern"),
        ("zelensk?", "[Zelensky] [Zelenski] Zelenskyy", "one letter"),
        ("crisis*", "veiligheidscrisis [crisistijd]", "patterns hit whole words"),
        ("wapns~", "[wapens] wapen [wapns]", "one letter off"),
        ("wapns~2", "[wapens] [wapen] appels", "two letters off"),
        ("ab~", "a [ab] abc", "too short to be almost anything"),
        ("=kiezen", "[kiezen] kiest koos", "an exact word"),
        ("de", "[De] man, [de] haven", "a stop word alone"),
        ("de crisis", "de [crisis]", "a stop word beside another is not asked for"),
        ("zon", "zo'n [zon]", "zo'n is no sun"),
        ("titel:crisis", "[crisis]", "a field's words are marked anywhere"),
        ("crisis -oorlog", "[crisis] oorlog", "what is excluded is not marked"),
        ("crisis OF oorlog", "[crisis] [oorlog]", "either"),
        ('lijn "rode lijn"', "[rode lijn], [lijn]", "the longest of hits that overlap"),
        ("16.30 uur", "om [16.30] [uur]", "a time"),
        ("H&M", "[H&M] en H & M", "a name with a sign"),
        ("bron:nrc", "nrc", "a filter marks nothing"),
        ("", "niets", "no query marks nothing"),
        ("crisis", "", "nothing to mark"),
        ("crisis", "סוף [crisis] עולם", "between words that run the other way"),
    ],
)
def test_a_query_marks(finder: FinderOf, query: str, expected: str, why: str) -> None:
    text = expected.replace("[", "").replace("]", "")
    assert marked(text, finder(query)) == expected, why


def test_hits_tell_which_term_of_the_query_they_are(finder: FinderOf) -> None:
    hits = finder("crisis navo oek*").hits("NAVO-crisis in Oekraïne")
    assert [hit[:3] for hit in hits] == [(0, 4, 1), (5, 11, 0), (15, 23, 2)]


def test_hits_tell_how_much_of_their_term_they_are(finder: FinderOf) -> None:
    hits = finder("dijkversterking").hits("Dijkversterking: een versterking van de rivierdijk.")
    assert [hit.weight for hit in hits] == [1.0, 0.5, 0.5]
    assert len({hit.part for hit in hits}) == len(hits)


def test_a_part_is_the_first_term_s_that_has_it(finder: FinderOf) -> None:
    assert [hit.term for hit in finder("crisis veiligheidscrisis").hits("crisis")] == [0]


@pytest.mark.parametrize(
    ("query", "expected", "why"),
    [
        ("winst", "De [winnaar] [won]", "words of one family"),
        ("winst", "Een beker[winnaar] met [winst]", "inside a compound too"),
        ("=winst", "De winnaar won", "not where the word is exact only"),
    ],
)
def test_relatives_are_marked_where_asked_for(
    finder: FinderOf, query: str, expected: str, why: str
) -> None:
    text = expected.replace("[", "").replace("]", "")
    assert marked(text, finder(query, family=True)) == expected, why
    assert "winnaar" in marked(text, finder(query))


@given(query=st.sampled_from(QUERIES), text=texts)
def test_hits_are_inside_the_text_in_order_and_apart(
    finder: FinderOf, query: str, text: str
) -> None:
    hits = finder(query).hits(text)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert all(left.end <= right.start for left, right in pairwise(hits))


@given(query=st.sampled_from(QUERIES), text=texts)
def test_marks_are_apart_and_cover_the_hits(finder: FinderOf, query: str, text: str) -> None:
    hits = finder(query).hits(text)
    marks = finder(query).marks(text)
    assert all(left[1] < right[0] for left, right in pairwise(marks))
    covered = {place for start, end in marks for place in range(start, end)}
    assert covered == {place for hit in hits for place in range(hit.start, hit.end)}


@given(query=st.sampled_from(QUERIES), text=texts)
def test_a_mark_begins_and_ends_with_something_that_is_read(
    finder: FinderOf, query: str, text: str
) -> None:
    for start, end in finder(query).marks(text):
        assert not text[start].isspace()
        assert not text[end - 1].isspace()


@given(query=st.sampled_from(QUERIES), others=st.lists(texts, max_size=3), text=texts)
def test_what_is_remembered_gives_the_same_marks(
    analyzer: Analyzer, finder: FinderOf, query: str, others: list[str], text: str
) -> None:
    fresh, used = ChunkCache(analyzer), ChunkCache(analyzer)
    early = marker_with(finder(query), used)
    for other in others:
        marker_with(finder("iets anders"), used).marks(other)
        early.marks(other)
    marker_with(finder("iets anders"), used).marks(text)
    expected = marker_with(finder(query), fresh).marks(text)
    assert early.marks(text) == expected
    assert marker_with(finder(query), used).marks(text) == expected


def marker_with(other: HitFinder, chunks: ChunkCache) -> HitFinder:
    """Return a marker of the same query that remembers with `chunks`."""
    made = copy(other)
    made._tokens, made._known = chunks.tokens, chunks.known()
    made._hit, made._seen, made._memo = set(), 0, {}
    return made


def test_many_chunks_do_not_outgrow_the_memory(
    analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.highlight.chunks._MAX_CHUNKS", 3)
    chunks = ChunkCache(analyzer)
    chunks.known().learn(["koos", "de"])
    assert set(chunks.known().words) == {"koos", "de"}
    chunks.known().learn(["de", "crisis"])
    assert not chunks.known().words
