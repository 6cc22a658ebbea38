"""The passages that are shown: hits stand in [brackets]."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.highlight.matcher import HitFinder
from indexer.highlight.snippets import LENGTH, body_snippets, title_snippet
from indexer.model import Snippet

FinderOf = Callable[[str], HitFinder]
Linear = Callable[[Callable[[int], object]], bool]

FILLER = "Dit is een zin die over niets bijzonders gaat en die alleen ruimte vult. "
CLAUSE = FILLER.replace(".", ",")

QUERIES = ("crisis", "crisis navo", "crisis navo Zelensky oek*", '"rode lijn" crisis', "de", "xyz")
PIECES = (
    *(FILLER, CLAUSE, "crisis ", "veiligheidscrisis, ", "NAVO-top. ", "rode lijn ", "rode. Lijn "),
    *("Zelenski ", "Oekraïne\n\n", "de ", "\n", "  ", "שלום עולם ", "x" * 300, "é" * 40, ") "),
)
bodies = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


def shown(snippet: Snippet) -> str:
    pieces, place = [], 0
    for start, end in snippet.marks:
        pieces += [snippet.text[place:start], "[", snippet.text[start:end], "]"]
        place = end
    return "".join((*pieces, snippet.text[place:]))


def bare(snippet: Snippet) -> str:
    return snippet.text.removeprefix("… ").removesuffix(" …")


def collapsed(text: str) -> str:
    return " ".join(text.split())


def without_dots(text: str) -> str:
    """Return a text without the dots that part a heading from what follows it."""
    return text.replace(" · ", " ")


@pytest.mark.parametrize(
    ("query", "body", "expected", "why"),
    [
        ("crisis", "De crisis.", ["De [crisis]."], "a short body is shown whole"),
        ("crisis", "", [], "no body, no passage"),
        ("xyz", "De crisis.", ["De crisis."], "without hits, the lead"),
        (
            "crisis",
            FILLER * 5 + "De crisis kwam laat. " + FILLER * 5,
            [f"De [crisis] kwam laat. {(FILLER * 2).strip()}"],
            "a passage begins where a sentence does, and ends with one",
        ),
        (
            "crisis",
            FILLER * 3 + "Aan het eind de crisis",
            ["Aan het eind de [crisis]"],
            "the end of a body has no ellipsis",
        ),
        (
            "dijkversterking",
            f"De rivierdijk. {FILLER * 5}De dijkversterking begint. {FILLER * 3}",
            [f"De [dijkversterking] begint. {(FILLER * 2).strip()}"],
            "the whole word is better than a part of it",
        ),
        (
            "dijkversterking",
            f"De dijk, o die dijk. {FILLER * 5}De dijk vraagt versterking. {FILLER * 3}",
            [f"De [dijk] vraagt [versterking]. {(FILLER * 2).strip()}"],
            "both parts are better than one part twice",
        ),
        (
            "crisis navo",
            f"De crisis. {FILLER * 3} De NAVO in crisis. {FILLER * 3}",
            [f"De [NAVO] in [crisis]. {(FILLER * 2).strip()}"],
            "words of the query near each other are better than one of them",
        ),
        (
            "crisis navo",
            f"{FILLER * 3}De crisis kwam hard aan. {FILLER * 9}De NAVO kwam nu ook. {FILLER * 3}",
            [
                f"De [crisis] kwam hard aan. {FILLER.strip()}",
                f"De [NAVO] kwam nu ook. {FILLER.strip()}",
            ],
            "words far from each other have a passage each, in their order",
        ),
        (
            "crisis",
            f"{FILLER * 3} De crisis kwam. {FILLER * 9} De crisis bleef. {FILLER * 3}",
            [f"De [crisis] kwam. {(FILLER * 2).strip()}"],
            "a second passage shows something new",
        ),
        (
            "crisis",
            "Eerste alinea.\n\nTweede\n\nDe   crisis\tkwam\n\n" + FILLER * 4,
            [f"De [crisis] kwam · {(FILLER * 2).strip()}"],
            "white space is collapsed, and the marks move along",
        ),
        (
            "crisis",
            "Lange weg.\n\nNa de crisis\n\nDe crisis ging voorbij.",
            ["Na de [crisis] · De [crisis] ging voorbij."],
            "a dot parts a subhead from what follows it",
        ),
        (
            "crisis",
            "veiligheids-\ncrisis",
            ["veiligheids- [crisis]"],
            "also inside a word",
        ),
    ],
)
def test_a_body_is_shown_by(
    finder: FinderOf, query: str, body: str, expected: list[str], why: str
) -> None:
    assert [shown(s) for s in body_snippets(body, finder(query))] == expected, why


def test_a_long_sentence_is_cut_at_words_and_says_so(finder: FinderOf) -> None:
    (snippet,) = body_snippets(CLAUSE * 5 + "de crisis kwam laat, " + CLAUSE * 5, finder("crisis"))
    assert snippet.text.startswith("… bijzonders gaat")
    assert snippet.text.endswith("Dit is …")
    assert "de [crisis] kwam" in shown(snippet)


def test_one_huge_word_is_cut(finder: FinderOf) -> None:
    (snippet,) = body_snippets("x" * 10_000, finder("crisis"))
    assert snippet.text == "x" * LENGTH + " …"


def test_a_hit_in_a_paragraph_of_100_kb_is_found(finder: FinderOf) -> None:
    (snippet,) = body_snippets("woord " * 17_000 + "crisis " + "woord " * 17_000, finder("crisis"))
    assert "[crisis]" in shown(snippet)
    assert len(snippet.text) <= LENGTH + 4


def test_two_passages_do_not_show_the_same_text(finder: FinderOf) -> None:
    body = f"De crisis. {'woord ' * 23}Einde. {'woord ' * 12}en de NAVO. {FILLER * 5}"
    first, second = body_snippets(body, finder("crisis navo"))
    assert body.index(bare(first)) + len(bare(first)) <= body.index(bare(second))


def test_the_title_is_shown_whole(finder: FinderOf) -> None:
    title = "Veiligheidscrisis: " + "woord " * 100
    snippet = title_snippet(title, finder("crisis"))
    assert (snippet.field, snippet.text, snippet.marks) == ("title", title, ((11, 17),))


@given(query=st.sampled_from(QUERIES), body=bodies)
def test_a_passage_stands_in_the_body_but_for_white_space(
    finder: FinderOf, query: str, body: str
) -> None:
    for snippet in body_snippets(body, finder(query)):
        assert collapsed(without_dots(bare(snippet))) in collapsed(without_dots(body))
        assert len(snippet.text) <= LENGTH + 5 + snippet.text.count(" · ")


@given(query=st.sampled_from(QUERIES), body=bodies)
def test_marks_are_inside_the_passage_in_order_and_apart(
    finder: FinderOf, query: str, body: str
) -> None:
    for snippet in body_snippets(body, finder(query)):
        places = [place for mark in snippet.marks for place in mark]
        assert places == sorted(set(places))
        assert all(0 <= place <= len(snippet.text) for place in places)


@given(query=st.sampled_from(QUERIES), body=bodies)
def test_what_is_marked_is_a_hit_as_a_whole(finder: FinderOf, query: str, body: str) -> None:
    whole = {collapsed(body[start:end]) for start, end in finder(query).marks(body)}
    for snippet in body_snippets(body, finder(query)):
        marked = {without_dots(snippet.text[start:end]) for start, end in snippet.marks}
        assert {collapsed(text) for text in marked} <= whole


@given(query=st.sampled_from(QUERIES), body=bodies)
def test_a_body_with_hits_shows_one_and_without_its_lead(
    finder: FinderOf, query: str, body: str
) -> None:
    snippets = body_snippets(body, finder(query))
    if finder(query).hits(body):
        assert any(snippet.marks for snippet in snippets)
    elif body:
        (snippet,) = snippets
        assert collapsed(without_dots(body)).startswith(collapsed(without_dots(bare(snippet))))


@given(query=st.sampled_from(QUERIES), body=bodies)
def test_a_second_passage_has_a_term_that_the_first_lacks(
    finder: FinderOf, query: str, body: str
) -> None:
    passages = body_snippets(body, finder(query))
    assert len(passages) <= 2
    if len(passages) == 2:
        first, second = ({h.term for h in finder(query).hits(s.text)} for s in passages)
        assert first != second


@pytest.mark.parametrize(
    "piece", ["crisis ", "crisis. ", "woord ", "crisis-", "x", "navo crisis\n\n"]
)
def test_time_is_linear_in_the_length_of_a_body(
    finder: FinderOf, grows_linearly: Linear, piece: str
) -> None:
    query = finder("crisis navo")
    assert grows_linearly(lambda size: body_snippets(piece * size, query))
