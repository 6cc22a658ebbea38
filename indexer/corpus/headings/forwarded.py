"""A message that someone sent on: its own sender, day and subject stand above its text."""

from __future__ import annotations

import re

from indexer.corpus.headings.labelled_head import LabelledHead, labelled_head
from indexer.later import NamedTuple
from indexer.text import one_line

_SENT_ON = re.compile(r"(?:re\s*:\s*)*(?:fwd?|doorgestuurd|doorst|tr|wg)\s*:", re.IGNORECASE)
_MARK = re.compile(
    r"[\s>-]*(?:begin )?(?:forwarded message|original message|doorgestuurd bericht"
    r"|oorspronkelijk bericht)[\s:-]*",
    re.IGNORECASE,
)
_SENDER = re.compile(r"\s*\*?(?:van|from)\s?:\*?\s", re.IGNORECASE)
_MAX_ABOVE = 200  # characters of a remark of who sent it on


class Forwarded(NamedTuple):
    """What is told of a message that was sent on; the remark of who did so is no part of it."""

    head: LabelledHead
    remark: str


def forwarded_head(subject: str, text: str) -> Forwarded | None:
    """Return what is told of the message that another one sends on, None where it sends none on."""
    if not _SENT_ON.match(subject):
        return None
    at, above = 0, list[str]()
    for line in text.splitlines(keepends=True):
        if _SENDER.match(line):
            head = labelled_head(text[at:])
            is_whole = head is not None and head.fields.keys() >= {"source", "title"}
            return Forwarded(head, one_line(" ".join(above))) if head and is_whole else None
        at += len(line)
        above += [] if _MARK.fullmatch(line) else [line.strip()]
        if sum(map(len, above)) > _MAX_ABOVE:
            break
    return None
