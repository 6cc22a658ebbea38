"""What a query wants, by example (tests/golden/wanted.tsv): the nodes that satisfy it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.aliases import Aliases
from indexer.analysis.dutch import Analyzer
from indexer.query import nodes
from indexer.query.nodes import Channel, FieldName, Node
from indexer.query.parser import parse
from indexer.query.wanted import Understanding, Wanted

PIECES = (
    *("crisis", "de", "navotop", "VN", "Verenigde", "Naties", '"rode lijn"', "=kiezen", "kie*"),
    *("kie?en", "wapns~", '"de lijn"~3', "EN", "OF", "NIET", "-", "(", ")", "titel:", "bron:nrc"),
    *("rubriek:(a OF b)", "datum:2022", "'s", "5,5", "_", "*", "\ud800"),
)
queries = st.lists(st.sampled_from(PIECES)).map(" ".join)


class Vocabulary(dict[str, int]):
    """How many articles have a stem: none, where nothing is said."""

    def frequency(self, field: FieldName, channel: Channel, text: str) -> int:
        assert (field, channel) == ("text", "stem")
        return self.get(text, 0)


@pytest.fixture(scope="session")
def understanding(analyzer: Analyzer) -> Understanding:
    return Understanding(analyzer, Aliases.load(), Vocabulary())


def notation(node: Node | None) -> str:  # noqa: C901, PLR0912
    """Write a node compactly; a channel of the text is named alone."""
    match node:
        case None:
            return "-"
        case nodes.Term(field, channel, text):
            return f"{_place(field, channel)}:{text}"
        case nodes.Phrase(field, channel, texts, slop):
            return f'{_place(field, channel)}:"{" ".join(texts)}"' + (f"~{slop}" if slop else "")
        case nodes.Prefix(field, channel, text):
            return f"{_place(field, channel)}:{text}*"
        case nodes.Wildcard(field, channel, pattern):
            return f"{_place(field, channel)}:/{pattern}/"
        case nodes.Fuzzy(field, channel, text, distance):
            return f"{_place(field, channel)}:{text}~{distance}"
        case nodes.Days(first, last):
            return f"[{date.fromordinal(first)}..{date.fromordinal(last)}]"
        case nodes.Keyword(field, value):
            return f"{field}={value}"
        case nodes.Everything():
            return "everything"
        case nodes.Not(child):
            return f"!{notation(child)}"
        case nodes.All(children):
            return f"({' & '.join(map(notation, children))})"
        case nodes.Any(children):
            return f"({' | '.join(map(notation, children))})"
        case _:
            raise AssertionError(f"a query wants no {node!r}")


def _place(field: str, channel: str) -> str:
    return channel if field == "text" else f"{field}.{channel}"


def wanted_by(query: str, understanding: Understanding) -> Wanted:
    return understanding.of(parse(query).tree)


@pytest.mark.golden("wanted.tsv")
def test_a_query_wants(
    understanding: Understanding, query: str, must: str, filters: str, units: str
) -> None:
    wanted = wanted_by(query, understanding)
    assert notation(wanted.must) == must
    assert " ".join(map(notation, wanted.filters)) == filters
    assert "|".join(unit.text for unit in wanted.units) == units
