"""The query language, by example (tests/golden/queries.tsv) and by property."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis.tokens import surfaces
from indexer.messages import Messages
from indexer.model import Span
from indexer.query import grammar, parser
from indexer.query.other_signs import is_nearness
from indexer.query.parser import MAX_LENGTH, MAX_NOTICES, MAX_WORDS, cleaned, parse
from indexer.query.syntax import (
    And,
    DatedWords,
    Dates,
    Fuzzy,
    Not,
    Or,
    ParsedQuery,
    Pattern,
    Phrase,
    Scope,
    SyntaxNode,
    Word,
)
from indexer.query.unparse import ENGLISH, unparse
from tests.paths import ROOT

PIECES = (
    *"()\"'~*?:=+-,.!| \t“”„‘’",
    *("EN", "OF", "NIET", "AND", "OR", "NOT"),
    *("titel:", "bron:", "rubriek: ", "datum:", "foo:", "datum:2022", "..2020", "2021-13"),
    *("€", "°C", "``", "&quot;", "AROUND(5)", "allintitle:", "intext:", "headline(", "hlead("),
    *("titel=", "bron=a", "datum>=", "datum<2020", "date:>", "site:"),
    *("!a", "–a", "—", "^2", "w/5", "NEAR", "~0.8", "%", "|"),
    *("oorlog", "a", "É", "'s", "5,5", "10:45", "~2", "wie", "ĳs", "\ud800", "\0", "\u200b"),
)
queries = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES)).map("".join),
    st.lists(st.sampled_from(PIECES)).map(" ".join),
)


def notation(tree: SyntaxNode | None) -> str:  # noqa: C901
    """Write a tree compactly: (a b) implicit And, (a & b) And, (a | b) Or, !a Without."""
    match tree:
        case None:
            return "-"
        case And(children, implicit):
            return "(" + (" " if implicit else " & ").join(map(notation, children)) + ")"
        case Or(children):
            return "(" + " | ".join(map(notation, children)) + ")"
        case Not(child):
            return "!" + notation(child)
        case Scope(field, child):
            return f"{field}:{notation(child)}"
        case Word(text, exact_only=exact_only):
            return "=" * exact_only + text
        case Phrase(words, slop=slop):
            return f'"{" ".join(word.text for word in words)}"' + (f"~{slop}" if slop else "")
        case Pattern(text):
            return f"/{text}/"
        case Fuzzy(text, distance):
            return f"~{distance} {text}"
        case DatedWords(words):
            return "date:" + "_".join(word.text for word in words)
        case Dates(span):
            return f"[{date.fromordinal(span.first)}..{date.fromordinal(span.last)}]"


def inside(tree: SyntaxNode | None) -> Iterator[SyntaxNode]:
    """Yield every node of a tree."""
    if tree is None:
        return
    yield tree
    children = getattr(tree, "children", ()) or getattr(tree, "words", ())
    for child in (*children, *([tree.child] if isinstance(tree, Not | Scope) else [])):
        yield from inside(child)


def golden() -> list[tuple[str, str, str, str]]:
    with (ROOT / "tests/golden/queries.tsv").open(encoding="utf-8", newline="") as lines:
        _, *rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [(query, tree, notice, why) for query, tree, notice, why in rows]


@pytest.mark.parametrize(("query", "tree", "notice", "why"), golden())
def test_golden(query: str, tree: str, notice: str, why: str) -> None:
    """Every construct of the language gives its tree, and a notice where it was misunderstood."""
    parsed = parse(query)
    assert notation(parsed.tree) == tree, why
    assert notice in "\n".join(parsed.notices), why
    assert bool(parsed.notices) == bool(notice), why


@given(queries)
@example("titel:" * 200)
@example("NIET " * 200 + "a")
@example("-(" * 50 + "a" + ")" * 50)
def test_never_raises(query: str) -> None:
    """Any string gives a Parsed that keeps what is visible and tells in sentences."""
    parsed = parse(query)
    query = cleaned(query)
    assert isinstance(parsed, ParsedQuery)
    assert parsed.text == query
    assert isinstance(parsed.interpreted, str)
    assert (parsed.tree is None) == (parsed.interpreted == "")
    assert all(isinstance(notice, str) and notice.endswith(".") for notice in parsed.notices)
    assert parsed.tree or parsed.notices or not query.strip()


@given(queries)
def test_offsets_slice_back(query: str) -> None:
    """Offsets of words slice the query back to the word; those of other leaves hold their text."""
    parsed = parse(query)
    query = parsed.text
    for node in inside(parsed.tree):
        match node:
            case Word(text, start, end) | Pattern(text, start, end):
                assert query[start:end] == text
            case Fuzzy(text, _, start, end):
                assert query[start:end].startswith(text)
                assert "~" in query[start + len(text) : end]
            case Phrase(words, start, end):
                assert all(start < word.start < word.end < end for word in words)
            case Dates(_, _, start, end):
                assert re.match(r"(?i)(datum|date)\s*[:=<>]", query[start:end])
            case Scope(_, child, start, end):
                assert any(sign in query[start:end] for sign in ":=(")
                inner = [part for part in inside(child) if not isinstance(part, And | Or | Not)]
                assert all(start < part.start and part.end <= end for part in inner)


@pytest.mark.parametrize("sign", ["\u200b", "\u200d", "\u00ad", "\ufeff", "\u2060", "\u202c"])
def test_what_is_invisible_in_a_query_is_not_read(sign: str) -> None:
    """A word that was copied with characters nobody sees is that word, in every construct."""
    for query in ("gemeente{}raad", '"rode {}lijn"', "ti{}tel:gemeente{}raad", "oekra{}*"):
        parsed, plain = parse(query.replace("{}", sign)), parse(query.replace("{}", ""))
        assert parsed == plain
    assert not parse(sign).notices


@given(queries)
def test_trees_are_legal(query: str) -> None:
    """Without stands in And only; And and Or are flat; sources hold values; words hold letters."""
    tree = parse(query).tree
    assert not isinstance(tree, Not)
    for node in inside(tree):
        match node:
            case And(children):
                assert not any(isinstance(child, And) for child in children)
                assert len(children) > 1 or isinstance(children[0], Not)
            case Or(children):
                assert len(children) > 1
                assert not any(isinstance(child, Or | Not) for child in children)
            case Not(child) | Scope("title", child):
                assert not isinstance(child, Not)
            case Scope(_, child):
                assert not any(isinstance(n, Scope | Dates | Not) for n in inside(child))
            case Word(text) | Pattern(text) | Fuzzy(text):
                assert any(map(str.isalnum, text))
                assert not any(map(str.isspace, text))
            case Phrase(words):
                assert sum(len(surfaces(word.text)) for word in words) > 1


@given(queries)
@example("a b (c?)")
@example("..bron:x a")
@example("bron:(a -b) OF c")
@example('"0?0"')
@example('bron:"a*b"')
@example("=a~1b")
@example("'W/0")
@example("a .near/3, b")
@example("0' °C")
@example("0 (°C)")
def test_interpreted_means_the_same(query: str) -> None:
    """What is interpreted without notices is written back as a query with the same tree."""
    parsed = parse(query)
    if not parsed.notices:
        again = parse(parsed.interpreted)
        assert without_places(again.tree) == without_places(parsed.tree)
        assert again.interpreted == parsed.interpreted
        assert parse(unparse(parsed.tree, ENGLISH)).interpreted == parsed.interpreted
        assert not again.notices


@given(queries)
def test_plain_words_need_no_grammar(query: str) -> None:
    """Words and quotations, read without Whoosh, are read just as the grammar reads them."""
    if parser._has_syntax(query):
        return
    alone = Messages()
    full = Messages()
    assert parser._read_words(query, alone) == grammar.read(query, full)
    assert alone == full


@pytest.mark.parametrize(
    "query",
    [
        "navo top",
        "oekra* wapns~",
        "wie won in 's-Hertogenbosch?",
        "Rutte: nee, 5,5!",
        '"harde grens"',
        'minister „zware storm”~5 Urk "dijk"',
    ],
)
def test_plain_words_do_not_import_whoosh(query: str) -> None:
    """A query of plain words does not pay for importing Whoosh."""
    code = (
        "import sys; from indexer.query.parser import parse; parse(sys.argv[1]);"
        "sys.exit('whoosh' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, query], cwd=ROOT, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize(
    "piece",
    ["(", ")", '"', "'", "~", ":", "*", "-", "=", "()", "a OF ", "NIET ", "titel:", "-(", "'a ",
     '"a" ', "datum:1 ", "a:b ", "(a OF ", "x", " ", "~5", '"~', "‘a’b "],
)  # fmt: skip
def test_nasty_strings_take_bounded_work(piece: str) -> None:
    """Ten times the length limit of anything costs no more than some work for each character."""
    query = piece * (10 * MAX_LENGTH // len(piece))
    parse(piece)
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        parsed = parse(query)
    finally:
        sys.setprofile(None)
    assert calls < 250 * MAX_LENGTH
    assert len(parsed.notices) <= MAX_NOTICES + 1


def test_length_limit() -> None:
    """Past 1,000 characters whole words are dropped, and that is told."""
    parsed = parse("oorlogsverslag " * 90)
    assert isinstance(parsed.tree, And)
    assert len(parsed.tree.children) == MAX_LENGTH // len("oorlogsverslag ")
    assert "langer dan 1000 tekens" in parsed.notices[0]
    assert parse("x" * MAX_LENGTH).notices == ()
    assert parse(" " + "x" * 2000).tree == Word("x" * (MAX_LENGTH - 1), 1, MAX_LENGTH)
    assert parse("x" * 2000).tree == Word("x" * MAX_LENGTH, 0, MAX_LENGTH)


def test_word_limit() -> None:
    """Past 200 words the rest is dropped, and that is told."""
    parsed = parse("ab " * 250)
    assert isinstance(parsed.tree, And)
    assert len(parsed.tree.children) == MAX_WORDS
    assert parsed.notices == ("Alleen de eerste 200 van de 250 woorden zijn gelezen.",)
    assert parse("ab " * MAX_WORDS).notices == ()


def test_depth_limit() -> None:
    """Brackets nested deeper than 20 do not count, and that is told."""
    deepest = "(a OF " * 20 + "b" + ")" * 20
    assert parse(deepest).notices == ()
    parsed = parse(f"(a OF {deepest})")
    assert notation(parsed.tree) == "(" + "a | " * 21 + "b)"
    assert parsed.notices == ("Haakjes dieper dan 20 niveaus (teken 121) tellen niet mee.",)


def test_a_flood_of_notices_is_counted() -> None:
    """Of very many notices the first are told, and the others counted."""
    parsed = parse("a " + ")" * 100)
    assert parsed.notices[0].startswith("Sluithaakje zonder haakje bij teken 3")
    assert parsed.notices[-1] == "En nog 92 van zulke opmerkingen."


def test_notices_stand_in_reading_order() -> None:
    """Notices follow the query from left to right."""
    places = [int(re.findall(r"teken (\d+)", n)[0]) for n in parse('foo:x ) * "a" EN ( b"').notices]
    assert places == sorted(places)
    assert len(places) == 5


def manual() -> list[tuple[str, str]]:
    text = (ROOT / "docs/query-language.md").read_text(encoding="utf-8")
    rows = re.findall(r"^.*\| `([^`]+)` \| `([^`]+)` \|", text, re.MULTILINE)
    return [(typed, read) for typed, read in rows if not read.endswith(":")]


@pytest.mark.parametrize(("typed", "read"), manual())
def test_manual(typed: str, read: str) -> None:
    """Every example in the manual is read as the manual says."""
    assert parse(typed).interpreted == read


def without_places(tree: Any) -> Any:
    """Return the tree with all offsets zero."""
    if tree is None:
        return None
    places = {"start": 0, "end": 0} if hasattr(tree, "start") else {}
    changes: dict[str, object] = dict(places)
    for field in fields(tree):
        value = getattr(tree, field.name)
        if isinstance(value, tuple) and not isinstance(value, Span):
            changes[field.name] = tuple(without_places(child) for child in value)
        elif field.name == "child" and is_dataclass(value):
            changes[field.name] = without_places(value)
    return replace(tree, **changes)


def test_whether_something_follows_a_word_is_asked_without_a_copy_of_what_does() -> None:
    """A query of a codebook may have a million words, and each was copied with all after it."""
    copied = 0

    class Text(str):
        __slots__ = ()

        def __getitem__(self, part: Any) -> str:
            nonlocal copied
            found = super().__getitem__(part)
            copied += len(found)
            return found

    text = Text("storm NEAR zee " * 100)
    for word in re.finditer(r"\S+", text):
        near = is_nearness(text, word.start(), word.end(), Messages())
        assert near is (word[0] == "NEAR")
    assert copied < 2 * len(text)
