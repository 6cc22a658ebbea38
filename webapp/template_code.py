"""The Python code that templates are compiled to, with less work at each output and each call.

Jinja's own code makes a `Markup` of all that it writes, though only the text is joined, asks of
each function whether it wants the context, which none of ours does, and looks for each attribute
in a function: half of the time that the templates of a page of results take. Nor does a page have
globals of its own, that imported macros could miss.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from keyword import iskeyword
from typing import cast

import markupsafe
from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

MESSAGE = "_"
"""The function of templates that gives a message of the catalogue."""

escaped = cast("Callable[[str], str]", getattr(markupsafe, "_escape_inner", markupsafe.escape))
"""Escapes text that is no markup, in C where there is that."""

as_markup = cast("Callable[[str], Markup]", partial(str.__new__, Markup))
"""Takes HTML as it is, in a third of the time that `Markup` takes: the caller has escaped it."""


def written(value: object) -> str:
    """Return a value as a template writes it: escaped unless it is markup."""
    kind = type(value)
    if kind is str:
        return escaped(cast("str", value))
    if kind is Markup:
        return cast("Markup", value)
    if kind is int:
        return str(value)
    return str(markupsafe.escape(value))


class DirectCode(CodeGenerator):
    """Generates code that escapes by `written`, and calls functions as Python does.

    Templates that another includes are written into it. Attributes have to be there: a template
    gets no items of mappings by a dot.
    """

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Write the code of a template, with the functions that escape what it writes."""
        _Including(self.environment).visit(node)
        self.writeline(f"from {__name__} import as_markup, escaped, written")
        super().visit_Template(node, frame)

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:  # noqa: N802
        """Write a block as one piece, which is not handed from template to template in hundreds."""
        extends = self.has_known_extends or self.extends_so_far
        if extends or node.scoped or node.required or frame.buffer is not None:
            super().visit_Block(node, frame)
            return
        context = self.get_context_ref()
        self.writeline(f"yield concat(context.blocks[{node.name!r}][0]({context}))", node)

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        """Write where the macros of a template are, without a look for globals of one page."""
        if node.with_context:
            super()._import_common(node, frame)
            return
        self.write("environment.get_template(")
        self.visit(node.template, frame)
        self.write(f", {self.name!r}).module")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Write an attribute."""
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_CondExpr(self, node: nodes.CondExpr, frame: Frame) -> None:  # noqa: N802
        """Write an expression on a condition; without another it is empty where that is not met."""
        node.expr2 = node.expr2 or nodes.Const("")
        super().visit_CondExpr(node, frame)

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
        if node.kwargs and isinstance(node.node, nodes.Name) and node.node.name == MESSAGE:
            self._write_message(node, frame)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _write_message(self, node: nodes.Call, frame: Frame) -> None:
        """Write a message whose values are filled in, escaped: its text is known by now."""
        message = cast("Callable[[str], str]", self.environment.globals[MESSAGE])
        self.write(f"as_markup({str(message(node.args[0].as_const()))!r} % {{")
        for value in node.kwargs:
            self.write(f"{value.key!r}: (written(v) if isinstance(v := ")
            self.visit(value.value, frame)
            self.write(", str) else v), ")
        self.write("})")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write a macro as a function of its arguments, unless it takes others or a block."""
        names = [each.name for each in macro_ref.node.args]
        others = macro_ref.accesses_kwargs or macro_ref.accesses_varargs
        if others or macro_ref.accesses_caller or any(map(iskeyword, names)):
            super().macro_def(macro_ref, frame)
            return
        given = "".join(f"{name}=missing, " for name in names)
        self.write(f"lambda {given}macro=macro: as_markup(macro({', '.join(names)}))")

    def _output_child_pre(self, *_: object) -> None:
        # As `written` does, without calling it for what most values are.
        self.write("(t if (k := type(t := ")

    def _output_child_post(self, *_: object) -> None:
        self.write(")) is Markup else escaped(t) if k is str else written(t))")


class _Including(NodeTransformer):
    """Puts the nodes of included templates in the place of what includes them."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def visit_Include(self, node: nodes.Include) -> list[nodes.Node] | nodes.Include:  # noqa: N802
        loader = self._environment.loader
        if not (loader and isinstance(node.template, nodes.Const)):
            return node
        name = node.template.value
        source, filename, _ = loader.get_source(self._environment, name)
        included = self._environment.parse(source, name, filename)
        return cast("nodes.Template", self.visit(included)).body
