"""Commands that count say which words no article has, and never count another word for them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result

Run = Callable[..., Result]

ABSENT = "‘crissis’ staat in geen enkel artikel; wel: crisis."


@pytest.mark.parametrize("output_format", ["text", "csv", "json"])
@pytest.mark.parametrize("command", ["count", "trend", "kwic", "collocates", "keywords", "names"])
def test_a_word_that_no_article_has_is_named_with_what_is_near(
    knipsel: Run, command: str, output_format: str
) -> None:
    result = knipsel(command, "crissis", "--format", output_format)
    assert result.stderr.splitlines().count(ABSENT) == 1
    assert ABSENT not in result.stdout or output_format == "json"
    if output_format == "json":
        answer = json.loads(result.stdout)
        series = answer.get("series", [])
        assert ABSENT in [*answer["notices"], *(n for each in series for n in each["notices"])]


def test_nothing_is_counted_for_it(knipsel: Run) -> None:
    answer = json.loads(knipsel("count", "crissis", "--format", "json").stdout)
    assert (answer["interpreted"], answer["articles"]) == ("crissis", 0)


@pytest.mark.parametrize(
    ("query", "said", "why"),
    [
        ("xqzvw", ["‘xqzvw’ staat in geen enkel artikel."], "nothing is near"),
        ("crisis", [], "it stands there"),
        ("crises", [], "in another form"),
        (
            "=crises",
            ["‘crises’ staat in geen enkel artikel; wel: crisis."],
            "that is not asked for",
        ),
        ('"de crissis"', [ABSENT], "in a phrase"),
        ("crisis NIET crissis", [], "an excluded word need not be there"),
        ("crissis OF crissis", [ABSENT], "once"),
        ("crisis bron:nergens", [], "nor the words of a filter"),
    ],
)
def test_what_is_said_of_a_query(knipsel: Run, query: str, said: list[str], why: str) -> None:
    assert knipsel("count", query).stderr.splitlines() == said, why
