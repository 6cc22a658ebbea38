"""A message that someone sent on: its own sender, day and subject stand above its text."""

from __future__ import annotations

import re

from indexer.corpus.headings.labelled_head import LabelledHead, labelled_head

_SENT_ON = re.compile(r"(?:re\s*:\s*)*(?:fwd?|doorgestuurd|doorst|tr|wg)\s*:", re.IGNORECASE)
_MARK = re.compile(
    r"[\s>-]*(?:begin )?(?:forwarded message|original message|doorgestuurd bericht"
    r"|oorspronkelijk bericht)[\s:-]*",
    re.IGNORECASE,
)
_SENDER = re.compile(r"\s*\*?(?:van|from)\s?:\*?\s", re.IGNORECASE)
_MAX_ABOVE = 200  # characters of a remark of who sent it on


def forwarded_head(subject: str, text: str) -> LabelledHead | None:
    """Return what is told of the message that another one sends on, None where it sends none on.

    The remark above it is no part of its text.
    """
    if not _SENT_ON.match(subject):
        return None
    at, above = 0, 0
    for line in text.splitlines(keepends=True):
        if _SENDER.match(line):
            head = labelled_head(text[at:])
            return head if head and head.fields.keys() >= {"source", "title"} else None
        at += len(line)
        above += 0 if _MARK.fullmatch(line) else len(line.strip())
        if above > _MAX_ABOVE:
            break
    return None
