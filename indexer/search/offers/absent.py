"""Words of a query that no article has, and those that may be meant.

Who counts has to know of a slip, and what is counted is never changed for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from indexer.analysis.analyzer import Analyzer
from indexer.messages import Message
from indexer.query.syntax import SyntaxNode
from indexer.search.offers.asked import can_slip, is_long
from indexer.search.offers.candidates import Candidates
from indexer.search.offers.corrections import leaves

_MAX_READ = 64  # words of a query that are looked up
_MAX_SAID = 5  # words that a notice is given of: each costs a search through the vocabulary
_MAX_NEAR = 3


def absent_words(
    tree: SyntaxNode | None, candidates: Candidates, analyzer: Analyzer
) -> tuple[Message, ...]:
    """Return what to say of the words that the archive does not have, in any of their forms."""
    return tuple(islice(_notices(tree, candidates, analyzer), _MAX_SAID))


def _notices(
    tree: SyntaxNode | None, candidates: Candidates, analyzer: Analyzer
) -> Iterator[Message]:
    said = set[str]()
    for leaf in islice(leaves(tree), _MAX_READ):
        for token in analyzer.tokens(leaf.text):
            word = token.word
            known = candidates.frequency(word.exact) or (
                not leaf.exact_only and candidates.known(word)
            )
            if known or word.stop or word.exact in said:
                continue
            said.add(word.exact)
            found = candidates.of(word, 0, stands_alone=True) if is_long(word) else []
            written = (each.written or candidates.written(each.terms) for each in found)
            near = ", ".join(dict.fromkeys(filter(None, islice(written, _MAX_NEAR))))
            if near and can_slip(word):
                yield Message(
                    "‘%(word)s’ staat in geen enkel artikel; wel: %(near)s.",
                    word=word.surface,
                    near=near,
                )
            else:
                yield Message("‘%(word)s’ staat in geen enkel artikel.", word=word.surface)
