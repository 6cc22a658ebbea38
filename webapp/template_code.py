"""The Python code that templates are compiled to, with less work at each output and each call.

Jinja's own code makes a `Markup` of all that it writes, though only the text is joined, and asks of
each function whether it wants the context, which none of ours does: a third of the time that the
templates of a page of results take.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup

_escaped = cast("Callable[[str], str]", getattr(markupsafe, "_escape_inner", markupsafe.escape))

as_markup = cast("Callable[[str], Markup]", partial(str.__new__, Markup))
"""Takes HTML as it is, in a third of the time that `Markup` takes: the caller has escaped it."""


def written(value: object) -> str:
    """Return a value as a template writes it: escaped unless it is markup."""
    kind = type(value)
    if kind is str:
        return _escaped(cast("str", value))
    if kind is Markup:
        return cast("Markup", value)
    return str(markupsafe.escape(value))


class DirectCode(CodeGenerator):
    """Generates code that escapes by `written`, and calls functions as Python does."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Write the code of a template; `escape` is `written` in all of it."""
        super().visit_Template(node, frame)
        self.writeline(f"from {written.__module__} import {written.__name__} as escape")

    def visit_Call(  # noqa: N802
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,
    ) -> None:
        """Write a call; one with a block or with unpacked arguments is written as Jinja does."""
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")
