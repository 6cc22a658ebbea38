"""What templates are compiled to writes what Jinja's own code writes."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment
from jinja2.compiler import CodeGenerator
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
    "{{ text if number > 1 }}{{ text if nothing }}{{ join(text if nothing, 1, last=2) or markup }}",
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


def test_what_is_included_is_as_jinja_includes_it() -> None:
    sources = {
        "whole": (
            "{% extends 'frame' %}{% import 'macros' as m %}{% block main %}<p>\n"
            "{% for each in pair %}{% if each %}{% include 'part' %}{% endif %}\n{% endfor %}"
            "{{ m.bold(text, last=number) }}{% include 'nested' %}{% endblock %}"
        ),
        "frame": "<html>{% block head %}<title>{{ text }}</title>{% endblock %}\n"
        "{% block main %}{% endblock %}{{ number }}</html>",
        "macros": "{% macro bold(one, other='<', last=0) %}"
        "{{ one }}{{ other }}{{ last }}{% endmacro %}"
        "{% macro plain() %}<hr>{% endmacro %}",
        "part": "<li>{{ each }}{{ text }}</li>\n",
        "nested": "{% import 'macros' as n %}{% include 'part' %}{{ n.plain() }}\n",
    }
    found = []
    for generator in (DirectCode, CodeGenerator):
        environment = Environment(autoescape=True, loader=DictLoader(sources))
        environment.code_generator_class = generator
        values = {"pair": ("<a>", "", Markup("<b>")), "text": "<&>", "number": 1_000}
        found.append(environment.get_template("whole").render(values))
    assert found[0] == found[1]


def test_a_message_has_its_values_filled_in_and_escaped() -> None:
    environment = Environment(autoescape=True)
    environment.code_generator_class = DirectCode
    environment.globals["_"] = Markup
    source = "{{ _('<b>%(one)s</b> 100%% %(other)s %(n)d', one=text, other=markup, n=number) }}"
    values = {"text": "<&>", "markup": Markup("<i>"), "number": 3}
    written = environment.from_string(source).render(values)
    assert written == "<b>&lt;&amp;&gt;</b> 100% <i> 3"


def test_an_attribute_that_is_not_there_is_an_error() -> None:
    environment = Environment(autoescape=True)
    environment.code_generator_class = DirectCode
    with pytest.raises(AttributeError, match="nothing"):
        environment.from_string("{{ text.nothing }}").render(text="a")


def test_a_call_of_what_is_not_there_says_so() -> None:
    environment = Environment(autoescape=True)
    environment.code_generator_class = DirectCode
    with pytest.raises(Exception, match="'nobody' is undefined"):
        environment.from_string("{{ nobody('<') }}").render()
