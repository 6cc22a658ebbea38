"""The table of makers: by which names their records are known, and what reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from indexer.corpus.makers import (
    cms,
    crawlers,
    csl,
    json_ld,
    ninjs,
    papers,
    posts,
    wordpress,
)
from indexer.corpus.makers.cms import DRAFTS, unpublished
from indexer.later import NamedTuple

Record: TypeAlias = Mapping[str, Any]


class NoArticle(NamedTuple):
    """A record that is no article, such as a picture or a draft; `kind` is what such are called.

    One that `is_lost` might have been an article, and is named.
    """

    kind: str
    is_lost: bool = False


class Maker(NamedTuple):
    """A row of the table.

    A record is of this maker when it has all names of one of `signs`, in lower case without spaces
    and `_-`, or as they are. `read` returns its fields, or the kind of thing that it is when that
    is no article.
    """

    signs: tuple[frozenset[str], ...]
    read: Callable[[Record], Record | str]


def _signs(*names: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(each.split()) for each in names)


MAKERS = (
    Maker(_signs("@type"), json_ld.fields_of),
    Maker(
        _signs("uri versioncreated", "uri pubstatus", "uri headlines", "headlines bodies"),
        ninjs.fields_of,
    ),
    Maker(_signs("publishingdate plaintext", "publishingdate body"), crawlers.of_fundus),
    Maker(_signs("hostname sourcehostname", "hostname fingerprint"), crawlers.of_trafilatura),
    Maker(_signs("dategmt content", "title content excerpt link"), wordpress.of_interface),
    Maker(_signs("posttitle postcontent"), wordpress.of_table),
    Maker(_signs("webtitle weburl fields"), papers.of_guardian),
    Maker(_signs("headlines contentelements"), papers.of_arc),
    Maker(_signs("urltoimage publishedat content"), papers.of_newsapi),
    Maker(_signs("key itemtype abstractnote"), papers.of_zotero),
    Maker(_signs("html publishedat status", "mobiledoc html"), cms.of_ghost),
    Maker(_signs("_type _id"), cms.of_sanity),
    Maker(_signs("nid title body"), cms.of_drupal),
    Maker(_signs("introtext fulltext"), cms.of_joomla),
    Maker(_signs("items owner publishedat"), cms.of_items),
    Maker(_signs("name datePublished provider"), cms.of_search),
    Maker(_signs("resultid document"), cms.of_lexis),
    Maker(_signs("type actor object"), posts.of_activity),
    Maker(_signs("type date text from", "type date text action"), posts.of_telegram),
    Maker(_signs("type issued title", "type containertitle title"), csl.fields_of),
)


def known_record(record: Record) -> Record | NoArticle:
    """Return the record with the fields that its maker means, as it is where no maker is known."""
    if unpublished(record):
        return NoArticle(DRAFTS)
    for read in _readers(tuple(record)):
        found = read(record)
        if isinstance(found, str):
            return NoArticle(found, is_lost=found == csl.WITHOUT_TEXT)
        if found:
            return {**found, **{name: record[name] for name in record if name not in found}}
    return record


def is_known(names: tuple[str, ...]) -> bool:
    """Return whether an object with these names is the record of a maker."""
    return bool(_readers(names))


@lru_cache(maxsize=256)
def _readers(names: tuple[str, ...]) -> tuple[Callable[[Record], Record | str], ...]:
    plain = {re.sub(r"[_\s-]", "", name.lower()) for name in names} | {*names}
    return tuple(row.read for row in MAKERS if any(sign <= plain for sign in row.signs))
