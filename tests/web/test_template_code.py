"""What templates are compiled to writes what Jinja's own code writes."""

from __future__ import annotations

import pytest
from jinja2 import Environment
from markupsafe import Markup

from webapp.template_code import DirectCode

SOURCES = (
    "{{ text }} {{ markup }} {{ number }} {{ nothing }} {{ missing }}",
    (
        "{% macro m(a, b='<') %}<b>{{ a }}{{ b }}{{ caller() if caller }}</b>{% endmacro %}"
        "{{ m(text) }}{{ m(markup, b=number) }}{% call m(text) %}{{ text }}{% endcall %}"
        "{{ m(*pair) }}{{ m(**named) }}{{ text ~ m(text) }}{% set kept = m(text) %}{{ kept }}"
    ),
    "{% for each in pair %}{{ loop.index }}{{ join(each, '&', last=loop.last) }}{% endfor %}",
    "{% set block %}{{ text }}{% endset %}{{ block }}{{ text | upper }}{{ pair | join('<') }}",
    "{% filter upper %}{{ text }}{{ text.replace('a', '<') }}{% endfilter %}{{ own }}",
)


class Own:
    """A value that knows how it is written, and is no Markup."""

    def __html__(self) -> str:
        return "<i>own</i>"


@pytest.mark.parametrize("source", SOURCES)
def test_a_template_writes_what_it_writes_by_jinjas_own_code(source: str) -> None:
    values = {
        "text": "<a href='x'>\"&amp;",
        "markup": Markup("<em>&amp;</em>"),
        "number": 1.5,
        "nothing": None,
        "pair": ("<a>", Markup("<b>")),
        "named": {"a": "<", "b": Markup(">")},
        "join": lambda one, other, *, last: f"{one}{other}{last}",
        "own": Own(),
    }
    direct, plain = Environment(autoescape=True), Environment(autoescape=True)
    direct.code_generator_class = DirectCode
    assert direct.from_string(source).render(values) == plain.from_string(source).render(values)


def test_a_call_of_what_is_not_there_says_so() -> None:
    environment = Environment(autoescape=True)
    environment.code_generator_class = DirectCode
    with pytest.raises(Exception, match="'nobody' is undefined"):
        environment.from_string("{{ nobody('<') }}").render()
