"""Text that stands beside the paragraphs of a page, and in none: extraction would leave it out.

So pages of before 2005 have it, whose paragraphs begin with `<p>` where the first has none.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from indexer.text import one_line

_CONTAINERS = ("body", "td", "div", "center", "article", "section", "main")
_INLINE_NAMES = """
a abbr acronym b bdi bdo big br cite code del dfn em font i img ins kbd mark q s small span strike
strong sub sup time tt u var wbr
"""
_INLINE = frozenset(_INLINE_NAMES.split())
_PARTS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6"))
_MIN_TEXT = 60  # characters
_SENTENCE = re.compile(r"[.!?…][\"'”’»)]*(?:\s|$)")
_MAX_ELEMENTS = 50_000


def wrap_bare_text(tree: Any) -> None:
    """Make paragraphs of the sentences in a tree of lxml that stand beside its paragraphs."""
    for parent in [*islice(tree.iter(*_CONTAINERS), _MAX_ELEMENTS)]:
        if any(child.tag in _PARTS for child in parent):
            _wrap(parent)


def _wrap(parent: Any) -> None:
    """Wrap each run of text and inline elements between the other children of an element."""
    before, run = None, list[Any]()
    for child in [*parent, None]:
        if child is not None and (child.tag in _INLINE or not isinstance(child.tag, str)):
            run.append(child)
        else:
            _wrap_run(parent, before, run)
            before, run = child, []


def _wrap_run(parent: Any, before: Any, run: list[Any]) -> None:
    own = (parent.text if before is None else before.tail) or ""
    line = one_line(own + "".join(f"{''.join(each.itertext())}{each.tail or ''}" for each in run))
    if len(line) < _MIN_TEXT or not _SENTENCE.search(line):
        return
    paragraph = parent.makeelement("p")
    paragraph.text = own
    if before is None:
        parent.text = None
        parent.insert(0, paragraph)
    else:
        before.tail = None
        parent.insert(parent.index(before) + 1, paragraph)
    for each in run:
        paragraph.append(each)
