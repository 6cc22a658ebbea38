"""Articles that are analysed ahead have what they have when they are analysed one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis.analyzer import Analyzer
from indexer.analysis.kernel import PARAGRAPH, SENTENCE, PythonTermMapper, TakenTypes
from indexer.analysis.term_cache import TermRow
from indexer.indexing.ahead import MAX_AHEAD, Analysis, AnalysisAhead, AnalysisOnDemand
from indexer.indexing.document import LIMITS, Analysed
from indexer.indexing.incoming import MAX_LETTERS, PREFETCH, article_batches
from indexer.indexing.origins import Origin
from indexer.model import Article
from indexer.names.finding import CompiledGathering
from indexer.near_duplicates.rule import RULE

if TYPE_CHECKING:
    from indexer._kernel import ReadAhead

WORDS = (
    "de",
    "koos",
    "Zelensky’s",
    "n.a.",
    "²",
    "٣",
    "a\u0308",
    "\n\n",
    ". ",
    "w" * 300,
    "Σίσυφος",
)
texts = st.lists(st.sampled_from(WORDS) | st.text(st.characters(), max_size=6)).map(" ".join)
NAMES = (
    *("Rutte", "Den Haag", "PSV", "van", "der", "en", "voor", "de", "kabinet-Rutte", "zegt"),
    *("ministerie van", "ministerie", "Justitie", "(Justitie", "minister", "J.", "N.A.V.O.", "1"),
    *("2-1", "PvdA-Kamerlid", "oud-", "Ne-\nderland", "-", "iPhone", "’s-Gravenhage", "Ⓐ", "Ǆ"),
    *("& ", ". ", ": ", "\n", "elftal", "Nederlands", "al-Assad", "Élan", "één", "_x", "x" * 300),
)
of_names = (
    st.lists(st.sampled_from(NAMES) | st.text(max_size=4))
    .map(" ".join)
    .filter(lambda text: "Σ" not in text)
)
articles = st.builds(Article, id=st.just("a"), title=texts, body=texts)
batches = st.lists(st.lists(articles, max_size=4), max_size=5)


def read(analysis: Analysis, batches: Sequence[Sequence[Article]]) -> list[Analysed]:
    """Return what is found in batches, of which some are always ahead of what is asked for."""
    found = []
    for place, batch in enumerate(batches):
        analysis.begin([batch[:1], batch[1:]])
        if place >= MAX_AHEAD:
            found.append(analysis.finished()[0])
    found += [analysis.finished()[0] for _ in batches[-MAX_AHEAD:]]
    analysis.close()
    return found


def read_ahead(
    native: ModuleType, mapper: object, usage: object, *, by_types: bool = False
) -> ReadAhead:
    fingerprinter = native.Fingerprinter(RULE)
    reader: ReadAhead = native.ReadAhead(mapper, usage, LIMITS, fingerprinter, by_types)
    return reader


def ahead(native: ModuleType, analyzer: Analyzer) -> AnalysisAhead:
    return AnalysisAhead(read_ahead(native, analyzer.mapper, None))


@given(batches=batches)
@example([[Article("a", "Dijk\ud800zakt", "De \udfffdijk zakt. Dijk")], [Article("b", "x", "x y")]])
@example([[Article("a", f"{sign}Dijk zakt", "De dijk zakt weg. " * 40) for sign in ("", "\ud800")]])
def test_articles_ahead_are_the_same_and_so_are_the_numbers_of_their_types(
    native: ModuleType, analyzer: Analyzer, batches: list[list[Article]]
) -> None:
    analyzer.take_types()
    expected = read(AnalysisOnDemand(analyzer), batches), analyzer.take_types()
    assert (read(ahead(native, analyzer), batches), analyzer.take_types()) == expected


@given(batches=batches, max_bytes=st.sampled_from((10, 1 << 20)))
@example([[Article("a", "Dijk", "de dijk " * 200 + "zakt")]], 1 << 20)
def test_terms_are_told_by_types_as_well_and_nothing_else_is_different(
    native: ModuleType, analyzer: Analyzer, batches: list[list[Article]], max_bytes: int
) -> None:
    """A type is told with the first batch that has it; lead and fingerprint are the same."""
    one, other = (native.TermMapper(analyzer.row, max_bytes=max_bytes) for _ in range(2))
    expected = read(AnalysisAhead(read_ahead(native, one, None)), batches)
    assert [len(right.texts) for right in expected] == [*map(len, batches)]
    analysis = AnalysisAhead(read_ahead(native, other, None, by_types=True))
    told: list[str] = []
    for batch, right in zip(batches, expected, strict=True):
        analysis.begin([batch])
        found, types = analysis.finished()
        told += types.split("\0")[:-1]
        assert found == right._replace(texts=[], titles=found.titles, bodies=found.bodies)
        of_each = zip(found.titles, found.bodies, found.repeated, right.texts, strict=True)
        for title, body, repeated, (same_title, same_text) in of_each:
            above, below = channels(title, told), channels(body, told)
            assert above == same_title
            both = (below,) if repeated else (above, below)
            for place, between in enumerate("\n  "):
                joined = between.join(filter(None, (terms[place] for terms in both)))
                assert joined == same_text[place]
    analysis.close()
    assert [*terms_of_types(other.take_types())] == told


def terms_of_types(types: TakenTypes) -> Iterator[str]:
    """Yield the terms of each type, those of one channel after the other."""
    columns = [
        [terms.decode().split("\0")[number] for number in memoryview(numbers).cast("I")]
        for terms, numbers in types[1]
    ]
    for terms in zip(*columns, strict=True):
        yield from terms


def channels(numbers: bytes, told: Sequence[str]) -> tuple[str, ...]:
    """Return the terms of a text by the numbers of its types, in the three channels."""
    exact, ended, others = "", 0, (list[str](), list[str]())
    for token in memoryview(numbers).cast("I").tolist():
        first = 3 * (token & ~(SENTENCE | PARAGRAPH))
        exact += ("\n" if ended & PARAGRAPH else " ") * bool(exact) + told[first]
        for terms, term in zip(others, told[first + 1 : first + 3], strict=True):
            terms.append(term)
        ended = token
    return (exact, *(" ".join(filter(None, terms)) for terms in others))


@given(batches=batches)
def test_a_memory_that_starts_afresh_forgets_no_word_of_a_batch(
    native: ModuleType, analyzer: Analyzer, batches: list[list[Article]]
) -> None:
    mapper = native.TermMapper(analyzer.row, max_bytes=10)
    analysis = AnalysisAhead(read_ahead(native, mapper, None))
    python = PythonTermMapper(analyzer.row)
    columns = [*map(chain.from_iterable, zip(*read(analysis, batches), strict=True))]
    found = [*zip(*columns, strict=True)]
    expected = [
        python.article(article.title, article.body, repeated, LIMITS)
        for article, (*_, repeated) in zip(chain(*batches), found, strict=True)
    ]
    surfaces, types = (each.take_types()[0].decode().split("\0") for each in (mapper, python))
    for (texts_, title, body, lead, *_), right in zip(found, expected, strict=True):
        for terms, numbers, (same, in_order) in zip(texts_, (title, body), right[:2], strict=True):
            assert terms == same
            assert words(numbers, surfaces) == words(in_order, types)
        assert lead.decode() == right[2]


def words(numbers: bytes, surfaces: Sequence[str]) -> list[str]:
    """Return the words of a text by the numbers of their types."""
    return [surfaces[number & ~(SENTENCE | PARAGRAPH)] for number in memoryview(numbers).cast("I")]


def test_texts_may_be_analysed_while_others_are_ahead(
    native: ModuleType, analyzer: Analyzer
) -> None:
    """A word that a batch waits for the terms of is asked for by who cannot wait."""
    asked: list[str] = []

    def row(word: str) -> TermRow:
        asked.append(word)
        return word, word, word

    mapper = native.TermMapper(row)
    kernel = read_ahead(native, mapper, None)
    kernel.begin([[("", "een twee", False)]])
    assert mapper.channels("twee drie")[0] == "twee drie"
    kernel.begin([[("", "drie vier", False)]])
    assert [text[0] for _, text in kernel.finished()[0][0]] == ["een twee"]
    assert [text[0] for _, text in kernel.finished()[0][0]] == ["drie vier"]
    assert set(asked) == {"een", "twee", "drie", "vier"}
    kernel.close()


def test_a_batch_whose_words_are_known_stays_before_one_that_is_asked_about(
    native: ModuleType,
) -> None:
    kernel = read_ahead(native, native.TermMapper(lambda word: (word, word, word)), None)
    kernel.begin([[("", "known", False)]])
    kernel.finished()
    for place in range(50):
        words = ["known", f"new{place}", "known", f"newer{place}"]
        for word in words:
            kernel.begin([[("", word, False)]])
        assert [kernel.finished()[0][0][0][1][0] for _ in words] == words
    kernel.close()


def test_names_are_gathered_ahead_but_those_that_python_is_to_read(
    native: ModuleType, analyzer: Analyzer
) -> None:
    title, body = "Rutte stapt op", "Mark Rutte uit Den Haag. MARK RUTTE!"
    one, other = CompiledGathering(native), CompiledGathering(native)
    expected = [one.add(f"{title}\n\n{body}"), None]
    kernel = read_ahead(native, analyzer.mapper, other.usage)
    kernel.begin([[(title, body, False), (title, "Σίσυφος", False)]])
    assert kernel.finished()[0][5] == expected
    assert set(one.usage.words()) == set(other.usage.words())
    kernel.close()


@given(articles=st.lists(st.tuples(of_names, of_names), max_size=4))
@example([("Van Ne-", "Rutte en Ne-\nderlanders in Ne- en Oost-\neuropa. Van Ne-\nderlanders")])
@example(
    [("DE MAN VAN PSV", "De Ministers Rutte En Kaag Van Justitie"), ("", "PSV 2 2-1 en PSV 2.")]
)
def test_runs_are_the_same_by_tokens_as_by_lines(
    native: ModuleType, analyzer: Analyzer, articles: list[tuple[str, str]]
) -> None:
    one, other = CompiledGathering(native), CompiledGathering(native)
    expected = [one.add(f"{title}\n\n{body}") for title, body in articles]
    kernel = read_ahead(native, analyzer.mapper, other.usage)
    kernel.begin([[(*article, False) for article in articles]])
    assert kernel.finished()[0][5] == expected
    assert one.usage.words() == other.usage.words()
    kernel.close()


def test_shapes_of_words_are_forgotten_with_these(native: ModuleType) -> None:
    def row(word: str) -> TermRow:
        return word, word, word

    one, other = CompiledGathering(native), CompiledGathering(native)
    mapper = native.TermMapper(row, 40)  # bytes: some words
    kernel = read_ahead(native, mapper, other.usage)
    for words in ("de man van Rutte", "Den Haag is groot", "in PSV speelt Kaag", "Ajax van Gent"):
        kernel.begin([[("", words, False)]])
        assert kernel.finished()[0][5] == [one.add(f"\n\n{words}")]
    kernel.close()


def test_what_goes_wrong_with_a_word_is_raised_where_its_batch_is_asked_for(
    native: ModuleType,
) -> None:
    def row(word: str) -> TermRow:
        if word == "bad":
            raise LookupError(word)
        return word, word, word

    kernel = read_ahead(native, native.TermMapper(row), None)
    kernel.begin([[("", "good", False)]])
    kernel.begin([[("", "bad", False)]])
    kernel.begin([[("", "good", False)]])
    assert kernel.finished()[0][0][0][1][0] == "good"
    with pytest.raises(LookupError, match="bad"):
        kernel.finished()
    assert kernel.finished()[0][0][0][1][0] == "good"
    kernel.close()


def test_who_has_stopped_says_so(native: ModuleType) -> None:
    kernel = read_ahead(native, native.TermMapper(lambda word: (word, word, word)), None)
    kernel.begin([[("", "ahead", False)]])
    kernel.close()
    kernel.close()
    with pytest.raises(RuntimeError, match="stopped"):
        kernel.begin([])
    with pytest.raises(RuntimeError, match="stopped"):
        kernel.finished()


def test_a_batch_ends_where_its_articles_are_long() -> None:
    short, long = (Article("a", "", "x" * letters) for letters in (9, MAX_LETTERS))
    given_ = [(Origin(""), article) for article in (short, long, long, *[short] * PREFETCH)]
    batches_ = [*article_batches(given_)]
    assert [len(each.articles) for each in batches_] == [2, 1, PREFETCH]
    assert all(len(each.origins) == len(each.articles) for each in batches_)
