"""The title of a text that comes without one: its first line or its first sentence."""

from __future__ import annotations

import re

from indexer.corpus.normalize import clean_text
from indexer.text import one_line

MAX_TITLE_LINE = 120
"""Characters in a first line that can be a title; 99.9% of 108,182 Dutch headlines fit."""
MAX_TITLE = 90
"""Characters in a title cut from a sentence; 95% of those headlines fit."""

# Behind the first sign that ends a sentence, as an expression that begins with signs is quick.
_NO_ABBREVIATION = (
    r"(?i:(?<!\b\w.)(?<!\b(?:dr|ir|mr|mw|nr|st).)(?<!\b(?:dhr|drs|ing|pag|blz).)(?<!\bprof.))"
)
_SENTENCE_END = re.compile(
    rf"[.!?…]{_NO_ABBREVIATION}[.!?…]*[\"'’”»)]*(?=\s+[\"'‘“«(]?[A-Z0-9À-Þ])"
)
_OPENING = 4 * MAX_TITLE


_NO_TITLE = re.compile(
    r"\W*+(?:anonymous|anoniem|untitled|naamloos|unknown|onbekend|title|titel|none|null|unspecified"
    r"|no title|geen titel|(?:untitled|naamloos|nieuw|new)?[ _-]?document\W*+\d*|about:blank"
    r"|(?:dia|slide|powerpoint[- ]presentati\w+|presentati\w+)\W*+\d*)\W*"
    r"|microsoft (?:office )?(?:word|excel|powerpoint|publisher)\b.*|(?:https?|file)://\S*"
    r"|.*\.(?:docx?|odt|rtf|txt|pdf|indd|qx[dp]|pmd|tex|dvi|e?ps|pages|wpd|html?|tmp|pub|pptx?|xlsx?)",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"\W*+(?:anonymous|anoniem|unknown|onbekend|none|null|admin\w*+|owner|eigenaar|user|gebruiker"
    r"|python-docx|microsoft office[- ]\w+|windows[- ]\w+|default|root|author|auteur)\W*",
    re.IGNORECASE,
)


def stated_title(title: str, id_: str = "") -> str:
    """Return the title in a document's properties in one line, empty where a program made it.

    Programs write the name of the file, `(anonymous)`, `Untitled` or `Microsoft Word - nota.doc`;
    `id_` is the path of the document.
    """
    title = one_line(clean_text(title))
    name = id_.rpartition("!")[2].rpartition("/")[2].lower()
    is_name = title.lower() in {name, name.rpartition(".")[0]}
    return "" if is_name or _NO_TITLE.fullmatch(title) else title


def stated_author(author: str) -> str:
    """Return the author in a document's properties, empty where a program filled it in."""
    return "" if _NO_AUTHOR.fullmatch(author) else author


def split_title(text: str) -> tuple[str, str]:
    """Return (title, body) of a plain text: a short first line without a full stop is the title.

    Otherwise the title is taken from the first sentence, and the body keeps that sentence.
    """
    first, _, rest = text.partition("\n")
    if is_title(first, rest):
        return first, rest.lstrip("\n")
    return title_of(text), text


def title_of(body: str) -> str:
    """Return the first sentence, cut at a word with `…` past MAX_TITLE characters."""
    opening = one_line(body[:_OPENING].partition("\n\n")[0])
    end = _SENTENCE_END.search(opening)
    sentence = opening[: end.end()] if end else opening
    if len(sentence) <= MAX_TITLE:
        return sentence
    cut = sentence[:MAX_TITLE]
    whole_words = cut.rpartition(" ")[0] or cut[:-1]
    return whole_words.rstrip(" ,;:-–—(") + "…"


def is_title(line: str, rest: str) -> bool:
    """Return whether a first line can be the title of what follows on it."""
    if len(line) > MAX_TITLE_LINE or line.endswith((".", ",", ";", ":")) or ". " in line:
        return False
    return not rest[:1].islower()  # a line that was wrapped goes on in lower case
