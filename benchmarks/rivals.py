"""What Knipsel is measured beside: Tantivy and Whoosh alone, each with its own Dutch analysis.

One text field of title and body, indexed with frequencies and positions; nothing is stored. A query
is its words, any of which may match, ranked by BM25.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

import orjson
import tantivy
from whoosh import analysis, fields, index, qparser

TOP = 10
_HEAP_BYTES = 400_000_000
_THREADS = 2

Search = Callable[[], object]
"""One query, already parsed, to its ten best articles."""


def texts(source: str) -> Iterator[str]:
    """Yield title and body of the articles in a .jsonl.gz."""
    with gzip.open(source) as lines:
        for record in map(orjson.loads, lines):
            yield f"{record.get('title', '')}\n{record.get('body', '')}"


def build_tantivy(articles: Iterable[str], folder: str) -> int:
    """Index with Tantivy's own Dutch chain; return how many articles."""
    own = _tantivy_index(folder)
    writer = own.writer(_HEAP_BYTES, _THREADS)
    for text in articles:
        document = tantivy.Document()
        document.add_text("text", text)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    own.reload()
    return int(own.searcher().num_docs)


def tantivy_searches(folder: str, queries: Sequence[str]) -> list[Search]:
    """Return the queries as Tantivy's own chain parses them."""
    own = _tantivy_index(folder)
    searcher = own.searcher()
    parsed = [own.parse_query_lenient(query, ["text"])[0] for query in queries]
    return [partial(searcher.search, query, TOP, count=False) for query in parsed]


def ranked_by_tantivy(
    articles: Iterable[tuple[str, str]], queries: Mapping[str, str], folder: str, depth: int
) -> dict[str, list[str]]:
    """Index (id, text) pairs with Tantivy's own Dutch chain; return the best ids of each query.

    Signs are taken off queries, for in Tantivy's language they are operators.
    """
    own = _tantivy_index(folder, identified=True)
    writer = own.writer(_HEAP_BYTES, _THREADS)
    for id_, text in articles:
        writer.add_document(tantivy.Document(id=id_, text=text))
    writer.commit()
    writer.wait_merging_threads()
    own.reload()
    searcher = own.searcher()
    result = {}
    for name, query in queries.items():
        words = re.sub(r"\W+", " ", query).lower()
        found = searcher.search(own.parse_query_lenient(words, ["text"])[0], depth, count=False)
        result[name] = [searcher.doc(address)["id"][0] for _, address in found.hits]
    return result


def build_whoosh(articles: Iterable[str], folder: str) -> int:
    """Index with Whoosh's own nl analyzer; return how many articles."""
    schema = fields.Schema(text=fields.TEXT(analysis.LanguageAnalyzer("nl"), stored=False))
    own = index.create_in(folder, schema)
    writer = own.writer(limitmb=256)
    for text in articles:
        writer.add_document(text=text)
    writer.commit()
    return int(own.doc_count())


def whoosh_searches(folder: str, queries: Sequence[str]) -> list[Search]:
    """Return the queries as Whoosh's own chain parses them."""
    own = index.open_dir(folder)
    searcher = own.searcher()
    parser = qparser.QueryParser("text", own.schema, group=qparser.OrGroup)
    parsed = [parser.parse(query) for query in queries]
    return [partial(searcher.search, query, limit=TOP) for query in parsed]


def _tantivy_index(folder: str, *, identified: bool = False) -> tantivy.Index:
    builder = tantivy.SchemaBuilder()
    if identified:
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", tokenizer_name="dutch", index_option="position")
    own = tantivy.Index(builder.build(), path=folder, reuse=True)
    chain = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (
        tantivy.Filter.lowercase(),
        tantivy.Filter.stopword("dutch"),
        tantivy.Filter.stemmer("dutch"),
    ):
        chain = chain.filter(step)
    own.register_tokenizer("dutch", chain.build())
    return own
